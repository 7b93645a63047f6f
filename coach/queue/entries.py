"""Read stored decisions, and what happened to one opportunity."""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Deal
from coach.queue.documents import deal_from
from coach.queue.tables.records import deal, decision, event


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A decision, with what was known of its deal when it was made; ``amount`` is in ``currency``.

    If the deal was gone before Coach ever read it, the fields about the deal are None.
    """

    id: int
    at: datetime
    opportunity_id: str
    event_id: int | None
    deal_name: str | None
    account_name: str | None
    owner_id: str | None
    owner_name: str | None
    manager_id: str | None
    stage: str | None
    stage_before: str | None
    amount: Decimal | None
    currency: str | None
    product_families: tuple[str, ...]
    playbook: str
    card: str | None
    card_key: str | None
    occasion: int
    verdict: str
    reason: str
    detail: str
    minutes: Decimal
    library: str
    revision: str | None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was received. ``received_at`` is the database's time; ``occurred_at`` is the sender's claim."""

    id: int
    source: str
    source_event_id: str
    kind: str
    opportunity_id: str
    occurred_at: datetime | None
    received_at: datetime


def log_page(transaction: Transaction, limit: int) -> list[LogEntry]:
    """The latest decisions, newest first."""
    rows = transaction.connection.execute(
        sa.select(*_columns(decision, LogEntry))
        .where(decision.c.org_id == transaction.org_id)
        .order_by(decision.c.id.desc())
        .limit(limit)
    )
    return [LogEntry(*row) for row in rows]


def deal_as_last_read(transaction: Transaction, opportunity_id: str) -> Deal | None:
    """The opportunity as last read; None if it was never read."""
    document = transaction.connection.execute(
        sa.select(deal.c.snapshot).where(deal.c.org_id == transaction.org_id, deal.c.opportunity_id == opportunity_id)
    ).scalar_one_or_none()
    return deal_from(document) if document else None


def events_of(transaction: Transaction, opportunity_id: str) -> list[StoredEvent]:
    """The events received about one opportunity, oldest first."""
    rows = transaction.connection.execute(
        sa.select(*_columns(event, StoredEvent))
        .where(event.c.org_id == transaction.org_id, event.c.opportunity_id == opportunity_id)
        .order_by(event.c.id)
    )
    return [StoredEvent(*row) for row in rows]


def _columns(table: sa.Table, noun: type[Any]) -> list[sa.Column[Any]]:
    return [table.c[each.name] for each in fields(noun)]
