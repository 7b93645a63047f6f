"""The bounds of a date word for a field: days for a date, moments for a time, in the time zone of who asks."""

import sqlite3
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from localorg.moments import moment_text
from localorg.schema.types import FieldType
from localorg.soql.calendar import Calendar
from localorg.soql.context import Context
from localorg.soql.tree import DateWord


class Days:
    """Reads date words as the user means them; what that takes is looked up when the first one is met."""

    def __init__(self, db: sqlite3.Connection, context: Context) -> None:
        self._db = db
        self._context = context
        self._known: tuple[Calendar, ZoneInfo] | None = None

    def bounds(self, word: DateWord, kind: FieldType) -> tuple[str, str] | None:
        """From the first up to, not including, the second; None where there is no such word."""
        calendar, zone = self._known or self._look_up()
        stretch = calendar.stretch(word.name, word.count)
        if stretch is None:
            return None
        if kind is FieldType.DATE:
            return stretch.start.isoformat(), stretch.end.isoformat()
        return _midnight(stretch.start, zone), _midnight(stretch.end, zone)

    def _look_up(self) -> tuple[Calendar, ZoneInfo]:
        user = self._db.execute('SELECT "TimeZoneSidKey" FROM "User" WHERE Id = ?', (self._context.user_id,)).fetchone()
        zone = _zone(user[0] if user else None)
        month = self._db.execute('SELECT "FiscalYearStartMonth" FROM "Organization"').fetchone()[0]
        self._known = Calendar(self._context.now.astimezone(zone).date(), month), zone
        return self._known


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _midnight(day: date, zone: ZoneInfo) -> str:
    return moment_text(datetime.combine(day, time(), zone).astimezone(UTC))
