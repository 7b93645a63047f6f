from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from localorg.outbound.retry import LONGEST_PAUSE, expired, pause

FIRST = timedelta(seconds=15)
QUEUED = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_pauses_double() -> None:
    assert [pause(attempts, FIRST).total_seconds() for attempts in (1, 2, 3, 4)] == [15, 30, 60, 120]


@given(st.integers(1, 10_000))
def test_no_pause_is_longer_than_two_hours_and_none_is_shorter_than_the_one_before(attempts: int) -> None:
    assert FIRST <= pause(attempts, FIRST) <= pause(attempts + 1, FIRST) <= LONGEST_PAUSE


def test_a_notification_is_given_up_after_a_day() -> None:
    assert not expired(QUEUED, QUEUED + timedelta(hours=23, minutes=59))
    assert expired(QUEUED, QUEUED + timedelta(hours=24))
