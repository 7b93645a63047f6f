"""Faults between a client and the API."""

from localorg.faults import Faults
from localorg.rest.sabotage import down_or_slow


def test_latency_is_waited_for_in_milliseconds() -> None:
    faults, waits = Faults(), list[float]()
    down_or_slow(faults, waits.append)
    faults.latency_ms = 250
    down_or_slow(faults, waits.append)
    assert waits == [0.25]
