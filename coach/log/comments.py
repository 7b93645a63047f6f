"""What managers note on decisions, and what they want to come back to."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.log.tables import comment, unsettled
from coach.queue.tables.records import decision


@dataclass(frozen=True, slots=True)
class Comment:
    """A manager's words on a decision. ``settled_at`` is when they had come back to it."""

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
    """A comment to come back to, with what it is about; ``deal_name`` and ``owner_name`` as they were then."""

    comment: Comment
    opportunity_id: str
    deal_name: str | None
    owner_name: str | None
    playbook: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wants to add to a decision."""

    author_id: str
    author_name: str
    text: str
    follow_up_on: date | None = None


_COLUMNS = [comment.c[each.name] for each in fields(Comment)]


def add(transaction: Transaction, decision_id: int, remark: Remark, scope: frozenset[str] | None) -> bool:
    """Whether there is such a decision within ``scope``; it has the comment then."""
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
    """Whether this was an unsettled follow-up of the author's; it is settled now."""
    changed = transaction.connection.execute(
        sa.update(comment)
        .where(*_own(transaction, decision_id, comment_id, author_id), unsettled)
        .values(settled_at=transaction.now)
    )
    return bool(changed.rowcount)


def remove(transaction: Transaction, decision_id: int, comment_id: int, author_id: str) -> bool:
    """Whether this was a comment of the author's; it is gone now."""
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
    transaction: Transaction, scope: frozenset[str] | None, limit: int, author_id: str | None = None
) -> Sequence[FollowUp]:
    """What is to be come back to about the reps in ``scope``, soonest first; of one author only where given."""
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
