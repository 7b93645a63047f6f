"""The facts that rows of the feed refer to, as they were added; None for one that was erased or is no longer stored."""

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.log.columns import FOLLOWED
from coach.privacy.person import plain
from coach.queue.feed import FeedCursor, FeedKind
from coach.queue.tables.answers import card_response
from coach.queue.tables.records import attempt, decision, delivery

Fact = dict[str, object]

DECISION = tuple(each.sql.label(each.name) for each in FOLLOWED)
SETTLEMENT = (
    attempt.c.delivery_key.label("note_key"),
    attempt.c.number,
    delivery.c.opportunity_id,
    delivery.c.remote_id.label("note_id"),
    attempt.c.action,
    attempt.c.started_at,
    attempt.c.settled_at,
    attempt.c.outcome,
    attempt.c.code,
    attempt.c.sentence,
)
RESPONSE = (
    card_response.c.id,
    card_response.c.card_key,
    card_response.c.opportunity_id,
    card_response.c.rep_id,
    card_response.c.at,
    card_response.c.kind,
    card_response.c.via,
    card_response.c.dismissal,
    card_response.c.words,
    card_response.c.until,
    card_response.c.stage,
    card_response.c.useful,
    card_response.c.option,
    card_response.c.sure,
    card_response.c.right,
)
ANSWER = ("option", "sure", "right")
"""The parts of a response that are for the rep only, if answers are private."""


def facts(transaction: Transaction, places: Sequence[FeedCursor]) -> list[Fact | None]:
    """The fact for each cursor, in the same order."""
    found: dict[tuple[FeedKind, str], Fact] = {}
    for kind, load in _LOAD.items():
        refs = [place.ref for place in places if place.kind is kind]
        if refs:
            found |= {(kind, ref): fact for ref, fact in load(transaction, refs).items()}
    return [found.get((place.kind, place.ref)) for place in places]


def _decisions(transaction: Transaction, refs: Sequence[str]) -> Mapping[str, Fact]:
    rows = transaction.connection.execute(
        sa.select(*DECISION).where(decision.c.org_id == transaction.org_id, decision.c.id.in_(map(int, refs)))
    )
    return {str(row["id"]): _plain(row) for row in rows.mappings()}


def _responses(transaction: Transaction, refs: Sequence[str]) -> Mapping[str, Fact]:
    rows = transaction.connection.execute(
        sa.select(*RESPONSE).where(card_response.c.org_id == transaction.org_id, card_response.c.id.in_(map(int, refs)))
    )
    return {str(row["id"]): _plain(row) for row in rows.mappings()}


def _settlements(transaction: Transaction, refs: Sequence[str]) -> Mapping[str, Fact]:
    keys = {ref.rpartition("/")[0] for ref in refs}
    rows = transaction.connection.execute(
        sa.select(*SETTLEMENT)
        .join(delivery, delivery.c.key == attempt.c.delivery_key)
        .where(delivery.c.org_id == transaction.org_id, attempt.c.delivery_key.in_(keys))
    )
    return {f"{row['note_key']}/{row['number']}": _plain(row) for row in rows.mappings()}


def _plain(row: sa.RowMapping) -> Fact:
    return {name: plain(value) for name, value in row.items()}


_LOAD: Mapping[FeedKind, Callable[[Transaction, Sequence[str]], Mapping[str, Fact]]] = {
    FeedKind.DECISION: _decisions,
    FeedKind.SETTLEMENT: _settlements,
    FeedKind.RESPONSE: _responses,
}
