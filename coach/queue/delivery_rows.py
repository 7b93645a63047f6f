"""Reads and writes the rows of deliveries. Rows that change are locked in the order of their keys."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState, DeliveryWork
from coach.queue.delivery_row import Action, DeliveryRow
from coach.queue.documents import lines_document, lines_from
from coach.queue.tables.records import delivery

_COLUMNS = [delivery.c[each.name] for each in fields(DeliveryRow)]


def of_deals(transaction: Transaction, opportunity_ids: Sequence[str], lock: bool = False) -> list[DeliveryRow]:
    """The deliveries of some deals, ordered by key."""
    return read(transaction, select(transaction).where(delivery.c.opportunity_id.in_(opportunity_ids)), lock)


def select(transaction: Transaction) -> sa.Select[Any]:
    """The rows of the org, to be narrowed."""
    return sa.select(*_COLUMNS).where(delivery.c.org_id == transaction.org_id)


def by_key(transaction: Transaction, keys: Iterable[str]) -> list[DeliveryRow]:
    """The rows with these keys, locked."""
    return read(transaction, select(transaction).where(delivery.c.key.in_(list(keys))), lock=True)


def read(transaction: Transaction, statement: sa.Select[Any], lock: bool) -> list[DeliveryRow]:
    """Rows in the order of their keys; locked in that order, two who lock the same ones cannot deadlock."""
    statement = statement.order_by(delivery.c.key)
    return fetch(transaction, statement.with_for_update() if lock else statement)


def fetch(transaction: Transaction, statement: sa.Select[Any]) -> list[DeliveryRow]:
    """The rows that a statement selects, in its order."""
    rows = transaction.connection.execute(statement).mappings()
    return [
        DeliveryRow(
            **{
                **row,
                "body": lines_from(row["body"]),
                "state": DeliveryState(row["state"]),
                "action": Action(row["action"]) if row["action"] else None,
            }
        )
        for row in rows
    ]


def change(transaction: Transaction, pairs: Iterable[tuple[DeliveryRow, DeliveryRow]]) -> int:
    """Write the new row of each (old, new) pair that differs; returns how many did."""
    changed = [values(new) | {"b_key": new.key} for old, new in pairs if new != old]
    if changed:
        transaction.connection.execute(sa.update(delivery).where(delivery.c.key == sa.bindparam("b_key")), changed)
    return len(changed)


def values(row: DeliveryRow) -> dict[str, object]:
    """The columns of a row, except for its key."""
    columns = {each.name: getattr(row, each.name) for each in fields(row) if each.name != "key"}
    return columns | {"body": lines_document(row.body)}


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
