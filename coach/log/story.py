"""The story of one decision: from the events that led to it to what followed."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Card, Deal, DeliveryState, PastCard, Trace, VisibleReps
from coach.engine.notes import NOTE
from coach.engine.responses import Response
from coach.log import comments, page
from coach.log.comments import Comment
from coach.log.lines import LogLine
from coach.queue import cards
from coach.queue.delivery_row import DeliveryRow
from coach.queue.delivery_rows import of_deals
from coach.queue.documents import trace_from
from coach.queue.entries import LogEntry, StoredEvent, deal_as_last_read, events_of
from coach.queue.tables.records import attempt, card, deal, decision
from coach.reps.responses import responses_to

LATER = 50
"""Maximum later decisions shown; a deal that changes back and forth can have any number."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to write a note. Without ``settled_at`` it is under way, or its worker was lost."""

    number: int
    action: str
    worker: str
    started_at: datetime
    settled_at: datetime | None
    outcome: str | None
    code: str | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about one decision. ``deal`` is the opportunity as last read, which may be later than the decision.

    ``said`` are the responses to its card by the rep whom the decision is about, oldest first; other people's responses
    are private to them. ``later`` are the next decisions about the same playbook on the same deal, oldest first.
    ``passed_on``: the deal now belongs to somebody who may not be shown. Then ``deal`` and ``card`` are None, because
    they are written for that person.
    """

    line: LogLine
    trace: Trace | None
    deal: Deal | None
    card: Card | None
    past: PastCard | None
    note: DeliveryRow | None
    attempts: tuple[Attempt, ...]
    said: tuple[Response, ...]
    events: tuple[StoredEvent, ...]
    later: tuple[LogEntry, ...]
    comments: tuple[Comment, ...]
    passed_on: bool = False


def story(transaction: Transaction, decision_id: int, scope: VisibleReps) -> Story | None:
    """Everything about one decision; None if the id does not exist, or it may not be shown."""
    line = page.line(transaction, decision_id, scope)
    if line is None:
        return None
    entry = line.entry
    trace = transaction.connection.execute(sa.select(decision.c.trace).where(decision.c.id == decision_id)).scalar_one()
    passed_on = _passed_on(transaction, entry, scope)
    given = _card(transaction, entry)
    note = _note(transaction, entry) if given else None
    return Story(
        line=line,
        trace=trace_from(trace),
        deal=None if passed_on else deal_as_last_read(transaction, entry.opportunity_id),
        card=cards.text(given) if given and not passed_on else None,
        past=cards.past(given) if given else None,
        note=note,
        attempts=_attempts(transaction, note.key) if note else (),
        said=_said(transaction, entry),
        events=tuple(events_of(transaction, entry.opportunity_id)),
        later=_later(transaction, entry, scope),
        comments=comments.of(transaction, decision_id),
        passed_on=passed_on,
    )


def _passed_on(transaction: Transaction, entry: LogEntry, scope: VisibleReps) -> bool:
    owner = transaction.connection.execute(
        sa.select(deal.c.owner_id).where(
            deal.c.org_id == transaction.org_id, deal.c.opportunity_id == entry.opportunity_id
        )
    ).scalar_one_or_none()
    return scope is not None and owner is not None and owner not in scope


def _card(transaction: Transaction, entry: LogEntry) -> cards.CardRow | None:
    return transaction.connection.execute(cards.rows().where(card.c.key == entry.card_key)).one_or_none()


def _note(transaction: Transaction, entry: LogEntry) -> DeliveryRow | None:
    """The card's own note, if it has one; else the deal's living note, which belongs to no card."""
    kept = of_deals(transaction, [entry.opportunity_id])
    notes = {note.key: note for note in kept if note.channel == NOTE}
    keys = {row.key for row in cards.of_deals(transaction, [entry.opportunity_id])}
    living = next((note for key, note in notes.items() if key not in keys), None)
    own = notes.get(entry.card_key or "")
    return living if living and (own is None or own.state == DeliveryState.WITHDRAWN) else own


def _attempts(transaction: Transaction, key: str) -> tuple[Attempt, ...]:
    rows = transaction.connection.execute(
        sa.select(*_columns(attempt, Attempt)).where(attempt.c.delivery_key == key).order_by(attempt.c.number)
    )
    return tuple(Attempt(*row) for row in rows)


def _said(transaction: Transaction, entry: LogEntry) -> tuple[Response, ...]:
    if entry.card_key is None or entry.owner_id is None:
        return ()
    return tuple(each.response for each in responses_to(transaction, entry.card_key, frozenset({entry.owner_id})))


def _later(transaction: Transaction, entry: LogEntry, scope: VisibleReps) -> tuple[LogEntry, ...]:
    whose = [] if scope is None else [decision.c.owner_id.in_(sorted(scope))]
    rows = transaction.connection.execute(
        sa.select(*_columns(decision, LogEntry))
        .where(
            decision.c.org_id == transaction.org_id,
            decision.c.opportunity_id == entry.opportunity_id,
            decision.c.playbook == entry.playbook,
            decision.c.id > entry.id,
            *whose,
        )
        .order_by(decision.c.id)
        .limit(LATER)
    )
    return tuple(LogEntry(*row) for row in rows)


def _columns(table: sa.Table, noun: type[Any]) -> list[sa.Column[Any]]:
    return [table.c[each.name] for each in fields(noun)]
