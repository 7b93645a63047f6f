"""Faults strike as often as they were told to."""

from localorg.faults import Fault, Faults


def test_a_fault_strikes_so_many_times() -> None:
    faults = Faults()
    faults.switch(Fault.OUTAGE, 2)
    assert [faults.strikes(Fault.OUTAGE) for _ in range(3)] == [True, True, False]


def test_a_fault_may_strike_until_it_is_cleared() -> None:
    faults = Faults()
    faults.switch(Fault.HTML)
    assert all(faults.strikes(Fault.HTML) for _ in range(5))
    faults.clear()
    assert not faults.strikes(Fault.HTML)


def test_one_fault_does_not_use_up_another() -> None:
    faults = Faults()
    faults.switch(Fault.ROW_LOCKED, 1)
    assert not faults.strikes(Fault.OUTAGE)
    assert faults.left()[Fault.ROW_LOCKED] == 1
