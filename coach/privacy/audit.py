"""Who viewed whose log. Rows are only ever added; the person they are about can read them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.engine.model import VisibleReps
from coach.privacy.tables import view

EVERYBODY = ""
"""In place of a rep's id: the viewer could see everybody's rows."""


class AccessKind(StrEnum):
    """The way in which somebody viewed a log."""

    PAGE = "page"
    EXPORT = "export"
    API = "api"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class LogAccess:
    """A view of some reps' rows, now.

    ``reps`` None means everybody's. ``detail`` names the page in a word, or holds an export's filters.
    """

    viewer_id: str
    viewer_name: str
    reps: VisibleReps
    what: AccessKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """One entry: who viewed, when, and how. ``everybody``: other people's rows were seen along with it."""

    at: datetime
    viewer_id: str
    viewer_name: str
    everybody: bool
    what: AccessKind
    detail: str


Entry = dict[str, object]


def news(transaction: Transaction, looked: LogAccess) -> list[Entry]:
    """The entries to add: for pages, the API and the feed, one per viewer, rep, day and way; for an export, one each
    time.

    Viewing oneself is not recorded.
    """
    reps = [EVERYBODY] if looked.reps is None else sorted(looked.reps - {looked.viewer_id})
    entries = {_once(transaction, looked, rep): rep for rep in reps}
    known = transaction.connection.execute(
        sa.select(view.c.once).where(view.c.org_id == transaction.org_id, view.c.once.in_(list(entries)))
    )
    for once in known.scalars():
        del entries[once]
    return [_row(transaction, looked, rep, once) for once, rep in entries.items()]


def record(transaction: Transaction, entries: Sequence[Entry]) -> None:
    """Add the entries, unless another process already has."""
    statement = insert(transaction.postgres, view).on_conflict_do_nothing(index_elements=["org_id", "once"])
    transaction.connection.execute(statement, entries)


def of_rep(transaction: Transaction, rep_id: str, limit: int) -> list[ViewEntry]:
    """Who viewed this rep's log, latest first; without the rep's own views."""
    rows = transaction.connection.execute(
        sa.select(view)
        .where(
            view.c.org_id == transaction.org_id,
            view.c.rep_id.in_([rep_id, EVERYBODY]),
            view.c.viewer_id != rep_id,
        )
        .order_by(view.c.at.desc(), view.c.id.desc())
        .limit(limit)
    )
    return [
        ViewEntry(row.at, row.viewer_id, row.viewer_name, row.rep_id == EVERYBODY, AccessKind(row.what), row.detail)
        for row in rows
    ]


def filters_in_words(filters: Mapping[str, Sequence[str]]) -> str:
    """An export's filters as JSON with sorted keys; empty if there were none."""
    return json.dumps(filters, sort_keys=True, ensure_ascii=False) if filters else ""


def _row(transaction: Transaction, looked: LogAccess, rep_id: str, once: str) -> Entry:
    return {
        "org_id": transaction.org_id,
        "at": transaction.now,
        "viewer_id": looked.viewer_id,
        "viewer_name": looked.viewer_name,
        "rep_id": rep_id,
        "what": looked.what,
        "detail": looked.detail,
        "once": once,
    }


def _once(transaction: Transaction, looked: LogAccess, rep_id: str) -> str:
    if looked.what is AccessKind.EXPORT:
        return uuid4().hex
    day = transaction.now.date().isoformat()
    return f"{day}/{looked.viewer_id}/{rep_id}/{looked.what}/{looked.detail}"
