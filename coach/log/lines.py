"""A row of the log with everything it shows, looked up only for the few decisions on a page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coach.engine.model import Adherence, Author, DeliveryState, Outcome
from coach.engine.notes import NOTE
from coach.log.tables import comment
from coach.queue.entries import LogEntry
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import Row, attempt, card, decision, delivery, event


@dataclass(frozen=True, slots=True)
class Engagement:
    """What a rep has done about a card, and what was seen on the deal. ``right`` is visible to the rep only."""

    opened_at: datetime | None
    acknowledged_at: datetime | None
    done_at: datetime | None
    dismissed_at: datetime | None
    dismissal: str | None
    aside: str | None
    answered_at: datetime | None
    right: bool | None
    seen_at: datetime | None
    adherence: Adherence | None
    seen_by: Author | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row of the log: the decision, its card's title, the state of the note, and what the rep did about it.

    ``took`` is the time from the event's arrival to the first write of the note after the decision. ``taken`` is None
    if no card was delivered.
    """

    entry: LogEntry
    card_title: str | None
    note_state: DeliveryState | None
    note_sentence: str
    took: timedelta | None
    taken: Engagement | None
    comments: int


def taken_by_owner(said: sa.ColumnCollection[str, Any]) -> sa.ColumnElement[bool]:
    """Join progress to decisions about the same rep: a deal, and its card, may change owners.

    The condition is worded so that PostgreSQL expects it to hold for nearly every card. For two equalities it would
    estimate that both almost never hold, search all cards for the few it expects, and take a second.
    """
    another = sa.case((card_progress.c.rep_id == said.owner_id, 0), else_=1)
    return sa.and_(card_progress.c.card_key == said.card_key, another != 1)


def lines(chosen: sa.Subquery) -> sa.Select[tuple[Any, ...]]:
    """Everything that a line shows, for decisions that were selected with the columns :data:`CHOSEN`."""
    said = chosen.c
    elsewhere = [
        card.c.title.label("card_title"),
        delivery.c.state.label("note_state"),
        delivery.c.sentence.label("note_sentence"),
        event.c.received_at,
        _written_at(chosen).label("written_at"),
        _comments(chosen).label("comments"),
        card_progress.c.card_key.label("taken_key"),
    ]
    return (
        sa.select(*(said[name] for name in LogEntry.__dataclass_fields__), *elsewhere, *_TAKEN_COLUMNS, said.worth)
        .select_from(chosen)
        .outerjoin(card, card.c.key == said.card_key)
        .outerjoin(card_progress, taken_by_owner(said))
        .outerjoin(delivery, delivery.c.key == note_key(chosen))
        .outerjoin(event, event.c.id == said.event_id)
    )


def line_from(row: Row) -> LogLine:
    """Convert a row of :func:`lines`. By position: access by name would take as long as the query."""
    title, state, sentence, received, written, comments, taken_key = row[_ENTRY:_REST]
    return LogLine(
        entry=LogEntry(*row[:_ENTRY]),
        card_title=title,
        note_state=DeliveryState(state) if state else None,
        note_sentence=sentence or "",
        took=written - received if written and received else None,
        taken=_taken(row) if taken_key else None,
        comments=comments,
    )


def _taken(row: Row) -> Engagement:
    *known, adherence, author = row[_REST:_END]
    known += [Adherence(adherence) if adherence else None, Author(author) if author else None]
    return Engagement(*known)


def note_key(chosen: sa.Subquery) -> sa.ColumnElement[Any]:
    """The key of the card's own note, if it has one; else of the deal's living note, which belongs to no card."""
    notes, cards = delivery.alias(), card.alias()
    former = sa.select(notes.c.key).where(notes.c.key == chosen.c.card_key)
    own = former.where(notes.c.state != DeliveryState.WITHDRAWN)
    living = sa.select(sa.func.min(notes.c.key)).where(
        chosen.c.card_key.is_not(None),
        notes.c.channel == NOTE,
        notes.c.org_id == chosen.c.org_id,
        notes.c.opportunity_id == chosen.c.opportunity_id,
        ~sa.exists().where(cards.c.key == notes.c.key),
    )
    return sa.func.coalesce(*(each.correlate(chosen).scalar_subquery() for each in (own, living, former)))


def _written_at(chosen: sa.Subquery) -> sa.ScalarSelect[Any]:
    return (
        sa.select(sa.func.min(attempt.c.settled_at))
        .where(
            attempt.c.delivery_key == delivery.c.key,
            attempt.c.outcome == Outcome.WRITTEN,
            attempt.c.settled_at >= chosen.c.at,
        )
        .correlate(delivery, chosen)
        .scalar_subquery()
    )


def _comments(chosen: sa.Subquery) -> sa.ScalarSelect[Any]:
    about = comment.c.decision_id == chosen.c.id
    return sa.select(sa.func.count()).select_from(comment).where(about).correlate(chosen).scalar_subquery()


CHOSEN = tuple(decision.c[name] for name in (*LogEntry.__dataclass_fields__, "worth", "org_id"))
"""The columns selected of a decision: those that a line shows, and those that its cursor and its note need."""
_TAKEN_COLUMNS = [card_progress.c[name] for name in Engagement.__dataclass_fields__]
_ENTRY = len(LogEntry.__dataclass_fields__)
_REST = _ENTRY + len(("title", "state", "sentence", "received", "written", "comments", "taken_key"))
_END = _REST + len(_TAKEN_COLUMNS)
