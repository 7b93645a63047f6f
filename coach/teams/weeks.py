"""Which cards are counted, and in which week.

The counted data is in one narrow table with one row per card, found by rep and time. Viewers who may only see groups
see only sums over many people. A sum alone does not tell how many people are in it, so each comes with its people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Adherence, Author, VisibleReps
from coach.queue.tables.answers import card_progress, held_back
from coach.queue.tables.records import decision


@dataclass(frozen=True, slots=True)
class WeekBounds:
    """The start of each week, the earliest first, and the end of the last week; all aware."""

    starts: tuple[datetime, ...]
    end: datetime


def within(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> list[sa.ColumnElement[bool]]:
    """The conditions for cards delivered to these reps in these weeks."""
    where = [
        card_progress.c.org_id == transaction.org_id,
        card_progress.c.delivered_at >= weeks.starts[0],
        card_progress.c.delivered_at < weeks.end,
    ]
    return where if scope is None else [*where, card_progress.c.rep_id.in_(sorted(scope))]


def held(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> list[sa.ColumnElement[bool]]:
    """The conditions for cards held back from these reps in these weeks."""
    where = [
        decision.c.org_id == transaction.org_id,
        decision.c.at >= weeks.starts[0],
        decision.c.at < weeks.end,
        held_back,
        decision.c.owner_id.is_not(None),
    ]
    return where if scope is None else [*where, decision.c.owner_id.in_(sorted(scope))]


def week_of(moment: sa.ColumnElement[datetime], weeks: WeekBounds) -> sa.ColumnElement[int]:
    """The week of a time. Weeks begin at midnight in some time zone, which no database function handles."""
    return _week_among(moment, weeks.starts, 0).label("week")


def _week_among(moment: sa.ColumnElement[datetime], starts: Sequence[datetime], first: int) -> sa.ColumnElement[int]:
    """A binary search in SQL, because it is evaluated for every counted row."""
    middle = len(starts) // 2
    if not middle:
        return sa.literal_column(str(first), sa.Integer())
    earlier, later = _week_among(moment, starts[:middle], first), _week_among(moment, starts[middle:], first + middle)
    return sa.case((moment < starts[middle], earlier), else_=later)


def count_of(what: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """The number of rows for which the condition holds."""
    return sa.func.count(sa.case((what, 1)))


SEEN = card_progress.c.adherence == Adherence.SEEN
MISSED = sa.and_(card_progress.c.adherence == Adherence.NOT_SEEN, card_progress.c.seen_by.is_(None))
"""Never seen. What automation did, or an unknown author, says nothing about people either way."""
LOOKED = sa.or_(SEEN, MISSED)
OWN = sa.and_(SEEN, card_progress.c.seen_by == Author.REP)
"""Seen, and the rep's own work. What somebody else did says nothing about what the rep can do."""
MOVED = card_progress.c.moved_at.is_not(None)
FUNNEL = (
    sa.func.count(),
    sa.func.count(card_progress.c.opened_at),
    sa.func.count(card_progress.c.acknowledged_at),
    sa.func.count(card_progress.c.done_at),
    count_of(sa.and_(card_progress.c.done_at.is_not(None), SEEN)),
)
FOLLOWED = (count_of(sa.or_(OWN, MISSED)), count_of(OWN))
"""The number of cards for which it is known whether the rep followed them, and the number that the rep followed."""
