import threading
from collections.abc import Collection
from datetime import timedelta

import pytest

from coach.errors import TryAgain
from coach.leases import NOT_ANNOUNCED, Lease, LeaseOver, about_to_create, elapsed, renewing, still_held
from tests.machine import PATIENCE

OFTEN = timedelta(milliseconds=3)
LENGTH = timedelta(seconds=30)


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_what_is_held_is_renewed_for_as_long_as_the_work_takes_even_where_a_renewal_failed() -> None:
    third = threading.Event()
    renewals: list[int] = []

    def renew() -> bool:
        renewals.append(len(renewals))
        if len(renewals) == 1:
            raise TryAgain("The database is busy.")
        if len(renewals) == 3:
            third.set()
        return True

    with renewing(renew, OFTEN, elapsed()):
        assert third.wait(PATIENCE)


def test_work_that_is_done_sooner_is_never_renewed() -> None:
    renewed = threading.Event()

    def renew() -> bool:
        renewed.set()
        return True

    with renewing(renew, timedelta(hours=3), elapsed()):
        pass
    assert not renewed.is_set()


def test_nothing_is_renewed_once_the_work_is_done() -> None:
    renewed = threading.Event()

    def renew() -> bool:
        renewed.set()
        return True

    with renewing(renew, OFTEN, elapsed()):
        assert renewed.wait(PATIENCE)
    for thread in threading.enumerate():
        if thread.name == "lease":
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_who_slept_for_longer_than_the_lease_holds_nothing_any_more() -> None:
    clock = Clock()
    with renewing(lambda: True, timedelta(hours=3), clock(), clock):
        clock.now += 3 * 3600 - 1
        still_held()
        clock.now += 1
        with pytest.raises(LeaseOver):
            still_held()


def test_a_lease_counts_from_before_it_was_asked_for() -> None:
    clock = Clock()
    with renewing(lambda: True, LENGTH, clock() - 31, clock), pytest.raises(LeaseOver):
        still_held()


def test_a_renewal_counts_from_before_it_was_asked_for_too() -> None:
    clock = Clock()
    lease = Lease(LENGTH, clock(), clock)

    def renew() -> bool:
        clock.now += 29
        return True

    lease.renew(renew)
    lease.check()
    clock.now += 1
    with pytest.raises(LeaseOver):
        lease.check()


def test_who_wakes_up_and_finds_all_still_its_own_goes_on() -> None:
    clock = Clock()
    lease = Lease(LENGTH, clock(), clock)
    clock.now += 300
    lease.renew(lambda: True)
    lease.check()


def test_what_is_anothers_in_part_is_over_for_good() -> None:
    lease = Lease(LENGTH, elapsed())
    lease.renew(lambda: False)
    lease.renew(lambda: True)
    with pytest.raises(LeaseOver):
        lease.check()


def test_who_works_under_no_lease_is_held_up_by_none() -> None:
    with renewing(lambda: True, LENGTH, elapsed() - 60):
        pass
    still_held()


def test_what_is_about_to_be_created_is_announced_once() -> None:
    announced: list[set[str]] = []

    def announce(keys: Collection[str]) -> bool:
        announced.append(set(keys))
        return True

    with renewing(lambda: True, LENGTH, elapsed(), announce=announce):
        about_to_create(["a", "b"])
        about_to_create(["b", "c"])
        about_to_create(["a"])
    about_to_create(["d"])
    assert announced == [{"a", "b"}, {"c"}]


def test_nothing_is_created_that_is_anothers_by_now() -> None:
    with renewing(lambda: True, LENGTH, elapsed(), announce=lambda _: False):
        with pytest.raises(LeaseOver):
            about_to_create(["a"])
        with pytest.raises(LeaseOver):
            still_held()


def test_nothing_is_created_where_that_could_not_be_kept_and_it_can_be_tried_again() -> None:
    def fails(_: Collection[str]) -> bool:
        raise TryAgain("The database is busy.")

    with renewing(lambda: True, LENGTH, elapsed(), announce=fails):
        with pytest.raises(TryAgain, match="The database is busy") as failure:
            about_to_create(["a"])
        assert failure.value.code == NOT_ANNOUNCED
        still_held()
