"""Attempts to deliver: claim, renew, announce, settle. An attempt is stored before any call is made for it."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState, DeliveryWork, Outcome, Receipt
from coach.ports import AboutToSend, DeliveryClaim
from coach.queue import delivery_rows, delivery_states, feed, pacing
from coach.queue.delivery_row import Action, DeliveryRow
from coach.queue.tables.records import Row, attempt, card, deal, delivery, event, on_its_way


def claim(
    transaction: Transaction,
    limit: int,
    lease: timedelta,
    in_doubt_after: timedelta,
    about_to_send: AboutToSend,
    turn: int = 1,
) -> list[DeliveryClaim]:
    """Claim due deliveries, or a single one suspected of having stopped a worker.

    It stores an attempt for each, to be committed before any call is made.
    """
    kinds = ((_clean, limit), (sa.not_(_clean), 1))
    old: list[DeliveryRow] = []
    for which, most in reversed(kinds) if pacing.suspects_first(turn) else kinds:
        old = old or _due(transaction, which, most)
    if not old:
        return []
    taken = [delivery_states.taken(row, transaction.worker, transaction.now, lease, in_doubt_after) for row in old]
    work = [replace(one, details=about_to_send(one)) for one in _work(transaction, taken)]
    new = [replace(row, details=one.details) for row, one in zip(taken, work, strict=True)]
    delivery_rows.change(transaction, zip(old, new, strict=True))
    transaction.connection.execute(sa.insert(attempt), [_attempt(transaction, row) for row in new])
    events = _source_event_ids(transaction, new)
    return [_claim(row, one, events.get(row.event_id, "")) for row, one in zip(new, work, strict=True)]


_clean = sa.and_(delivery.c.crashes == 0, delivery.c.state != DeliveryState.SENDING)
"""Deliveries that are not suspected: a settlement clears the suspicion."""


def _due(transaction: Transaction, which: sa.ColumnElement[bool], limit: int) -> list[DeliveryRow]:
    due = (
        delivery_rows.select(transaction)
        .where(on_its_way, delivery.c.due_at <= transaction.now, which)
        .order_by(*([] if which is _clean else [delivery.c.crashes]), delivery.c.due_at, delivery.c.key)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return delivery_rows.fetch(transaction, due)


def renew(transaction: Transaction, claims: Sequence[DeliveryClaim], lease: timedelta) -> bool:
    """Renew the leases that are still ours for this long from now, never shortening one; whether all are still ours."""
    until = transaction.now + lease
    return _held(transaction, claims, sa.update(delivery).where(delivery.c.due_at < until).values(due_at=until))


def about_to_create(transaction: Transaction, claims: Sequence[DeliveryClaim], keys: Collection[str]) -> bool:
    """Record that the attempts for these keys may have created something from now on; whether all are still ours."""
    those = [claim for claim in claims if claim.work.key in keys]
    return _held(transaction, those, sa.update(delivery).values(unsent=None))


def _held(transaction: Transaction, claims: Sequence[DeliveryClaim], change: sa.Update) -> bool:
    """Apply the change to the claims that are still ours; returns whether all of them are."""
    if not claims:
        return True
    statement = change.where(
        delivery.c.key == sa.bindparam("b_key"),
        delivery.c.fence == sa.bindparam("b_fence"),
        delivery.c.lease_owner == transaction.worker,
    )
    ordered = sorted(claims, key=lambda claim: claim.work.key)
    transaction.connection.execute(statement, [{"b_key": each.work.key, "b_fence": each.fence} for each in ordered])
    ours = sa.select(delivery.c.key, delivery.c.fence).where(
        delivery.c.key.in_([claim.work.key for claim in claims]), delivery.c.lease_owner == transaction.worker
    )
    fences = dict(transaction.connection.execute(ours).all())
    return all(fences.get(claim.work.key) == claim.fence for claim in claims)


def _attempt(transaction: Transaction, row: DeliveryRow) -> dict[str, object]:
    return {
        "delivery_key": row.key,
        "number": row.fence,
        "action": row.action,
        "worker": transaction.worker,
        "event_id": row.event_id,
        "started_at": transaction.now,
    }


def _source_event_ids(transaction: Transaction, rows: Sequence[DeliveryRow]) -> dict[int | None, str]:
    ids = {row.event_id for row in rows if row.event_id is not None}
    found = transaction.connection.execute(sa.select(event.c.id, event.c.source_event_id).where(event.c.id.in_(ids)))
    return {row.id: row.source_event_id for row in found}


def _where(row: DeliveryRow | Row) -> tuple[str, str]:
    return row.channel, row.opportunity_id


def _known(transaction: Transaction, opportunity_ids: Sequence[str]) -> dict[tuple[str, str], frozenset[str]]:
    """By channel and deal, the remote ids of everything that is known to exist there."""
    if not opportunity_ids:
        return {}
    rows = transaction.connection.execute(
        sa.select(delivery.c.channel, delivery.c.opportunity_id, delivery.c.remote_id).where(
            delivery.c.org_id == transaction.org_id,
            delivery.c.opportunity_id.in_(opportunity_ids),
            delivery.c.remote_id.is_not(None),
        )
    )
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        found.setdefault(_where(row), set()).add(row.remote_id)
    return {each: frozenset(ids) for each, ids in found.items()}


def _left_before(transaction: Transaction, keys: Sequence[str]) -> frozenset[str]:
    """The keys whose delivery Coach has removed before."""
    if not keys:
        return frozenset()
    left = sa.select(attempt.c.delivery_key).where(attempt.c.delivery_key.in_(keys), attempt.c.outcome == Outcome.LEFT)
    return frozenset(transaction.connection.execute(left.distinct()).scalars())


def _work(transaction: Transaction, rows: Sequence[DeliveryRow]) -> list[DeliveryWork]:
    creations = [row for row in rows if row.remote_id is None]
    known = _known(transaction, [row.opportunity_id for row in creations])
    left = _left_before(transaction, [row.key for row in creations])
    return [
        replace(
            delivery_rows.work_of(row),
            known=known.get((row.channel, row.opportunity_id), frozenset()),
            left_before=row.key in left,
        )
        for row in rows
    ]


def _claim(row: DeliveryRow, work: DeliveryWork, event_id: str) -> DeliveryClaim:
    return DeliveryClaim(
        work=work,
        fence=row.fence,
        attempt=row.attempts,
        look_first=row.look_first,
        give_up_looking=row.look_first and row.action == Action.CREATE,
        live=row.live,
        event_id=event_id,
        suspected=row.crashes > 0,
    )


def settle(
    transaction: Transaction, claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt], in_doubt_after: timedelta
) -> None:
    """Store the outcome of the attempts that are still ours. Without a receipt, an attempt's lease simply runs out."""
    fences = {claim.work.key: claim.fence for claim in claims}
    by_key = {receipt.key: receipt for receipt in receipts if receipt.key in fences}
    held = [
        row
        for row in delivery_rows.by_key(transaction, by_key)
        if row.fence == fences[row.key] and row.lease_owner == transaction.worker
    ]
    if not held:
        return
    delivery_rows.change(
        transaction, [(row, _settled(transaction, row, by_key[row.key], in_doubt_after)) for row in held]
    )
    transaction.connection.execute(
        sa.update(attempt)
        .where(attempt.c.delivery_key == sa.bindparam("b_key"), attempt.c.number == sa.bindparam("b_number"))
        .values(settled_at=transaction.now),
        [_settlement(row, by_key[row.key]) for row in held],
    )
    _tell(transaction, held)


def _settled(transaction: Transaction, row: DeliveryRow, receipt: Receipt, in_doubt_after: timedelta) -> DeliveryRow:
    return delivery_states.settled(row, receipt, transaction.now, in_doubt_after, secrets.randbelow(1000) / 1000)


def _tell(transaction: Transaction, held: Sequence[DeliveryRow]) -> None:
    """Announce the settlements in the feed.

    One for a card concerns the rep who was given the card, others the deal's owner.
    """
    owners = sa.select(delivery.c.key, sa.func.coalesce(card.c.owner_id, deal.c.owner_id)).select_from(
        delivery.outerjoin(card, card.c.key == delivery.c.key).outerjoin(
            deal, sa.and_(deal.c.org_id == delivery.c.org_id, deal.c.opportunity_id == delivery.c.opportunity_id)
        )
    )
    reps = dict(transaction.connection.execute(owners.where(delivery.c.key.in_([row.key for row in held]))).all())
    feed.tell(
        transaction, [feed.News(feed.FeedKind.SETTLEMENT, f"{row.key}/{row.fence}", reps[row.key]) for row in held]
    )


def _settlement(row: DeliveryRow, receipt: Receipt) -> dict[str, object]:
    return {
        "b_key": row.key,
        "b_number": row.fence,
        "outcome": receipt.outcome,
        "code": receipt.code,
        "sentence": receipt.sentence,
    }
