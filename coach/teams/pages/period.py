"""Which weeks a page covers."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from coach.engine.deciding.limits import week_start
from coach.errors import Rejected
from coach.teams.weeks import WeekBounds

CHOICES = (4, 8, 13, 26)
DEFAULT = 8
"""Two months: long enough for adherence windows to close, short enough to be about the present."""


def asked_weeks(args: Mapping[str, str]) -> int:
    """The number of weeks in the URL. Raises Rejected for a number that is not offered."""
    text = args.get("weeks", str(DEFAULT))
    if text not in {str(choice) for choice in CHOICES}:
        raise Rejected(f"weeks must be one of {', '.join(map(str, CHOICES))}.")
    return int(text)


def last_weeks(count: int, now: datetime, zone: tzinfo) -> WeekBounds:
    """The current week and those before it, Monday to Sunday in ``zone``."""
    starts = [week_start(now, zone)]
    while len(starts) < count:
        starts.append(week_start(starts[-1] - timedelta(days=1), zone))
    return WeekBounds(tuple(reversed(starts)), week_start(starts[0] + timedelta(days=8), zone))
