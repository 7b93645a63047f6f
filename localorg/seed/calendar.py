"""Days before and after today → dates and times."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta


def close_date(close: int | str, today: date) -> date:
    """A close date: a number of days from today, or the last day of the month or quarter (``month_end`` …)."""
    if close == "month_end":
        return _month_end(today, 0)
    if close == "quarter_end":
        return _month_end(today, (3 - today.month) % 3)
    return today + timedelta(days=int(close))


def months_before(day: date, months: int) -> date:
    """The same day a number of months earlier, or the last day of that month if it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moment(days_ago: float, now: datetime, minute: int = 0) -> datetime:
    """A time in working hours (UTC), ``days_ago`` days before ``now``; ``minute`` (0 to 539) is its place in the day.

    It is never in the future.
    """
    day = now.astimezone(UTC).date() - timedelta(days=int(days_ago))
    return min(now, datetime.combine(day, time(8), UTC) + timedelta(minutes=minute))


def _month_end(day: date, months_ahead: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months_ahead, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
