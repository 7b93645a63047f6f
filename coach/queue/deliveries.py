"""Changes of deliveries from outside: what was seen at their targets, and what people and the org have to say."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState
from coach.ports import HELD_CALLS, HELD_WRITES, DeliveryPlace, Sighting
from coach.queue import delivery_rows, delivery_states, memory
from coach.queue.tables.records import delivery, held_back


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
    rows = delivery_rows.by_key(transaction, sightings)
    delivery_rows.change(
        transaction, [(row, delivery_states.sighted(row, sightings[row.key], transaction.now)) for row in rows]
    )


def adopt(transaction: Transaction, found: Mapping[str, str]) -> int:
    """Assign found remote ids, by key, to their rows; returns how many changed."""
    rows = delivery_rows.by_key(transaction, found)
    return delivery_rows.change(
        transaction, [(row, delivery_states.adopted(row, found[row.key], transaction.now)) for row in rows]
    )


def unpark_innocent(transaction: Transaction, keys: Sequence[str]) -> None:
    """Try these deliveries again if they are parked. What waits is left to its time: nobody has said that it helps."""
    parked = delivery_rows.select(transaction).where(delivery.c.state == DeliveryState.PARKED, delivery.c.key.in_(keys))
    rows = delivery_rows.read(transaction, parked, lock=True)
    delivery_rows.change(transaction, [(row, delivery_states.unparked(row, transaction.now)) for row in rows])


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
    stuck = delivery_rows.select(transaction).where(sa.or_(delivery.c.state == DeliveryState.PARKED, waits))
    if keys is not None:
        stuck = stuck.where(delivery.c.key.in_(keys))
    rows = delivery_rows.read(transaction, stuck, lock=True)
    delivery_rows.change(transaction, [(row, delivery_states.tried_again(row, transaction.now)) for row in rows])
    return len(rows)
