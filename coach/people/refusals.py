"""Counts failed authentications by address, over all processes, for a quarter of an hour."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.people.tables import refusal

WINDOW = timedelta(minutes=15)
LIMIT = 20
"""Maximum failures per address before it must wait. A person mistypes a few times, our own programs never do."""
MOST_ADDRESSES = 10_000
ALL_OTHERS = "all others"
"""Once there are too many addresses, new ones are counted under this name, so that the table is bounded."""


def wait(transaction: Transaction, address: str) -> timedelta | None:
    """How long the address has had too many failures; None if it has not. Changes nothing."""
    given, others = refusal.c.address == address, refusal.c.address == ALL_OTHERS
    rows = transaction.connection.execute(
        sa.select(refusal.c.since, refusal.c.times).where(_of_org(transaction), given | others, _live(transaction))
    ).all()
    ends = [row.since + WINDOW - transaction.now for row in rows if row.times >= LIMIT]
    return max(ends, default=None)


def count(transaction: Transaction, address: str) -> None:
    """Count one more from this address."""
    if not _is_known(transaction, address) and _is_full(transaction):
        forget(transaction)
        if _is_full(transaction):
            address = ALL_OTHERS
    new = insert(transaction.postgres, refusal)
    over = refusal.c.since <= transaction.now - WINDOW
    changes: dict[str, Any] = {
        "since": sa.case((over, new.excluded.since), else_=refusal.c.since),
        "times": sa.case((over, 1), else_=refusal.c.times + 1),
    }
    transaction.connection.execute(
        new.on_conflict_do_update(index_elements=["org_id", "address"], set_=changes),
        {"org_id": transaction.org_id, "address": address, "since": transaction.now, "times": 1},
    )


def forget(transaction: Transaction) -> None:
    """Delete expired rows."""
    transaction.connection.execute(sa.delete(refusal).where(_of_org(transaction), sa.not_(_live(transaction))))


def _is_known(transaction: Transaction, address: str) -> bool:
    known = sa.exists().where(_of_org(transaction), refusal.c.address == address)
    return bool(transaction.connection.execute(sa.select(known)).scalar_one())


def _is_full(transaction: Transaction) -> bool:
    counted = sa.select(sa.func.count()).select_from(refusal).where(_of_org(transaction))
    number: int = transaction.connection.execute(counted).scalar_one()
    return number >= MOST_ADDRESSES


def _of_org(transaction: Transaction) -> sa.ColumnElement[bool]:
    return refusal.c.org_id == transaction.org_id


def _live(transaction: Transaction) -> sa.ColumnElement[bool]:
    return refusal.c.since > transaction.now - WINDOW
