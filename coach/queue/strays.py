"""Notes in the org against the rows that could be theirs."""

from collections.abc import Collection, Mapping
from datetime import timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState, Outcome
from coach.engine.notes import NOTE, marker
from coach.ports import Stray
from coach.queue import deliveries
from coach.queue.tables.records import Row, attempt, delivery

_AT_ONCE = 5_000
_OVER = (DeliveryState.DEAD, DeliveryState.WITHDRAWN, DeliveryState.REMOVED)


def unknown(transaction: Transaction, note_ids: Collection[str]) -> frozenset[str]:
    """See :meth:`coach.ports.Store.unknown_notes`."""
    return frozenset(note_ids) - _known(transaction, list(note_ids))


def strays(
    transaction: Transaction, found: Mapping[str, frozenset[str]], about_to_create: Collection[str]
) -> dict[str, Stray]:
    """See :meth:`coach.ports.Store.strays`."""
    ours = unknown(transaction, found)
    rows = _by_marker(transaction) if ours else {}
    return {each: _kind([rows[one] for one in found[each] if one in rows], about_to_create) for each in ours}


def _kind(rows: list[Row], about_to_create: Collection[str]) -> Stray:
    if not rows:
        return Stray.NOBODYS
    row = rows[0]
    if row.remote_id is not None or row.state in _OVER:
        return Stray.SPARE
    underway = row.state == DeliveryState.SENDING and row.key not in about_to_create
    return Stray.LOOKED_FOR if row.in_doubt_since or underway else Stray.UNAWARE


def adopt(transaction: Transaction, found: Mapping[str, frozenset[str]]) -> int:
    """See :meth:`coach.ports.Store.adopt`."""
    rows = _by_marker(transaction)
    theirs = {rows[one].key: each for each, markers in found.items() for one in markers if one in rows}
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


def _known(transaction: Transaction, note_ids: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(note_ids), _AT_ONCE):
        some = delivery.c.remote_id.in_(note_ids[start : start + _AT_ONCE])
        statement = sa.select(delivery.c.remote_id).where(delivery.c.org_id == transaction.org_id, some)
        known |= set(transaction.connection.execute(statement).scalars())
    return known


def _by_marker(transaction: Transaction) -> dict[str, Row]:
    """A marker follows from its key, and not the reverse: so all keys are gone through, where a note is a stray."""
    columns = (delivery.c.key, delivery.c.remote_id, delivery.c.state, delivery.c.in_doubt_since)
    ours = (delivery.c.org_id == transaction.org_id, delivery.c.channel == NOTE)
    rows = transaction.connection.execute(sa.select(*columns).where(*ours))
    return {marker(row.key): row for row in rows}
