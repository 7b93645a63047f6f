"""Managers' comments on decisions, and their follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import VisibleReps
from coach.log.tables import comment, unsettled
from coach.queue.tables.records import decision


@dataclass(frozen=True, slots=True)
class Comment:
    """A manager's comment on a decision. ``settled_at`` is when they settled its follow-up."""

    id: int
    decision_id: int
    rep_id: str
    author_id: str
    author_name: str | None
    at: datetime
    text: str
    follow_up_on: date | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A comment with a follow-up date, and its subject. ``deal_name`` and ``owner_name`` are those at the time of the
    decision.
    """

    comment: Comment
    opportunity_id: str
    deal_name: str | None
    owner_name: str | None
    playbook: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A new comment on a decision."""

    author_id: str
    author_name: str
    text: str
    follow_up_on: date | None = None


_COLUMNS = [comment.c[each.name] for each in fields(Comment)]


def add(transaction: Transaction, decision_id: int, remark: Remark, scope: VisibleReps) -> bool:
    """Add a comment. Returns False if there is no such decision within ``scope``."""
    owner = transaction.connection.execute(
        sa.select(decision.c.owner_id).where(decision.c.org_id == transaction.org_id, decision.c.id == decision_id)
    ).scalar_one_or_none()
    if owner is None or (scope is not None and owner not in scope):
        return False
    transaction.connection.execute(
        sa.insert(comment).values(
            org_id=transaction.org_id,
            decision_id=decision_id,
            rep_id=owner,
            author_id=remark.author_id,
            author_name=remark.author_name,
            at=transaction.now,
            text=remark.text,
            follow_up_on=remark.follow_up_on,
        )
    )
    return True


def settle(transaction: Transaction, decision_id: int, comment_id: int, author_id: str) -> bool:
    """Settle a follow-up. Returns False if it was not an open follow-up of the author's."""
    changed = transaction.connection.execute(
        sa.update(comment)
        .where(*_own(transaction, decision_id, comment_id, author_id), unsettled)
        .values(settled_at=transaction.now)
    )
    return bool(changed.rowcount)


def remove(transaction: Transaction, decision_id: int, comment_id: int, author_id: str) -> bool:
    """Delete a comment. Returns False if it was not a comment of the author's."""
    gone = transaction.connection.execute(
        sa.delete(comment).where(*_own(transaction, decision_id, comment_id, author_id))
    )
    return bool(gone.rowcount)


def of(transaction: Transaction, decision_id: int) -> tuple[Comment, ...]:
    """The comments on a decision, oldest first."""
    rows = transaction.connection.execute(
        sa.select(*_COLUMNS)
        .where(comment.c.org_id == transaction.org_id, comment.c.decision_id == decision_id)
        .order_by(comment.c.id)
    )
    return tuple(Comment(*row) for row in rows)


def follow_ups(
    transaction: Transaction, scope: VisibleReps, limit: int, author_id: str | None = None
) -> Sequence[FollowUp]:
    """Open follow-ups about the reps in ``scope``, the soonest first; only those of one author if given."""
    where = [comment.c.org_id == transaction.org_id, unsettled]
    if scope is not None:
        where.append(comment.c.rep_id.in_(sorted(scope)))
    if author_id is not None:
        where.append(comment.c.author_id == author_id)
    about = (decision.c.opportunity_id, decision.c.deal_name, decision.c.owner_name, decision.c.playbook)
    rows = transaction.connection.execute(
        sa.select(*_COLUMNS, *about)
        .join(decision, decision.c.id == comment.c.decision_id)
        .where(*where)
        .order_by(comment.c.follow_up_on, comment.c.id)
        .limit(limit)
    )
    return [FollowUp(Comment(*row[: len(_COLUMNS)]), *row[len(_COLUMNS) :]) for row in rows]


def _own(transaction: Transaction, decision_id: int, comment_id: int, author_id: str) -> list[sa.ColumnElement[Any]]:
    return [
        comment.c.org_id == transaction.org_id,
        comment.c.id == comment_id,
        comment.c.decision_id == decision_id,
        comment.c.author_id == author_id,
    ]
