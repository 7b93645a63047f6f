"""Dates and times as a person writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from coach.foresee.moments import looks_like_a_day, read_day, read_moment

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-31", date(2027, 3, 31)),
        ("today", date(2026, 11, 23)),
        ("in 20 days", date(2026, 12, 13)),
        ("in 1 day", date(2026, 11, 24)),
        ("3 days ago", date(2026, 11, 20)),
        ("Today", date(2026, 11, 23)),
    ],
)
def test_a_day_is_a_date_or_told_from_today(text: str, day: date) -> None:
    assert read_day(text, NOW, UTC) == day


def test_today_is_the_calendar_day_where_the_service_is() -> None:
    assert read_day("today", NOW, ZoneInfo("Europe/Paris")) == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["soon", "31.3.2027", "in three days", "2027-02-30", ""])
def test_what_is_no_day_is_told_what_to_write_instead(text: str) -> None:
    with pytest.raises(ValueError, match="takes a date such as 2027-03-31, “today”"):
        read_day(text, NOW, UTC)


def test_a_moment_is_a_time_in_utc() -> None:
    assert read_moment("2026-11-23T10:00:00+02:00", NOW, UTC) == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_moment_some_days_ago_is_so_many_times_24_hours_ago() -> None:
    assert read_moment("2 days ago", NOW, UTC) == datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def test_a_day_is_its_first_moment_where_the_service_is() -> None:
    assert read_moment("2026-11-23", NOW, ZoneInfo("Europe/Paris")) == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its time zone"):
        read_moment("2026-11-23T10:00:00", NOW, UTC)


@pytest.mark.parametrize(
    ("text", "looks"), [("2027-03-31", True), ("in 3 days", True), ("20270331", False), ("x", False)]
)
def test_only_the_plain_shape_of_a_date_is_taken_for_one_where_text_could_be_meant(text: str, looks: bool) -> None:
    assert looks_like_a_day(text) is looks
