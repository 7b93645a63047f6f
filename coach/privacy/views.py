"""Who viewed whose log. Rows are only ever added; the person they are about can read them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.privacy.tables import view

EVERYBODY = ""
"""In place of a rep: the viewer could see everybody's rows."""


class What(StrEnum):
    """In which way somebody viewed it."""

    PAGE = "page"
    EXPORT = "export"
    API = "api"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looks at the rows of some reps, now.

    ``reps`` None means everybody's. ``detail`` says in a word which page it was, or what an export was filtered by.
    """

    viewer_id: str
    viewer_name: str
    reps: frozenset[str] | None
    what: What
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """One entry: who viewed, when, in which way. ``everybody`` says that others' rows were seen along with it."""

    at: datetime
    viewer_id: str
    viewer_name: str
    everybody: bool
    what: What
    detail: str


Entry = dict[str, object]


def news(transaction: Transaction, looked: Looked) -> list[Entry]:
    """What of it is to be noted down: pages, the API and the feed once for each viewer, rep, day and way; an export
    every time. Nobody is told that they looked at themselves.
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
    """Note it down, where nobody else has meanwhile."""
    statement = insert(transaction.postgres, view).on_conflict_do_nothing(index_elements=["org_id", "once"])
    transaction.connection.execute(statement, entries)


def of_rep(transaction: Transaction, rep_id: str, limit: int) -> list[ViewEntry]:
    """Who viewed this rep's log, latest first; their own looks are not in it."""
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
        ViewEntry(row.at, row.viewer_id, row.viewer_name, row.rep_id == EVERYBODY, What(row.what), row.detail)
        for row in rows
    ]


def filters_in_words(filters: Mapping[str, Sequence[str]]) -> str:
    """What an export was filtered by, as JSON with its keys in order; empty where it was not."""
    return json.dumps(filters, sort_keys=True, ensure_ascii=False) if filters else ""


def _row(transaction: Transaction, looked: Looked, rep_id: str, once: str) -> Entry:
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


def _once(transaction: Transaction, looked: Looked, rep_id: str) -> str:
    if looked.what is What.EXPORT:
        return uuid4().hex
    day = transaction.now.date().isoformat()
    return f"{day}/{looked.viewer_id}/{rep_id}/{looked.what}/{looked.detail}"
