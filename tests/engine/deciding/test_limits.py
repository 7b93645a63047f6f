"""When days and weeks begin."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.engine.deciding import day_start, week_start
from coach.engine.deciding.limits import next_day, next_week

BERLIN = ZoneInfo("Europe/Berlin")


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_day_begins_at_midnight_of_the_services_zone() -> None:
    assert day_start(utc(11, 25, 12), BERLIN) == utc(11, 24, 23)
    assert next_day(utc(11, 25, 12), BERLIN) == utc(11, 25, 23)


@pytest.mark.parametrize("now", [utc(11, 23), utc(11, 25, 12), utc(11, 29, 23, 59)])
def test_a_week_begins_on_monday(now: datetime) -> None:
    assert week_start(now, UTC) == utc(11, 23)
    assert next_week(now, UTC) == utc(11, 30)


def test_sunday_evening_in_utc_is_already_monday_further_east() -> None:
    assert week_start(utc(11, 29, 23, 30), BERLIN) == utc(11, 29, 23)


def test_the_week_of_a_clock_change_is_an_hour_longer() -> None:
    monday, following = week_start(utc(10, 22), BERLIN), next_week(utc(10, 22), BERLIN)

    assert (monday, following) == (utc(10, 18, 22), utc(10, 25, 23))
    assert (following - monday).total_seconds() == (7 * 24 + 1) * 3600


def test_a_day_without_a_midnight_begins_when_the_clocks_have_gone_forward() -> None:
    havana = ZoneInfo("America/Havana")

    assert day_start(utc(3, 8, 12), havana) == utc(3, 8, 5)
    assert day_start(utc(3, 8, 4, 59), havana) == utc(3, 7, 5)
    assert next_day(utc(3, 7, 12), havana) == utc(3, 8, 5)


def test_a_day_with_two_midnights_begins_at_the_first() -> None:
    assert day_start(utc(11, 1, 5, 30), ZoneInfo("America/Havana")) == utc(11, 1, 4)


@pytest.mark.parametrize(("zone", "hours"), [("UTC", 0), ("Europe/Berlin", -2), ("America/New_York", 4)])
def test_a_week_begins_on_monday_also_when_it_ends_with_a_change_of_clocks(zone: str, hours: int) -> None:
    now = utc(10, 25, 12)

    assert week_start(now, ZoneInfo(zone)) == utc(10, 19) + timedelta(hours=hours)
    assert day_start(now, ZoneInfo(zone)) == utc(10, 25) + timedelta(hours=hours)
