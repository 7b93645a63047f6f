"""Which process runs a periodic job in a slot of time; and heartbeats: when workers and the sweep were last alive."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.queue import memory
from coach.queue.tables.records import heartbeat, slot

_KEEP = timedelta(days=7)
"""Slots and heartbeats older than this are deleted, because nothing asks about them any more."""
_SWEPT = "swept_at"
ALIVE = timedelta(minutes=2)
"""A worker that was not heard of for longer than this counts as dead."""


def claim(transaction: Transaction, job: str, name: str) -> bool:
    """True for the first caller for this job and slot. Also deletes slots that are more than a week old."""
    first = transaction.connection.execute(
        insert(transaction.postgres, slot)
        .on_conflict_do_nothing(index_elements=["org_id", "job", "slot"])
        .returning(slot.c.slot),
        {
            "org_id": transaction.org_id,
            "job": job,
            "slot": name,
            "worker": transaction.worker,
            "claimed_at": transaction.now,
        },
    ).one_or_none()
    if first is None:
        return False
    transaction.connection.execute(
        sa.delete(slot).where(
            slot.c.org_id == transaction.org_id,
            slot.c.job == job,
            slot.c.claimed_at < transaction.now - _KEEP,
        )
    )
    return True


def release(transaction: Transaction, job: str, name: str) -> None:
    """Free the slot for the next caller, if this worker has it."""
    transaction.connection.execute(
        sa.delete(slot).where(
            slot.c.org_id == transaction.org_id,
            slot.c.job == job,
            slot.c.slot == name,
            slot.c.worker == transaction.worker,
        )
    )


def beat(transaction: Transaction, worker: str) -> None:
    """Record that a canary, sent every 30 seconds, has just reached this worker: the worker takes what is sent.

    Workers that were not heard of for a week are deleted.
    """
    statement = insert(transaction.postgres, heartbeat)
    statement = statement.on_conflict_do_update(index_elements=["org_id", "worker"], set_={"at": statement.excluded.at})
    transaction.connection.execute(statement, {"org_id": transaction.org_id, "worker": worker, "at": transaction.now})
    transaction.connection.execute(
        sa.delete(heartbeat).where(heartbeat.c.org_id == transaction.org_id, heartbeat.c.at < transaction.now - _KEEP)
    )


def swept(transaction: Transaction) -> None:
    """Record that a sweep begins."""
    memory.remember(transaction, _SWEPT, transaction.now.isoformat())


def swept_at(transaction: Transaction) -> datetime | None:
    """When the last sweep began; None if no sweep is known."""
    at = memory.recall(transaction, _SWEPT)
    return datetime.fromisoformat(at) if at else None


def alive(transaction: Transaction) -> int:
    """How many workers were heard of recently."""
    count: int = transaction.connection.execute(
        sa.select(sa.func.count()).where(
            heartbeat.c.org_id == transaction.org_id, heartbeat.c.at > transaction.now - ALIVE
        )
    ).scalar_one()
    return count
