"""Stores which deliveries deals want. What follows for a single row is in ``delivery_states``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Delivery
from coach.queue import delivery_rows, delivery_states
from coach.queue.delivery_row import DeliveryRow
from coach.queue.tables.records import delivery


@dataclass(frozen=True, slots=True)
class WantedDeliveries:
    """All deliveries that a deal wants. ``back`` says that the deal's record had been gone and can be read again."""

    opportunity_id: str
    deliveries: tuple[Delivery, ...]
    event_id: int | None
    back: bool


def want(transaction: Transaction, wants: Sequence[WantedDeliveries]) -> None:
    """Make these the deliveries that the deals want, and no others."""
    rows = delivery_rows.of_deals(transaction, [each.opportunity_id for each in wants], lock=True)
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
    delivery_rows.change(transaction, changed)
    if new:
        transaction.connection.execute(
            sa.insert(delivery),
            [delivery_rows.values(row) | {"key": row.key, "org_id": transaction.org_id} for row in new],
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
