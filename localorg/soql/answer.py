"""Run a query: text → tree → statement → records."""

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from localorg.soql.context import Context
from localorg.soql.parse import parse
from localorg.soql.planner import Planner
from localorg.soql.refusals import too_complicated
from localorg.soql.selection import is_count

_CORPORATE = "USD"
_TOO_LARGE = re.compile("too large|too many|too complex|overflow")


@dataclass(frozen=True, slots=True)
class Answer:
    """``total`` is what REST calls totalSize; ``records`` is empty for ``SELECT COUNT() …``."""

    total: int
    records: list[dict[str, Any]]


def run(db: sqlite3.Connection, text: str, context: Context) -> Answer:
    """Answer a query. Raises ApiError."""
    query = parse(text)
    try:
        statement = Planner(db, text, context, lambda: _currency_of(db, context)).plan(query)
        if is_count(query):
            return Answer(int(statement.rows(db)[0][0]), [])
        records = statement.records(db)
    except RecursionError as nested:
        raise too_complicated() from nested
    except sqlite3.OperationalError as failed:
        if _TOO_LARGE.search(str(failed)):
            raise too_complicated() from failed
        raise
    return Answer(len(records), records)


def _currency_of(db: sqlite3.Connection, context: Context) -> str:
    if not context.schema.features.multi_currency:
        return _CORPORATE
    found = db.execute('SELECT "DefaultCurrencyIsoCode" FROM "User" WHERE Id = ?', (context.user_id,)).fetchone()
    return (found and found[0]) or _CORPORATE
