"""An org that refuses everything: when it is held to do so, how long it is left alone, and what ends that."""

from contextlib import suppress
from datetime import timedelta

import pytest

from coach.ports import EVERY_NOTE_REFUSED, HELD_WRITES
from coach.salesforce.circuit.calls import CallCircuit
from coach.salesforce.circuit.refusal import CircuitOpen, RefusalReason
from coach.salesforce.circuit.state import NOBODY_KNOWS
from coach.salesforce.circuit.writes import MOST_CALLS, WriteCircuit
from tests.salesforce.fakes import DictMemory, Hands

KEYS = ["a", "b", "c"]
NO = RefusalReason("No.", "X")
AN_HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=15)


class Kept:
    """A circuit, its clock and its memory."""

    def __init__(self, limit: str | None = None) -> None:
        self.hands, self.memory = Hands(), DictMemory()
        self.writes = WriteCircuit(self.memory, self.hands, "acme 67.0", lambda: limit)
        self.calls = CallCircuit(self.memory, self.hands, "acme 67.0")

    def fails(self, *keys: str, refused: tuple[str, ...] = (), why: RefusalReason = NO) -> bool:
        self.writes.admit(keys)
        self.writes.spend()
        return self.writes.failed(keys, refused, why, whole=False)


def test_one_bad_note_holds_nobody_up() -> None:
    kept = Kept()
    assert not kept.fails("a")
    assert kept.writes.admit(["a", "b", "c"]) == (frozenset(), None)


def test_a_bad_note_that_fails_again_waits_and_the_others_do_not() -> None:
    kept = Kept()
    for _ in range(3):
        kept.fails("a")
    assert kept.writes.admit(["a", "b"]) == (frozenset({"a"}), None)
    kept.hands.pass_by(timedelta(minutes=2))
    assert kept.writes.admit(["a", "b"]) == (frozenset(), None)


def test_after_a_few_different_notes_a_fresh_one_is_tried_first_and_alone() -> None:
    kept = Kept()
    assert kept.fails(*KEYS)
    assert kept.writes.admit(["a", "d", "e"]) == (frozenset({"a", "e"}), "d")
    with pytest.raises(CircuitOpen, match="No. Every note is refused at the moment"):
        kept.writes.admit(["f"])


def test_notes_wait_for_an_hour_where_a_limit_is_used_up_and_a_fresh_one_is_tried_sooner() -> None:
    kept = Kept()
    kept.fails(*KEYS, why=RefusalReason("Used up.", "UNKNOWN_EXCEPTION", AN_HOUR))
    assert kept.writes.waits().after == AN_HOUR
    assert kept.writes.admit(["d"]) == (frozenset(), "d")


def test_a_limit_that_only_the_org_s_figures_tell_of_makes_notes_wait_as_long() -> None:
    kept = Kept(limit="Used up.")
    kept.fails(*KEYS)
    assert kept.writes.waits().after == AN_HOUR


def test_the_org_is_left_alone_for_twice_as_long_each_time_and_half_an_hour_at_most() -> None:
    kept = Kept()
    waits: list[int] = []
    for _ in range(7):
        kept.fails(*KEYS)
        waits.append(round((kept.writes.waits().after or timedelta(0)) / timedelta(minutes=1)))
        kept.hands.pass_by(timedelta(hours=2))
    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_a_note_that_is_taken_ends_it() -> None:
    kept = Kept()
    kept.fails(*KEYS)
    kept.writes.taken()
    assert kept.writes.admit(KEYS) == (frozenset(), None)
    assert kept.memory.values[HELD_WRITES] == ""


def test_what_was_parked_before_the_org_was_found_out_is_innocent_and_named_once() -> None:
    kept = Kept()
    kept.fails("a", refused=("a",))
    assert kept.writes.innocent() == ()
    kept.fails("b", "c", refused=("b",))
    assert kept.writes.innocent() == ("a",)
    assert kept.writes.innocent() == ()


def test_what_was_refused_beside_a_note_that_was_taken_is_innocent_where_the_org_then_refuses_all() -> None:
    kept = Kept()
    kept.writes.taken(["x", "y"])
    assert kept.memory.recall(HELD_WRITES) is None
    kept.fails(*KEYS)
    assert kept.writes.innocent() == ("x", "y")


def test_what_was_refused_beside_others_stays_so_where_notes_are_taken_later() -> None:
    kept = Kept()
    kept.writes.taken(["x"])
    kept.writes.taken()
    kept.fails(*KEYS)
    assert kept.writes.innocent() == ()


def test_what_was_refused_long_before_stays_so() -> None:
    kept = Kept()
    kept.writes.taken(["x"])
    kept.hands.pass_by(AN_HOUR)
    kept.fails(*KEYS)
    assert kept.writes.innocent() == ()


def test_an_hours_calls_are_counted_whatever_they_are_spent_on() -> None:
    kept = Kept()
    kept.fails(*KEYS)
    kept.fails(*KEYS)
    for _ in range(7):
        kept.writes.spend()
    with pytest.raises(CircuitOpen) as caught:
        kept.writes.spend()
    assert caught.value.after == timedelta(hours=1)
    kept.hands.pass_by(timedelta(hours=1))
    kept.writes.spend()


def test_the_limit_that_is_used_up_is_named() -> None:
    kept = Kept(limit="The storage is full.")
    kept.fails(*KEYS)
    assert str(kept.writes.waits()).startswith("The storage is full. ")


def test_another_address_or_version_begins_afresh() -> None:
    kept = Kept()
    kept.fails(*KEYS)
    kept.fails(*KEYS)
    moved = WriteCircuit(kept.memory, kept.hands, "acme2 67.0", lambda: None)
    assert moved.admit(KEYS) == (frozenset(), None)


def test_what_never_reached_the_org_tells_nothing_of_it() -> None:
    kept = Kept()
    kept.writes.admit(KEYS)
    kept.writes.spend()
    assert not kept.writes.failed(KEYS, (), RefusalReason("Not reached.", "NOT_REACHED"), whole=True)
    assert HELD_WRITES not in kept.memory.values


def test_calls_that_are_all_refused_wait_from_the_third_on_and_one_that_is_answered_ends_it() -> None:
    kept = Kept()
    for _ in range(3):
        assert kept.calls.check() in (False, True)
        kept.calls.refused("The API is off.")
    with pytest.raises(CircuitOpen, match="The API is off"):
        kept.calls.check()
    kept.hands.pass_by(timedelta(minutes=2))
    assert kept.calls.check()
    kept.calls.answered()
    assert not kept.calls.check()


def loses(kept: Kept, *keys: str) -> bool:
    """A call with these notes has no answer."""
    kept.writes.admit(keys)
    kept.writes.spend()
    return kept.writes.failed(keys, (), NO, whole=False, unanswered=True)


def test_answers_that_are_lost_show_nothing_of_the_org_until_a_look_has_not_found_their_notes() -> None:
    kept = Kept()
    for key in KEYS:
        assert not loses(kept, key, f"{key} in the same call")
        kept.hands.pass_by(MOMENT)
    for key, wide in zip(KEYS, (False, False, True), strict=True):
        kept.writes.looked([key, f"{key} in the same call"], [])
        assert str(kept.writes.waits()).endswith(EVERY_NOTE_REFUSED) is wide


def test_after_three_lost_answers_in_a_row_the_others_wait_for_a_moment_and_read_why() -> None:
    kept = Kept()
    for key in KEYS:
        loses(kept, key)
    with pytest.raises(CircuitOpen, match=NOBODY_KNOWS) as caught:
        kept.writes.admit(["d"])
    assert caught.value.after == MOMENT
    kept.hands.pass_by(MOMENT)
    assert kept.writes.admit(["d", "e"]) == (frozenset(), None)


def test_an_org_that_answers_neither_writes_nor_looks_is_tried_ever_less_often() -> None:
    kept = Kept()
    tries = 0
    for number in range(60 * 60 // 15):
        with suppress(CircuitOpen):
            loses(kept, f"note {number}")
            tries += 1
        kept.hands.pass_by(MOMENT)
    assert 7 <= tries <= MOST_CALLS


def test_a_note_of_a_lost_answer_that_is_found_ends_it() -> None:
    kept = Kept()
    for key in KEYS:
        loses(kept, key)
    kept.writes.looked(KEYS, ["b"])
    assert kept.writes.admit(["d"]) == (frozenset(), None)
    assert kept.memory.values[HELD_WRITES] == ""


def test_once_looks_have_found_none_of_three_lost_notes_a_fresh_one_is_tried_at_once_and_then_after_a_pause() -> None:
    kept = Kept()
    for key in KEYS:
        loses(kept, key)
    kept.writes.looked(KEYS, [])
    assert kept.writes.admit(["a", "d"]) == (frozenset("a"), "d")
    kept.writes.spend()
    assert kept.writes.failed(["d"], (), NO, whole=False, unanswered=True)
    with pytest.raises(CircuitOpen) as caught:
        kept.writes.admit(["e"])
    assert caught.value.after == timedelta(minutes=2)


def test_changes_of_notes_whose_answers_are_lost_again_and_again_show_that_the_org_refuses() -> None:
    """They are sent again without a look: had the first arrived, there would be no second."""
    kept = Kept()
    lost = []
    for _ in range(4):
        lost.append(loses(kept, *KEYS))
        kept.hands.pass_by(timedelta(minutes=5))
    assert lost == [False, False, False, True]


def test_a_note_whose_answer_is_lost_each_time_holds_nobody_up() -> None:
    kept = Kept()
    for _ in range(6):
        assert not loses(kept, "a")
        kept.writes.looked(["a"], [])
        kept.hands.pass_by(timedelta(minutes=10))
    assert kept.writes.admit(["b"]) == (frozenset(), None)


def test_a_look_that_finds_nothing_tells_nothing_of_notes_that_were_refused() -> None:
    kept = Kept()
    kept.fails("a")
    before = kept.memory.values[HELD_WRITES]
    kept.writes.looked(KEYS, [])
    assert kept.memory.values[HELD_WRITES] == before


def test_a_note_that_is_found_although_its_answer_was_lost_ends_it() -> None:
    kept = Kept()
    kept.fails(*KEYS)
    kept.writes.looked(KEYS, ["a"])
    assert kept.writes.admit(KEYS) == (frozenset(), None)


def test_a_note_that_has_just_arrived_is_hung_on_its_record_although_the_hour_s_calls_are_used_up() -> None:
    kept = Kept()
    kept.fails("a")
    for _ in range(MOST_CALLS - 1):
        kept.writes.spend()
    with pytest.raises(CircuitOpen):
        kept.writes.spend()
    kept.writes.arrived()
    kept.writes.spend()
    kept.writes.admit(["b"])
    with pytest.raises(CircuitOpen):
        kept.writes.spend()
