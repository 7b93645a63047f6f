"""Working hours: eight to five, Monday to Friday, in UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

BEGINS, ENDS = 8, 17
FRIDAY, SATURDAY = 4, 5


def later(moment: datetime, hours: float) -> datetime:
    """The time that is ``hours`` working hours after ``moment``."""
    at, left = _into_hours(moment), timedelta(hours=hours)
    while left > (today := _at(at, ENDS) - at):
        left -= today
        at = _into_hours(_at(at, ENDS))
    return at + left


def working_days(start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginning of every working day after ``start`` and up to ``end``."""
    day = _at(start, BEGINS)
    while day <= end:
        if start < day and day.weekday() < SATURDAY:
            yield day
        day += timedelta(days=1)


def _into_hours(moment: datetime) -> datetime:
    """``moment`` if it is within working hours, otherwise the beginning of the next working day."""
    at = moment
    if at >= _at(at, ENDS):
        at = _at(at + timedelta(days=1), BEGINS)
    at = max(at, _at(at, BEGINS))
    while at.weekday() >= SATURDAY:
        at = _at(at + timedelta(days=1), BEGINS)
    return at


def _at(moment: datetime, hour: int) -> datetime:
    return datetime.combine(moment.date(), time(hour), UTC)
