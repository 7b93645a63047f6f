"""Days and periods in the log's URLs."""

from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

NOT_A_DAY = "Not a day: write it as 2026-11-30."
BOTH = "Choose either a period or days of your own, not both."

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class Period(StrEnum):
    """Periods relative to today, so that a saved view keeps the meaning of its name."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day; weeks begin on Monday."""
        first = today - timedelta(days=today.weekday()) if "week" in self else today.replace(day=1)
        if self is Period.LAST_WEEK:
            first -= timedelta(days=7)
        if self is Period.LAST_MONTH:
            first = (first - timedelta(days=1)).replace(day=1)
        after = first + timedelta(days=7) if "week" in self else (first + timedelta(days=31)).replace(day=1)
        return first, after - timedelta(days=1)


def day(text: str) -> date:
    """A day in the range that a log can cover. Raises ValueError with a sentence."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ValueError(NOT_A_DAY) from None
    if not _FIRST_DAY <= found <= _LAST_DAY:
        raise ValueError(f"A day between {_FIRST_DAY} and {_LAST_DAY}.")
    return found


def begins(first: date | None, zone: tzinfo) -> datetime | None:
    """The start of a day."""
    return datetime.combine(first, time(), zone) if first else None


def ends(last: date | None, zone: tzinfo) -> datetime | None:
    """The start of the day after it."""
    return begins(last + timedelta(days=1), zone) if last else None
