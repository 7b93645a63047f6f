"""Match what a channel found of ours on the other side with the rows it could belong to."""

from collections.abc import Collection, Mapping
from datetime import timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState, Outcome
from coach.ports import Marks, Stray
from coach.queue import deliveries
from coach.queue.tables.records import Row, attempt, delivery

_AT_ONCE = 5_000
_OVER = (DeliveryState.DEAD, DeliveryState.WITHDRAWN, DeliveryState.REMOVED)


def unknown(transaction: Transaction, channel: str, remote_ids: Collection[str]) -> frozenset[str]:
    """See :meth:`coach.ports.Store.unknown`."""
    return frozenset(remote_ids) - _known(transaction, channel, list(remote_ids))


def strays(transaction: Transaction, marks: Marks, found: Mapping[str, frozenset[str]]) -> dict[str, Stray]:
    """See :meth:`coach.ports.Store.strays`."""
    ours = unknown(transaction, marks.channel, found)
    rows = _by_mark(transaction, marks) if ours else {}
    return {each: _kind([rows[one] for one in found[each] if one in rows]) for each in ours}


def _kind(rows: list[Row]) -> Stray:
    if not rows:
        return Stray.NOBODYS
    row = rows[0]
    if row.remote_id is not None or row.state in _OVER:
        return Stray.SPARE
    # An attempt that has not announced anything has sent nothing: the note was there before, and its worker, should it
    # be lost, leaves no doubt behind that would make anybody look for it.
    announced = row.state == DeliveryState.SENDING and row.unsent != row.fence
    return Stray.LOOKED_FOR if row.in_doubt_since or announced else Stray.UNAWARE


def adopt(transaction: Transaction, marks: Marks, found: Mapping[str, frozenset[str]]) -> int:
    """See :meth:`coach.ports.Store.adopt`."""
    rows = _by_mark(transaction, marks)
    theirs = {rows[one].key: each for each, those in found.items() for one in those if one in rows}
    return deliveries.adopt(transaction, theirs)


def doubted(transaction: Transaction, within: timedelta) -> bool:
    """See :meth:`coach.ports.Store.doubted`."""
    open_ones = sa.or_(attempt.c.settled_at.is_(None), attempt.c.outcome == Outcome.IN_DOUBT)
    found = (
        sa.select(attempt.c.number)
        .select_from(attempt.join(delivery, delivery.c.key == attempt.c.delivery_key))
        .where(delivery.c.org_id == transaction.org_id, attempt.c.started_at > transaction.now - within, open_ones)
    )
    return transaction.connection.execute(found.limit(1)).first() is not None


def _known(transaction: Transaction, channel: str, remote_ids: list[str]) -> set[str]:
    known: set[str] = set()
    ours = (delivery.c.org_id == transaction.org_id, delivery.c.channel == channel)
    for start in range(0, len(remote_ids), _AT_ONCE):
        some = delivery.c.remote_id.in_(remote_ids[start : start + _AT_ONCE])
        statement = sa.select(delivery.c.remote_id).where(*ours, some)
        known |= set(transaction.connection.execute(statement).scalars())
    return known


def _by_mark(transaction: Transaction, marks: Marks) -> dict[str, Row]:
    """Rows by mark. A mark is derived from its key and not the reverse, so if there is a stray, all keys are read."""
    columns = (
        delivery.c.key,
        delivery.c.remote_id,
        delivery.c.state,
        delivery.c.in_doubt_since,
        delivery.c.fence,
        delivery.c.unsent,
    )
    ours = (delivery.c.org_id == transaction.org_id, delivery.c.channel == marks.channel)
    rows = transaction.connection.execute(sa.select(*columns).where(*ours))
    return {marks.mark(row.key): row for row in rows}
