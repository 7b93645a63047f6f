"""Dates and times in a deal's JSON: absolute, or relative to today."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeVar

T = TypeVar("T")

_RELATIVE = re.compile(r"(?:(?P<today>today)|in (?P<ahead>\d{1,5}) days?|(?P<ago>\d{1,5}) days? ago)\Z")

DAY_HINT = "a date such as 2027-03-31, “today”, “in 20 days” or “3 days ago”"
MOMENT_HINT = "a time such as 2026-11-23T09:30:00Z, a date, “today” or “3 days ago”"


def read_day(text: str, now: datetime, zone: tzinfo) -> date:
    """A calendar day. Raises ValueError with the end of a sentence."""
    today = now.astimezone(zone).date()
    if (days := _days(text)) is not None:
        return today + timedelta(days=days)
    return _parsed(date.fromisoformat, text, DAY_HINT)


def read_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A moment, in UTC; a day alone means its start in ``zone``. Raises ValueError with the end of a sentence."""
    if (days := _days(text)) is not None:
        return now + timedelta(days=days)
    moment = _parsed(datetime.fromisoformat, text, MOMENT_HINT)
    if moment.tzinfo is None and "T" in text:
        raise ValueError("needs its time zone at the end, such as Z or +02:00")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def looks_like_a_day(text: str) -> bool:
    """Whether :func:`read_day` accepts it, in a place where text is allowed, too."""
    if _days(text) is not None:
        return True
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _days(text: str) -> int | None:
    found = _RELATIVE.match(text.strip().lower())
    if not found:
        return None
    return int(found["ahead"] or 0) - int(found["ago"] or 0)


def _parsed(parse: Callable[[str], T], text: str, hint: str) -> T:
    try:
        return parse(text)
    except ValueError:
        raise ValueError(f"takes {hint}") from None
