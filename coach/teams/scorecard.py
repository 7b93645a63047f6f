"""The results of each playbook's cards."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from coach.database.transaction import Transaction, each_once, make_room
from coach.engine.model import VisibleReps
from coach.engine.responses import Funnel
from coach.queue.tables.answers import card_progress
from coach.teams.weeks import FUNNEL, LOOKED, MOVED, SEEN, WeekBounds, count_of, within


@dataclass(frozen=True, slots=True)
class PlaybookSums:
    """The results of one playbook's cards.

    ``looked`` are cards whose adherence window has closed, or for which it was seen. ``moved`` counts cards whose deal
    moved forward; ``moved_after_seen`` those of them that are among the ``seen``. ``answering`` is how many reps
    answered.
    """

    playbook: str
    reps: int
    deals: int
    answering: int
    funnel: Funnel
    looked: int
    seen: int
    moved: int
    moved_after_seen: int
    useful: int
    useless: int
    dismissed: int
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Playbooks:
    """All figures of the scorecard. ``reps`` lists, by playbook, the people who were given its cards."""

    sums: tuple[PlaybookSums, ...]
    reps: Mapping[str, frozenset[str]]


def playbooks(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> Playbooks:
    """All figures of the scorecard."""
    make_room(transaction)
    counted = (
        count_of(LOOKED),
        count_of(SEEN),
        count_of(MOVED),
        count_of(sa.and_(MOVED, SEEN)),
        count_of(card_progress.c.useful.is_(True)),
        count_of(card_progress.c.useful.is_(False)),
        sa.func.count(card_progress.c.dismissed_at),
        sa.func.count(card_progress.c.answered_at),
        count_of(card_progress.c.right.is_(True)),
    )
    distinct = (
        each_once(transaction, card_progress.c.rep_id),
        sa.func.count(card_progress.c.opportunity_id.distinct()),
        sa.func.count(sa.case((card_progress.c.answered_at.is_not(None), card_progress.c.rep_id)).distinct()),
    )
    rows = transaction.connection.execute(
        sa.select(card_progress.c.playbook, *distinct, *FUNNEL, *counted)
        .where(*within(transaction, scope, weeks))
        .group_by(card_progress.c.playbook)
    ).all()
    sums = tuple(PlaybookSums(row[0], len(row[1]), row[2], row[3], Funnel(*row[4:9]), *row[9:]) for row in rows)
    return Playbooks(sums, {row[0]: frozenset(row[1]) for row in rows})
