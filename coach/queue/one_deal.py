"""How far one deal has come on its way through the queue."""

from dataclasses import dataclass

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState
from coach.engine.notes import NOTE
from coach.queue.tables.records import deal, delivery, waits


@dataclass(frozen=True, slots=True)
class DeliveryProgress:
    """A delivery of the deal; ``sentence`` says what keeps it from its target."""

    key: str
    state: DeliveryState
    remote_id: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class DealProgress:
    """The progress of a deal.

    ``waiting`` while it has an unanswered event; ``sentence`` says what hindered the last try.
    """

    waiting: bool
    sentence: str
    deliveries: tuple[DeliveryProgress, ...]


def progress(transaction: Transaction, opportunity_id: str) -> DealProgress:
    """The progress of this deal. Nothing waits if Coach never heard of it."""
    mine = (deal.c.org_id == transaction.org_id, deal.c.opportunity_id == opportunity_id)
    waiting = transaction.connection.execute(sa.select(deal.c.sentence).where(*mine, waits)).one_or_none()
    rows = transaction.connection.execute(
        sa.select(delivery.c.key, delivery.c.state, delivery.c.remote_id, delivery.c.sentence)
        .where(delivery.c.org_id == transaction.org_id, delivery.c.opportunity_id == opportunity_id)
        .order_by(delivery.c.key)
    )
    deliveries = (DeliveryProgress(row.key, DeliveryState(row.state), row.remote_id, row.sentence) for row in rows)
    return DealProgress(waiting is not None, waiting[0] if waiting else "", tuple(deliveries))


def with_a_note(transaction: Transaction) -> str | None:
    """Of the deals with a note on their record, the one whose note was wanted last."""
    found: str | None = transaction.connection.execute(
        sa.select(delivery.c.opportunity_id)
        .where(
            delivery.c.org_id == transaction.org_id,
            delivery.c.channel == NOTE,
            delivery.c.state == DeliveryState.WRITTEN,
        )
        .order_by(delivery.c.wanted_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found
