"""Limits on how much coaching a deal and a rep may get, and the start of days and weeks."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """The operator's limits; 0 means no limit, except for ``deal_cards``, which is at least 1.

    ``deal_cards`` counts cards open on one deal at a time, ``daily_cards`` new cards a rep is given a day, and
    ``weekly_minutes`` their reading time a week; ``deal_daily_cards`` counts new cards on one deal a day. Days begin at
    midnight and weeks on Monday, in ``timezone``.
    """

    deal_cards: int = 3
    daily_cards: int = 0
    weekly_minutes: Decimal = Decimal(24)
    timezone: tzinfo = UTC
    deal_daily_cards: int = 2


def day_start(now: datetime, zone: tzinfo) -> datetime:
    """When the day of ``now`` began in ``zone``, in UTC."""
    return _midnight(now, zone, 0)


def week_start(now: datetime, zone: tzinfo) -> datetime:
    """When the week of ``now`` began in ``zone``, in UTC."""
    return _midnight(now, zone, -now.astimezone(zone).weekday())


def next_day(now: datetime, zone: tzinfo) -> datetime:
    """When the day after ``now`` begins in ``zone``, in UTC."""
    return _midnight(now, zone, 1)


def next_week(now: datetime, zone: tzinfo) -> datetime:
    """When the week after ``now`` begins in ``zone``, in UTC."""
    return _midnight(now, zone, 7 - now.astimezone(zone).weekday())


def _midnight(now: datetime, zone: tzinfo, days: int) -> datetime:
    """Midnight, found on the calendar: a day may have 23 or 25 hours."""
    day = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time.min, zone).astimezone(UTC)
