"""The queue of deals: claim, give back, and request decisions on deals that are due for a check."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.ports import DealClaim
from coach.queue import pacing
from coach.queue.tables.records import Row, deal, event, waits

_LOST = "The last {crashes} workers that held this deal stopped before they were done."
_clean = sa.and_(deal.c.crashes == 0, deal.c.lease_owner.is_(None))
"""Deals that are not suspected: giving a deal back clears both columns."""


def claim(transaction: Transaction, limit: int, lease: timedelta, turn: int = 1) -> list[DealClaim]:
    """Claim due deals, longest waiting first, or a single deal suspected of having stopped a worker.

    The attempt is counted before it is made.
    """
    kinds = ((_clean, limit), (sa.not_(_clean), 1))
    rows: Sequence[Row] = ()
    for which, most in reversed(kinds) if pacing.suspects_first(turn) else kinds:
        rows = rows or _candidates(transaction, which, most)
    if not rows:
        return []
    crashes = _crashes(rows[0])
    lost = _LOST.format(crashes=crashes) if crashes else ""
    transaction.connection.execute(
        sa.update(deal)
        .where(deal.c.org_id == transaction.org_id, deal.c.opportunity_id.in_([row.opportunity_id for row in rows]))
        .values(
            lease_owner=transaction.worker,
            fence=deal.c.fence + 1,
            attempts=deal.c.attempts + 1,
            crashes=crashes,
            due_at=transaction.now + lease + pacing.after_crashes(crashes),
            newer_since=None,
            newer_event_id=None,
            **({"sentence": lost} if lost else {}),
        )
    )
    return [
        DealClaim(
            row.opportunity_id, row.wanted, row.fence + 1, row.attempts + 1, row.source_event_id or "", crashes > 0
        )
        for row in rows
    ]


def _candidates(transaction: Transaction, which: sa.ColumnElement[bool], limit: int) -> Sequence[Row]:
    return transaction.connection.execute(
        sa.select(
            deal.c.opportunity_id,
            deal.c.wanted,
            deal.c.fence,
            deal.c.attempts,
            deal.c.crashes,
            deal.c.lease_owner,
            event.c.source_event_id,
        )
        .select_from(deal.outerjoin(event, event.c.id == deal.c.event_id))
        .where(deal.c.org_id == transaction.org_id, waits, deal.c.due_at <= transaction.now, which)
        .order_by(*([] if which is _clean else [deal.c.crashes]), deal.c.waiting_since, deal.c.opportunity_id)
        .limit(limit)
        .with_for_update(of=deal, skip_locked=True)
    ).all()


def _crashes(row: Row) -> int:
    """Workers lost in a row with this deal, the last holder included: giving a deal back clears its owner."""
    return int(row.crashes) + (row.lease_owner is not None)


def renew(transaction: Transaction, claims: Sequence[DealClaim], lease: timedelta) -> bool:
    """Renew the leases that are still ours for this long from now, never shortening one; whether all are still ours."""
    if not claims:
        return True
    until = transaction.now + lease
    transaction.connection.execute(
        sa.update(deal)
        .where(
            deal.c.org_id == transaction.org_id,
            deal.c.opportunity_id == sa.bindparam("b_id"),
            deal.c.fence == sa.bindparam("b_fence"),
            deal.c.lease_owner == transaction.worker,
            deal.c.due_at < until,
        )
        .values(due_at=until),
        [
            {"b_id": claim.opportunity_id, "b_fence": claim.fence}
            for claim in sorted(claims, key=lambda claim: claim.opportunity_id)
        ],
    )
    return len(still_ours(transaction, claims)) == len(claims)


def still_ours(transaction: Transaction, claims: Sequence[DealClaim]) -> list[DealClaim]:
    """The claims that nobody else has taken since, and that were not given back."""
    rows = transaction.connection.execute(
        sa.select(deal.c.opportunity_id, deal.c.fence).where(
            deal.c.org_id == transaction.org_id,
            deal.c.opportunity_id.in_([claim.opportunity_id for claim in claims]),
            deal.c.lease_owner == transaction.worker,
        )
    )
    fences = {row.opportunity_id: row.fence for row in rows}
    return [claim for claim in claims if fences.get(claim.opportunity_id) == claim.fence]


def release(transaction: Transaction, claims: Sequence[DealClaim], after: timedelta, sentence: str) -> None:
    """Give back the claims that are still ours."""
    if not claims:
        return
    statement = (
        sa.update(deal)
        .where(
            deal.c.org_id == transaction.org_id,
            deal.c.opportunity_id == sa.bindparam("b_id"),
            deal.c.fence == sa.bindparam("b_fence"),
            deal.c.lease_owner == transaction.worker,
        )
        .values(lease_owner=None, crashes=0, due_at=sa.bindparam("b_due"), sentence=sentence)
    )
    transaction.connection.execute(
        statement,
        [
            {
                "b_id": claim.opportunity_id,
                "b_fence": claim.fence,
                "b_due": transaction.now + max(after, pacing.after_failures(claim.attempts)),
            }
            for claim in sorted(claims, key=lambda claim: claim.opportunity_id)
        ],
    )


def request_due_checks(transaction: Transaction) -> int:
    """Request a decision on every deal whose check time has come.

    A deal that is waiting already gets a new check time anyway.
    """
    return request(transaction, deal.c.check_at <= transaction.now)


def request(transaction: Transaction, which: sa.ColumnElement[bool]) -> int:
    """Request a decision, without an event, on those of these deals that are not waiting yet; returns how many.

    Rows that another transaction holds are left for the next call: that transaction is about to change them.
    """
    due = (
        sa.select(deal.c.opportunity_id)
        .where(deal.c.org_id == transaction.org_id, which, sa.not_(waits))
        .order_by(deal.c.opportunity_id)
        .with_for_update(skip_locked=True)
    )
    ids = transaction.connection.execute(due).scalars().all()
    if ids:
        transaction.connection.execute(
            sa.update(deal)
            .where(deal.c.org_id == transaction.org_id, deal.c.opportunity_id == sa.bindparam("b_id"))
            .values(
                wanted=deal.c.wanted + 1,
                waiting_since=transaction.now,
                event_id=None,
                due_at=transaction.now,
                check_at=None,
            ),
            [{"b_id": each} for each in ids],
        )
    return len(ids)


def hold(transaction: Transaction, opportunity_id: str) -> None:
    """Lock the deal before anything that belongs to it. Every transaction that locks several rows uses this order."""
    transaction.connection.execute(
        sa.select(deal.c.wanted)
        .where(deal.c.org_id == transaction.org_id, deal.c.opportunity_id == opportunity_id)
        .with_for_update()
    )


def request_again(transaction: Transaction, opportunity_id: str) -> None:
    """Request a decision, without an event, on a deal locked by :func:`hold`.

    If a worker has it now, it is claimed again later.
    """
    idle = deal.c.wanted == deal.c.done
    held = deal.c.lease_owner.is_not(None)
    transaction.connection.execute(
        sa.update(deal)
        .where(deal.c.org_id == transaction.org_id, deal.c.opportunity_id == opportunity_id)
        .values(
            wanted=deal.c.wanted + 1,
            due_at=sa.case((idle, transaction.now), else_=deal.c.due_at),
            waiting_since=sa.case((idle, transaction.now), else_=deal.c.waiting_since),
            event_id=sa.case((idle, None), else_=deal.c.event_id),
            newer_since=sa.case((held, sa.func.coalesce(deal.c.newer_since, transaction.now))),
        )
    )
