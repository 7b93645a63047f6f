"""The days that date words mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localorg.soql.calendar import Calendar

MONDAY = Calendar(date(2026, 11, 23))
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
UNITS = ["WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR"]


@pytest.mark.parametrize(
    ("word", "count", "start", "end"),
    [
        ("TODAY", None, "2026-11-23", "2026-11-24"),
        ("YESTERDAY", None, "2026-11-22", "2026-11-23"),
        ("TOMORROW", None, "2026-11-24", "2026-11-25"),
        ("THIS_WEEK", None, "2026-11-22", "2026-11-29"),
        ("LAST_MONTH", None, "2026-10-01", "2026-11-01"),
        ("THIS_QUARTER", None, "2026-10-01", "2027-01-01"),
        ("NEXT_YEAR", None, "2027-01-01", "2028-01-01"),
        ("LAST_90_DAYS", None, "2026-08-25", "2026-11-24"),
        ("NEXT_90_DAYS", None, "2026-11-24", "2027-02-22"),
        ("LAST_N_DAYS", 7, "2026-11-16", "2026-11-24"),
        ("NEXT_N_DAYS", 7, "2026-11-24", "2026-12-01"),
        ("N_DAYS_AGO", 7, "2026-11-16", "2026-11-17"),
        ("LAST_N_WEEKS", 2, "2026-11-08", "2026-11-22"),
        ("NEXT_N_MONTHS", 3, "2026-12-01", "2027-03-01"),
        ("N_MONTHS_AGO", 11, "2025-12-01", "2026-01-01"),
        ("LAST_N_QUARTERS", 1, "2026-07-01", "2026-10-01"),
        ("LAST_N_YEARS", 2, "2024-01-01", "2026-01-01"),
    ],
)
def test_a_word_means_these_days(word: str, count: int | None, start: str, end: str) -> None:
    assert MONDAY.stretch(word, count) == (date.fromisoformat(start), date.fromisoformat(end))


def test_the_fiscal_year_may_begin_in_another_month() -> None:
    april = Calendar(date(2026, 2, 10), fiscal_start=4)
    assert april.stretch("THIS_FISCAL_YEAR", None) == (date(2025, 4, 1), date(2026, 4, 1))
    assert april.stretch("THIS_FISCAL_QUARTER", None) == (date(2026, 1, 1), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("SOMEDAY", None),
        ("TODAY", 3),
        ("LAST_N_DAYS", None),
        ("LAST_N_EONS", 1),
        ("THIS_FISCAL_WEEK", None),
        ("LAST_N_YEARS", 10**6),
    ],
)
def test_other_words_mean_nothing(word: str, count: int | None) -> None:
    assert MONDAY.stretch(word, count) is None


@given(today=DAYS, unit=st.sampled_from(UNITS), fiscal=st.integers(1, 12))
def test_last_this_and_next_follow_one_another_around_today(today: date, unit: str, fiscal: int) -> None:
    calendar = Calendar(today, fiscal)
    last, this, following = (calendar.stretch(f"{place}_{unit}", None) for place in ("LAST", "THIS", "NEXT"))
    assert last is not None
    assert this is not None
    assert following is not None
    assert last.start < last.end == this.start <= today < this.end == following.start < following.end


@given(today=DAYS, unit=st.sampled_from(UNITS), count=st.integers(1, 20))
def test_the_last_few_end_where_this_one_begins(today: date, unit: str, count: int) -> None:
    calendar = Calendar(today)
    many, ago, this = (
        calendar.stretch(f"LAST_N_{unit}S", count),
        calendar.stretch(f"N_{unit}S_AGO", count),
        calendar.stretch(f"THIS_{unit}", None),
    )
    assert many is not None
    assert ago is not None
    assert this is not None
    assert (many.start, many.end) == (ago.start, this.start)


@given(today=DAYS, count=st.integers(0, 400))
def test_the_last_days_include_today_and_the_next_do_not(today: date, count: int) -> None:
    calendar = Calendar(today)
    one = timedelta(days=1)
    assert calendar.stretch("LAST_N_DAYS", count) == (today - count * one, today + one)
    assert calendar.stretch("NEXT_N_DAYS", count) == (today + one, today + (count + 1) * one)
