"""What a manager could talk about with each rep. Counted with the same SQL conditions by which the log finds the
rows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction, make_room
from coach.engine.model import Reason, VisibleReps
from coach.log.outcomes import OUTCOMES, UNANSWERED, CardOutcome
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import decision
from coach.teams.weeks import WeekBounds, count_of, held, within

COUNTED = (CardOutcome.DONE_NOT_SEEN, CardOutcome.DID_NOT_FIT, CardOutcome.SNOOZED, CardOutcome.NOT_WRITTEN)
"""The card outcomes that are counted for each rep."""


@dataclass(frozen=True, slots=True)
class CardsOfRep:
    """How many of a rep's cards had each outcome in :data:`COUNTED`, and how many have no response."""

    rep_id: str
    outcomes: tuple[int, ...]
    unanswered: int
    oldest: datetime | None
    """The delivery time of the first unanswered card."""

    def count(self, outcome: CardOutcome) -> int:
        return self.outcomes[COUNTED.index(outcome)]


@dataclass(frozen=True, slots=True)
class SureAndWrong:
    """How often one rep was sure of a wrong answer about a skill."""

    rep_id: str
    skill: str
    count: int


@dataclass(frozen=True, slots=True)
class HeldFromRep:
    """How often, and on how many deals, cards were held back from one rep for one reason."""

    rep_id: str
    reason: Reason
    count: int
    deals: int


@dataclass(frozen=True, slots=True)
class Signals:
    """All signals that somebody needs their manager. ``sure`` is empty if answers are private to reps."""

    cards: tuple[CardsOfRep, ...] = ()
    sure: tuple[SureAndWrong, ...] = ()
    held_back: tuple[HeldFromRep, ...] = ()


def signals(
    transaction: Transaction,
    scope: VisibleReps,
    weeks: WeekBounds,
    unanswered_since: datetime,
    reasons: Collection[Reason],
    answers: bool,
) -> Signals:
    """What a manager could talk about with the reps in ``scope``.

    Cards delivered up to ``unanswered_since`` can count as unanswered. ``reasons`` are those for which held-back cards
    are counted. ``answers`` says whether answers may be looked at.
    """
    make_room(transaction)
    return Signals(
        _cards(transaction, scope, weeks, unanswered_since),
        _sure(transaction, scope, weeks) if answers else (),
        _held_back(transaction, scope, weeks, reasons),
    )


def _cards(
    transaction: Transaction, scope: VisibleReps, weeks: WeekBounds, unanswered_since: datetime
) -> tuple[CardsOfRep, ...]:
    unanswered = sa.and_(card_progress.c.delivered_at <= unanswered_since, UNANSWERED)
    rows = transaction.connection.execute(
        sa.select(
            card_progress.c.rep_id,
            count_of(unanswered),
            sa.func.min(sa.case((unanswered, card_progress.c.delivered_at))),
            *(count_of(OUTCOMES[each]) for each in COUNTED),
        )
        .where(*within(transaction, scope, weeks))
        .group_by(card_progress.c.rep_id)
    )
    return tuple(CardsOfRep(row[0], tuple(row[3:]), row[1], row[2]) for row in rows)


def _sure(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> tuple[SureAndWrong, ...]:
    rows = transaction.connection.execute(
        sa.select(card_progress.c.rep_id, card_progress.c.skill, sa.func.count())
        .where(
            *within(transaction, scope, weeks),
            card_progress.c.skill.is_not(None),
            OUTCOMES[CardOutcome.SURE_AND_WRONG],
        )
        .group_by(card_progress.c.rep_id, card_progress.c.skill)
    )
    return tuple(SureAndWrong(*row) for row in rows)


def _held_back(
    transaction: Transaction, scope: VisibleReps, weeks: WeekBounds, reasons: Collection[Reason]
) -> tuple[HeldFromRep, ...]:
    deals = sa.func.count(decision.c.opportunity_id.distinct())
    rows = transaction.connection.execute(
        sa.select(decision.c.owner_id, decision.c.reason, sa.func.count(), deals)
        .where(*held(transaction, scope, weeks), decision.c.reason.in_(sorted(reasons)))
        .group_by(decision.c.owner_id, decision.c.reason)
    )
    return tuple(HeldFromRep(row[0], Reason(row[1]), row[2], row[3]) for row in rows)
