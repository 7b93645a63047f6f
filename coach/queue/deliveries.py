"""The queue of deliveries: want, claim, settle. The state machine of one delivery is in ``delivery_states``."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Delivery, DeliveryState, DeliveryWork, Outcome, Receipt
from coach.ports import (
    HELD_CALLS,
    HELD_WRITES,
    AboutToSend,
    DeliveryClaim,
    DeliveryPlace,
    Sighting,
)
from coach.queue import delivery_states, feed, memory, pacing
from coach.queue.delivery_row import Action, DeliveryRow
from coach.queue.tables.records import Row, attempt, card, deal, delivery, event, held_back, on_its_way

_COLUMNS = [delivery.c[each.name] for each in fields(DeliveryRow)]


# ---------------------------------------------------------------- rows


def of_deals(transaction: Transaction, opportunity_ids: Sequence[str], lock: bool = False) -> list[DeliveryRow]:
    """The deliveries of some deals, ordered by key."""
    return _read(transaction, _select(transaction).where(delivery.c.opportunity_id.in_(opportunity_ids)), lock)


def _select(transaction: Transaction) -> sa.Select[Any]:
    return sa.select(*_COLUMNS).where(delivery.c.org_id == transaction.org_id)


def _by_key(transaction: Transaction, keys: Iterable[str]) -> list[DeliveryRow]:
    return _read(transaction, _select(transaction).where(delivery.c.key.in_(list(keys))), lock=True)


def _read(transaction: Transaction, statement: sa.Select[Any], lock: bool) -> list[DeliveryRow]:
    """Read rows, locked in the order of their keys, so that two who lock the same rows cannot deadlock."""
    statement = statement.order_by(delivery.c.key)
    return _rows(transaction, statement.with_for_update() if lock else statement)


def _rows(transaction: Transaction, statement: sa.Select[Any]) -> list[DeliveryRow]:
    rows = transaction.connection.execute(statement).mappings()
    return [
        DeliveryRow(
            **{**row, "state": DeliveryState(row["state"]), "action": Action(row["action"]) if row["action"] else None}
        )
        for row in rows
    ]


def _change(transaction: Transaction, pairs: Iterable[tuple[DeliveryRow, DeliveryRow]]) -> int:
    """Write the new row of each (old, new) pair that differs; returns how many did."""
    changed = [_values(new) | {"b_key": new.key} for old, new in pairs if new != old]
    if changed:
        transaction.connection.execute(sa.update(delivery).where(delivery.c.key == sa.bindparam("b_key")), changed)
    return len(changed)


def _values(row: DeliveryRow) -> dict[str, object]:
    return {name: value for name, value in asdict(row).items() if name != "key"}


# ---------------------------------------------------------------- what is wanted


@dataclass(frozen=True, slots=True)
class WantedDeliveries:
    """All deliveries that a deal wants. ``back`` says that the deal's record had been gone and can be read again."""

    opportunity_id: str
    deliveries: tuple[Delivery, ...]
    event_id: int | None
    back: bool


def want(transaction: Transaction, wants: Sequence[WantedDeliveries]) -> None:
    """Make these the deliveries that the deals want, and no others."""
    rows = of_deals(transaction, [each.opportunity_id for each in wants], lock=True)
    by_deal: dict[str, dict[str, DeliveryRow]] = {}
    for row in rows:
        by_deal.setdefault(row.opportunity_id, {})[row.key] = row
    new: list[DeliveryRow] = []
    changed: list[tuple[DeliveryRow, DeliveryRow]] = []
    for each in wants:
        for old, row in _wanted(each, by_deal.get(each.opportunity_id, {}), transaction.now):
            if old is None:
                new.append(row)
            else:
                changed.append((old, row))
    _change(transaction, changed)
    if new:
        transaction.connection.execute(
            sa.insert(delivery), [asdict(row) | {"org_id": transaction.org_id} for row in new]
        )


def _wanted(
    each: WantedDeliveries, rows: Mapping[str, DeliveryRow], now: datetime
) -> Iterator[tuple[DeliveryRow | None, DeliveryRow]]:
    wanted = {one.key: one for one in each.deliveries}
    # Notes come best first, and a record shows its newest note first: so the best note must be written last.
    due = {one.key: now - timedelta(microseconds=rank) for rank, one in enumerate(each.deliveries)}
    for key in sorted(rows.keys() | wanted.keys()):
        row = delivery_states.with_wanted(rows.get(key), wanted.get(key), due.get(key, now), each.event_id, each.back)
        if row is not None:
            yield rows.get(key), row


# ---------------------------------------------------------------- the attempt


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
    _change(transaction, zip(old, new, strict=True))
    transaction.connection.execute(sa.insert(attempt), [_attempt(transaction, row) for row in new])
    events = _source_event_ids(transaction, new)
    return [_claim(row, one, events.get(row.event_id, "")) for row, one in zip(new, work, strict=True)]


_clean = sa.and_(delivery.c.crashes == 0, delivery.c.state != DeliveryState.SENDING)
"""Deliveries that are not suspected: a settlement clears the suspicion."""


def _due(transaction: Transaction, which: sa.ColumnElement[bool], limit: int) -> list[DeliveryRow]:
    due = (
        _select(transaction)
        .where(on_its_way, delivery.c.due_at <= transaction.now, which)
        .order_by(*([] if which is _clean else [delivery.c.crashes]), delivery.c.due_at, delivery.c.key)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return _rows(transaction, due)


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
            work_of(row), known=known.get((row.channel, row.opportunity_id), frozenset()), left_before=row.key in left
        )
        for row in rows
    ]


def work_of(row: DeliveryRow) -> DeliveryWork:
    """The delivery in the form that its channel receives."""
    return DeliveryWork(
        key=row.key,
        channel=row.channel,
        opportunity_id=row.opportunity_id,
        target=row.target,
        title=row.title,
        body=row.body,
        remote_id=row.remote_id,
        details=row.details,
        language=row.language,
        leaves=row.leaves,
    )


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


# ---------------------------------------------------------------- the settlement


def settle(
    transaction: Transaction, claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt], in_doubt_after: timedelta
) -> None:
    """Store the outcome of the attempts that are still ours. Without a receipt, an attempt's lease simply runs out."""
    fences = {claim.work.key: claim.fence for claim in claims}
    by_key = {receipt.key: receipt for receipt in receipts if receipt.key in fences}
    held = [
        row
        for row in _by_key(transaction, by_key)
        if row.fence == fences[row.key] and row.lease_owner == transaction.worker
    ]
    if not held:
        return
    _change(transaction, [(row, _settled(transaction, row, by_key[row.key], in_doubt_after)) for row in held])
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


# ---------------------------------------------------------------- from outside


def places(transaction: Transaction, channel: str, after_key: str, limit: int) -> dict[str, DeliveryPlace]:
    """A page of what was delivered over a channel, in order of the keys: where each delivery should be.

    It includes deliveries that somebody has removed since.
    """
    looked_at = delivery.c.state.in_([DeliveryState.WRITTEN, DeliveryState.REMOVED])
    rows = transaction.connection.execute(
        sa.select(delivery.c.key, delivery.c.target, delivery.c.remote_id)
        .where(
            delivery.c.org_id == transaction.org_id,
            delivery.c.channel == channel,
            looked_at,
            delivery.c.remote_id.is_not(None),
            delivery.c.key > after_key,
        )
        .order_by(delivery.c.key)
        .limit(limit)
    )
    return {row.key: DeliveryPlace(row.target, row.remote_id) for row in rows}


def sighted(transaction: Transaction, sightings: Mapping[str, Sighting]) -> None:
    """Record the results of looking at deliveries."""
    rows = _by_key(transaction, sightings)
    _change(transaction, [(row, delivery_states.sighted(row, sightings[row.key], transaction.now)) for row in rows])


def adopt(transaction: Transaction, found: Mapping[str, str]) -> int:
    """Assign found remote ids, by key, to their rows; returns how many changed."""
    rows = _by_key(transaction, found)
    return _change(transaction, [(row, delivery_states.adopted(row, found[row.key], transaction.now)) for row in rows])


def unpark_innocent(transaction: Transaction, keys: Sequence[str]) -> None:
    """Try these deliveries again if they are parked. What waits is left to its time: nobody has said that it helps."""
    parked = _select(transaction).where(delivery.c.state == DeliveryState.PARKED, delivery.c.key.in_(keys))
    rows = _read(transaction, parked, lock=True)
    _change(transaction, [(row, delivery_states.unparked(row, transaction.now)) for row in rows])


def release_held(transaction: Transaction) -> int:
    """Make due what waits because the org was left alone, if it no longer is; returns how many there were."""
    if any(memory.recall(transaction, name) for name in (HELD_CALLS, HELD_WRITES)):
        return 0
    waiting = (
        sa.select(delivery.c.key)
        .where(delivery.c.org_id == transaction.org_id, held_back, delivery.c.due_at > transaction.now)
        .order_by(delivery.c.key)
        .with_for_update(skip_locked=True)
    )
    statement = sa.update(delivery).where(delivery.c.key.in_(waiting)).values(due_at=transaction.now)
    return transaction.connection.execute(statement).rowcount


def try_again(transaction: Transaction, keys: Sequence[str] | None) -> int:
    """Try deliveries again that are parked or wait after a refusal: these, or all; returns how many there were.

    Somebody thereby says that the cause is gone, so Coach no longer assumes that the org refuses everything.
    """
    for name in (HELD_CALLS, HELD_WRITES):
        memory.remember(transaction, name, "")
    waits = sa.and_(delivery.c.state == DeliveryState.WAITING, delivery.c.sentence != "")
    stuck = _select(transaction).where(sa.or_(delivery.c.state == DeliveryState.PARKED, waits))
    if keys is not None:
        stuck = stuck.where(delivery.c.key.in_(keys))
    rows = _read(transaction, stuck, lock=True)
    _change(transaction, [(row, delivery_states.tried_again(row, transaction.now)) for row in rows])
    return len(rows)
