"""The queue's figures, the same for every process that asks."""

from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState
from coach.ports import Due, QueueFigures
from coach.queue import counters, slots
from coach.queue.tables.records import deal, delivery, on_its_way, refused_by_org, waits


def due(transaction: Transaction) -> Due:
    """How much could be claimed now."""
    deals = sa.select(sa.func.count()).where(
        deal.c.org_id == transaction.org_id, waits, deal.c.due_at <= transaction.now
    )
    waiting = sa.select(sa.func.count()).where(
        delivery.c.org_id == transaction.org_id, on_its_way, delivery.c.due_at <= transaction.now
    )
    connection = transaction.connection
    return Due(connection.execute(deals).scalar_one(), connection.execute(waiting).scalar_one())


def figures(transaction: Transaction) -> QueueFigures:
    """The figures for /metrics and /readyz."""
    waiting, oldest_event = transaction.connection.execute(
        sa.select(sa.func.count(), sa.func.min(deal.c.waiting_since)).where(deal.c.org_id == transaction.org_id, waits)
    ).one()
    oldest_note = transaction.connection.execute(
        sa.select(sa.func.min(delivery.c.wanted_at)).where(delivery.c.org_id == transaction.org_id, on_its_way)
    ).scalar_one()
    refused, first_refused = transaction.connection.execute(
        sa.select(sa.func.count(), sa.func.min(delivery.c.wanted_at)).where(
            delivery.c.org_id == transaction.org_id, refused_by_org
        )
    ).one()
    return QueueFigures(
        deals_waiting=waiting,
        oldest_event_seconds=_age(transaction, oldest_event),
        oldest_delivery_seconds=_age(transaction, oldest_note),
        deliveries=_notes_by_state(transaction),
        decisions=_pairs(counters.read(transaction, counters.DECISIONS)),
        events=_pairs(counters.read(transaction, counters.EVENTS)),
        ignored=counters.read(transaction, counters.IGNORED),
        workers_alive=slots.alive(transaction),
        sweep_seconds=_age(transaction, swept_at) if (swept_at := slots.swept_at(transaction)) else None,
        hindrance=_hindrance(transaction),
        refused=refused,
        refused_seconds=_age(transaction, first_refused),
    )


def _hindrance(transaction: Transaction) -> str:
    statement = (
        sa.select(deal.c.sentence)
        .where(deal.c.org_id == transaction.org_id, waits, deal.c.sentence != "")
        .order_by(deal.c.waiting_since)
        .limit(1)
    )
    return transaction.connection.execute(statement).scalar_one_or_none() or ""


def _age(transaction: Transaction, since: datetime | None) -> float:
    return max(0.0, (transaction.now - since).total_seconds()) if since else 0.0


def _notes_by_state(transaction: Transaction) -> dict[str, int]:
    """Every state, including those without a delivery: a metric that comes and goes cannot be monitored."""
    rows = transaction.connection.execute(
        sa.select(delivery.c.state, sa.func.count())
        .where(delivery.c.org_id == transaction.org_id)
        .group_by(delivery.c.state)
    )
    return {state.value: 0 for state in DeliveryState} | dict(rows.all())


def _pairs(counts: dict[str, int]) -> dict[tuple[str, str], int]:
    pairs = ((label.partition("/"), value) for label, value in counts.items())
    return {(first, second): value for (first, _, second), value in pairs}
