"""The log's figures: how often each thing was decided, for how many people; grouped by one dimension at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction, make_room
from coach.engine.model import Verdict, VisibleReps
from coach.log.filters import Filters, conditions_of, people_of, shape_of, values_of
from coach.log.lines import taken_by_owner
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import decision


class Dimension(StrEnum):
    """What figures are grouped by. ``team`` is the rep's manager at the time of the decision."""

    PLAYBOOK = "playbook"
    STAGE = "stage"
    DECISION = "decision"
    REASON = "reason"
    TEAM = "team"
    REP = "rep"


_COLUMNS: dict[Dimension, sa.Column[Any]] = {
    Dimension.PLAYBOOK: decision.c.playbook,
    Dimension.STAGE: decision.c.stage,
    Dimension.DECISION: decision.c.verdict,
    Dimension.REASON: decision.c.reason,
    Dimension.TEAM: decision.c.manager_id,
    Dimension.REP: decision.c.owner_id,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of decisions about one rep's deals within one group, and what the rep did. ``minutes`` were
    delivered.
    """

    group: str | None
    rep_id: str | None
    decisions: int
    delivered: int
    held_back: int
    minutes: float
    acknowledged: int
    done: int


def tallies(transaction: Transaction, by: Dimension, filters: Filters, scope: VisibleReps) -> Sequence[Tally]:
    """One tally for each group and rep in ``scope`` (None: everybody)."""
    if people_of(filters, scope) == frozenset():
        return []
    make_room(transaction)
    column = _COLUMNS[by]
    delivered = decision.c.verdict == Verdict.DELIVER
    values = values_of(transaction, filters, scope)
    rows = transaction.connection.execute(
        sa.select(
            column,
            decision.c.owner_id,
            sa.func.count(),
            _count(delivered),
            _count(decision.c.verdict == Verdict.HOLD_BACK),
            sa.func.sum(sa.case((delivered, sa.cast(decision.c.minutes, sa.Float)), else_=0.0)),
            _count(sa.and_(delivered, card_progress.c.acknowledged_at.is_not(None))),
            _count(sa.and_(delivered, card_progress.c.done_at.is_not(None))),
        )
        .select_from(decision.outerjoin(card_progress, sa.and_(delivered, taken_by_owner(decision.c))))
        .where(*conditions_of(shape_of(transaction, filters, values)))
        .group_by(column, decision.c.owner_id),
        values,
    )
    return [Tally(*row) for row in rows]


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))
