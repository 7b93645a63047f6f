"""Monotonic counters, for things that are not stored row by row, or would be slow to count."""

import secrets
from collections.abc import Mapping
from functools import cache

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.queue.tables.records import counter

IGNORED = "ignored"
EVENTS = "events"
DECISIONS = "decisions"

_SHARDS = 16
"""Counters are sharded: with one row per count, every counting transaction would wait for the one before it."""


def add(transaction: Transaction, name: str, counts: Mapping[str, int]) -> None:
    """Raise the counts of ``name``, by label."""
    if not counts:
        return
    shard = secrets.randbelow(_SHARDS) if transaction.postgres else 0
    row = {"org_id": transaction.org_id, "name": name, "shard": shard}
    # Always in the same order: otherwise two transactions that each hold a row the other wants would deadlock.
    transaction.connection.execute(
        _raise_count(transaction.postgres), [row | {"label": label, "value": counts[label]} for label in sorted(counts)]
    )


@cache
def _raise_count(postgres: bool) -> sa.Insert:
    statement = insert(postgres, counter)
    return statement.on_conflict_do_update(
        index_elements=["org_id", "name", "label", "shard"],
        set_={"value": counter.c.value + statement.excluded.value},
    )


def read(transaction: Transaction, name: str) -> dict[str, int]:
    """The counts of ``name``, by label."""
    total = sa.func.sum(counter.c.value)
    rows = transaction.connection.execute(
        sa.select(counter.c.label, total)
        .where(counter.c.org_id == transaction.org_id, counter.c.name == name)
        .group_by(counter.c.label)
    )
    return {label: int(value) for label, value in rows}
