"""The facts that rows of the feed refer to, as they were added; None for one that was erased or is no longer stored."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Outcome
from coach.log.columns import FOLLOWED, Column
from coach.privacy.person import plain
from coach.queue.feed import FeedCursor, FeedKind
from coach.queue.tables.answers import card_response
from coach.queue.tables.records import attempt, decision, delivery

Fact = dict[str, object]


class FactColumn(Column):
    """A column of a fact that the feed alone has."""

    @property
    def nullable(self) -> bool:
        """Whether a fact may have no value: every fact has its row."""
        return bool(self.sql.nullable)


SETTLEMENT = (
    FactColumn("note_key", attempt.c.delivery_key, "The card's key, or that of the deal's living note."),
    FactColumn("number", attempt.c.number, "Counts the note's attempts."),
    FactColumn("opportunity_id", delivery.c.opportunity_id, "The deal."),
    FactColumn("note_id", delivery.c.remote_id, "The ContentNote, where it is known."),
    FactColumn("action", attempt.c.action, "create, update or look."),
    FactColumn("started_at", attempt.c.started_at, "Before the call was made."),
    FactColumn("settled_at", attempt.c.settled_at, "When the outcome was known."),
    FactColumn("outcome", attempt.c.outcome, f"One of {', '.join(Outcome)}."),
    FactColumn("code", attempt.c.code, "Salesforce's error code, or empty."),
    FactColumn("sentence", attempt.c.sentence, "What happened, and who must act."),
)
RESPONSE = (
    FactColumn("id", card_response.c.id, "Names the response."),
    FactColumn("card_key", card_response.c.card_key, "The card."),
    FactColumn("opportunity_id", card_response.c.opportunity_id, "The deal."),
    FactColumn("rep_id", card_response.c.rep_id, "Who responded."),
    FactColumn("at", card_response.c.at, "When."),
    FactColumn("kind", card_response.c.kind, "opened, acknowledged, done, dismissed, snoozed, rated or answered."),
    FactColumn("via", card_response.c.via, "session, or link where nobody was signed in."),
    FactColumn("dismissal", card_response.c.dismissal, "Why it was dismissed."),
    FactColumn("words", card_response.c.words, "The same in the rep's own words."),
    FactColumn("until", card_response.c.until, "Until when it was put off."),
    FactColumn("stage", card_response.c.stage, "The stage while which it was put off."),
    FactColumn("useful", card_response.c.useful, "How it was rated."),
    FactColumn("option", card_response.c.option, "The answer chosen; for the rep alone."),
    FactColumn("sure", card_response.c.sure, "For the rep alone."),
    FactColumn("right", card_response.c.right, "For the rep alone."),
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


def _by_id(
    columns: Sequence[Column], table: sa.Table, transaction: Transaction, refs: Sequence[str]
) -> dict[str, Fact]:
    statement = sa.select(*_labelled(columns)).where(
        table.c.org_id == transaction.org_id, table.c.id.in_(map(int, refs))
    )
    return {str(row["id"]): _plain(row) for row in transaction.connection.execute(statement).mappings()}


def _settlements(transaction: Transaction, refs: Sequence[str]) -> Mapping[str, Fact]:
    keys = {ref.rpartition("/")[0] for ref in refs}
    rows = transaction.connection.execute(
        sa.select(*_labelled(SETTLEMENT))
        .join(delivery, delivery.c.key == attempt.c.delivery_key)
        .where(delivery.c.org_id == transaction.org_id, attempt.c.delivery_key.in_(keys))
    )
    return {f"{row['note_key']}/{row['number']}": _plain(row) for row in rows.mappings()}


def _labelled(columns: Sequence[Column]) -> list[sa.Label[Any]]:
    return [each.sql.label(each.name) for each in columns]


def _plain(row: sa.RowMapping) -> Fact:
    return {name: plain(value) for name, value in row.items()}


_LOAD: Mapping[FeedKind, Callable[[Transaction, Sequence[str]], Mapping[str, Fact]]] = {
    FeedKind.DECISION: partial(_by_id, FOLLOWED, decision),
    FeedKind.SETTLEMENT: _settlements,
    FeedKind.RESPONSE: partial(_by_id, RESPONSE, card_response),
}
