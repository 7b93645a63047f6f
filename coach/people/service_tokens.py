"""Service tokens, for programs that read without being a user. Revoked ones stay listed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.people.tables import token
from coach.queue.tables.records import Row

TOUCH_AFTER = timedelta(minutes=1)
"""The resolution of the time of last use."""


@dataclass(frozen=True, slots=True)
class ServiceToken:
    """Everything stored about a token except its hash.

    ``id`` names it for revocation. ``stale``: :func:`touch` should be called.
    """

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    stale: bool = False


def create(transaction: Transaction, token_id: str, hashed: str, name: str, scopes: Sequence[str]) -> None:
    """Store a new token."""
    transaction.connection.execute(
        sa.insert(token),
        {
            "org_id": transaction.org_id,
            "id": token_id,
            "hash": hashed,
            "name": name,
            "scopes": " ".join(scopes),
            "created_at": transaction.now,
        },
    )


def find(transaction: Transaction, hashed: str) -> ServiceToken | None:
    """The valid token with this hash."""
    row = transaction.connection.execute(
        _tokens(transaction).where(token.c.hash == hashed, token.c.revoked_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    found = _token(row)
    return replace(found, stale=found.used_at is None or transaction.now - found.used_at > TOUCH_AFTER)


def touch(transaction: Transaction, token_id: str) -> None:
    """Record that it was just used."""
    transaction.connection.execute(
        sa.update(token)
        .where(token.c.org_id == transaction.org_id, token.c.id == token_id)
        .values(used_at=transaction.now)
    )


def revoke(transaction: Transaction, token_id: str) -> bool:
    """Revoke a token. Returns False if there was no valid one with this id."""
    revoked = transaction.connection.execute(
        sa.update(token)
        .where(token.c.org_id == transaction.org_id, token.c.id == token_id, token.c.revoked_at.is_(None))
        .values(revoked_at=transaction.now)
    )
    return revoked.rowcount > 0


def every(transaction: Transaction) -> Sequence[ServiceToken]:
    """All tokens ever created, oldest first."""
    rows = transaction.connection.execute(_tokens(transaction).order_by(token.c.created_at, token.c.id))
    return [_token(row) for row in rows]


def _tokens(transaction: Transaction) -> sa.Select[Any]:
    columns = (token.c.id, token.c.name, token.c.scopes, token.c.created_at, token.c.used_at, token.c.revoked_at)
    return sa.select(*columns).where(token.c.org_id == transaction.org_id)


def _token(row: Row) -> ServiceToken:
    return ServiceToken(row.id, row.name, tuple(row.scopes.split()), row.created_at, row.used_at, row.revoked_at)
