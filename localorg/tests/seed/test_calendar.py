from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localorg.seed.calendar import close_date, moment, months_before

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("close", "today", "expected"),
    [
        (12, date(2026, 11, 23), date(2026, 12, 5)),
        (-5, date(2026, 11, 23), date(2026, 11, 18)),
        ("month_end", date(2026, 11, 23), date(2026, 11, 30)),
        ("quarter_end", date(2026, 11, 23), date(2026, 12, 31)),
        ("quarter_end", date(2026, 12, 31), date(2026, 12, 31)),
        ("quarter_end", date(2027, 1, 1), date(2027, 3, 31)),
    ],
)
def test_close_dates_are_told_from_today(close: int | str, today: date, expected: date) -> None:
    assert close_date(close, today) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_before_keeps_the_day_where_there_is_one(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


@given(st.integers(0, 400), st.integers(0, 539))
def test_moments_lie_in_working_hours_and_never_ahead(days: int, minute: int) -> None:
    at = moment(days, NOW, minute)
    assert at <= NOW
    assert at == NOW or timedelta(hours=8) <= at - at.replace(hour=0, minute=0) < timedelta(hours=17)
