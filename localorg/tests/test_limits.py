"""Allocations of a rolling day."""

from datetime import UTC, datetime, timedelta

from localorg.limits import Allocation


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_what_is_spent_is_missing_from_the_day() -> None:
    allocation = Allocation(100, Clock())
    allocation.spend(3)
    assert allocation.as_limit() == {"Max": 100, "Remaining": 97}


def test_what_was_spent_returns_after_a_day() -> None:
    clock = Clock()
    allocation = Allocation(2, clock)
    allocation.spend()
    clock.now += timedelta(hours=12)
    allocation.spend()
    assert allocation.exhausted
    clock.now += timedelta(hours=12)
    assert allocation.used == 1


def test_more_than_everything_leaves_nothing() -> None:
    allocation = Allocation(1, Clock())
    allocation.spend(5)
    assert allocation.as_limit()["Remaining"] == 0
