"""The bounds of a date literal for a field: days for a date, points in time for a datetime, in the user's time zone."""

import sqlite3
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from localorg.moments import moment_text
from localorg.schema.types import FieldType
from localorg.soql.calendar import Calendar
from localorg.soql.context import Context
from localorg.soql.tree import DateWord


class Days:
    """Resolves date literals in the user's time zone and the org's fiscal year, which are looked up on first use."""

    def __init__(self, db: sqlite3.Connection, context: Context) -> None:
        self._db = db
        self._context = context
        self._known: tuple[Calendar, ZoneInfo] | None = None

    def bounds(self, word: DateWord, kind: FieldType) -> tuple[str, str] | None:
        """The first bound (included) and the second (excluded); None if there is no such date literal."""
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
