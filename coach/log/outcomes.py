"""What became of a delivered card, and each outcome as a condition on the rep's progress with it."""

from collections.abc import Mapping
from enum import StrEnum

import sqlalchemy as sa

from coach.engine.model import Adherence, Author, CardState, DeliveryState, Reason
from coach.engine.notes import NOTE
from coach.engine.responses import Dismissal
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import card, deal, delivery

Condition = sa.ColumnElement[bool]


class CardOutcome(StrEnum):
    """What became of a delivered card."""

    UNANSWERED = "unanswered"
    UNTOUCHED = "untouched"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    DONE_AND_SEEN = "done_and_seen"
    DONE_NOT_SEEN = "done_not_seen"
    DISMISSED = "dismissed"
    DID_NOT_FIT = "did_not_fit"
    SNOOZED = "snoozed"
    SEEN = "seen"
    SEEN_BY_REP = "seen_by_rep"
    SEEN_BY_SOMEBODY_ELSE = "seen_by_somebody_else"
    NOT_SEEN = "not_seen"
    BY_AUTOMATION = "by_automation"
    BY_NOBODY_KNOWN = "by_nobody_known"
    USEFUL = "useful"
    MOVED_AFTER_SEEN = "moved_after_seen"
    MOVED_OTHERWISE = "moved_otherwise"
    NOT_WRITTEN = "not_written"
    SURE_AND_WRONG = "sure_and_wrong"


TELLS_ANSWERS = frozenset({CardOutcome.SURE_AND_WRONG})
"""Outcomes that reveal single answers: only for viewers who may see those."""


_TAKEN = card_progress.c
_SEEN = _TAKEN.adherence == Adherence.SEEN
_NEVER_SEEN = sa.and_(_TAKEN.adherence == Adherence.NOT_SEEN, _TAKEN.seen_by.is_(None))
_MOVED = _TAKEN.moved_at.is_not(None)
OPEN_STILL = sa.exists().where(card.c.key == _TAKEN.card_key, card.c.state == CardState.OPEN).correlate(card_progress)
_THEIRS_STILL = (
    sa.exists()
    .where(
        deal.c.org_id == _TAKEN.org_id,
        deal.c.opportunity_id == _TAKEN.opportunity_id,
        deal.c.owner_id == _TAKEN.rep_id,
    )
    .correlate(card_progress)
)
UNANSWERED = sa.and_(_TAKEN.acknowledged_at.is_(None), OPEN_STILL, _THEIRS_STILL)
"""The card is open and not acknowledged, on a deal that still belongs to its rep."""


def _done_by(author: Author, *, seen: bool) -> Condition:
    return sa.and_(_SEEN if seen else sa.not_(_SEEN), _TAKEN.seen_by == author)


def _not_written() -> Condition:
    """The card's own note, or its deal's living note (a delivery without a card), is parked until somebody acts."""
    notes, cards = delivery.alias(), card.alias()
    stuck = sa.exists().where(
        notes.c.channel == NOTE,
        notes.c.org_id == _TAKEN.org_id,
        notes.c.opportunity_id == _TAKEN.opportunity_id,
        notes.c.state.in_((DeliveryState.PARKED, DeliveryState.DEAD)),
        sa.or_(notes.c.key == _TAKEN.card_key, ~sa.exists().where(cards.c.key == notes.c.key).correlate(notes)),
    )
    return sa.and_(OPEN_STILL, stuck.correlate(card_progress))


OUTCOMES: Mapping[CardOutcome, Condition] = {
    CardOutcome.UNANSWERED: UNANSWERED,
    CardOutcome.UNTOUCHED: sa.and_(_TAKEN.opened_at.is_(None), _TAKEN.acknowledged_at.is_(None)),
    CardOutcome.OPENED: _TAKEN.opened_at.is_not(None),
    CardOutcome.ACKNOWLEDGED: _TAKEN.acknowledged_at.is_not(None),
    CardOutcome.DONE: _TAKEN.done_at.is_not(None),
    CardOutcome.DONE_AND_SEEN: sa.and_(_TAKEN.done_at.is_not(None), _SEEN),
    CardOutcome.DONE_NOT_SEEN: sa.and_(_TAKEN.done_at.is_not(None), _NEVER_SEEN),
    CardOutcome.DISMISSED: _TAKEN.dismissed_at.is_not(None),
    CardOutcome.DID_NOT_FIT: _TAKEN.dismissal.in_((Dismissal.WRONG, Dismissal.NOT_RELEVANT)),
    CardOutcome.SNOOZED: _TAKEN.aside == Reason.SNOOZED,
    CardOutcome.SEEN: _SEEN,
    CardOutcome.SEEN_BY_REP: _done_by(Author.REP, seen=True),
    CardOutcome.SEEN_BY_SOMEBODY_ELSE: _done_by(Author.SOMEBODY_ELSE, seen=True),
    CardOutcome.NOT_SEEN: _NEVER_SEEN,
    CardOutcome.BY_AUTOMATION: _done_by(Author.AUTOMATION, seen=False),
    CardOutcome.BY_NOBODY_KNOWN: _done_by(Author.NOT_KNOWN, seen=False),
    CardOutcome.USEFUL: _TAKEN.useful.is_(True),
    CardOutcome.MOVED_AFTER_SEEN: sa.and_(_MOVED, _SEEN),
    # If nothing was looked for, nothing was seen either.
    CardOutcome.MOVED_OTHERWISE: sa.and_(_MOVED, sa.or_(_TAKEN.adherence.is_(None), sa.not_(_SEEN))),
    CardOutcome.NOT_WRITTEN: _not_written(),
    CardOutcome.SURE_AND_WRONG: sa.and_(_TAKEN.sure.is_(True), _TAKEN.right.is_(False)),
}
"""The definition of each outcome, as a condition on a rep's progress with a card."""
