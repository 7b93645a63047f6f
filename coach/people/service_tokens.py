"""Service tokens: programs that may read without being somebody. A revoked one stays listed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.people.tables import token
from coach.queue.tables.records import Row

TOUCH_AFTER = timedelta(minutes=1)
"""How exactly it is known when a token was last used."""


@dataclass(frozen=True, slots=True)
class ServiceToken:
    """All that is kept of a token but its hash.

    ``id`` is how it is named when it is revoked. ``stale`` asks for :func:`touch`.
    """

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    stale: bool = False


def create(transaction: Transaction, token_id: str, hashed: str, name: str, scopes: Sequence[str]) -> None:
    """Keep a new token."""
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
    """The live token with this hash."""
    row = transaction.connection.execute(
        _tokens(transaction).where(token.c.hash == hashed, token.c.revoked_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    found = _token(row)
    return replace(found, stale=found.used_at is None or transaction.now - found.used_at > TOUCH_AFTER)


def touch(transaction: Transaction, token_id: str) -> None:
    """It has just been used."""
    transaction.connection.execute(
        sa.update(token)
        .where(token.c.org_id == transaction.org_id, token.c.id == token_id)
        .values(used_at=transaction.now)
    )


def revoke(transaction: Transaction, token_id: str) -> bool:
    """Whether there was a live token with this id; there is none any more."""
    revoked = transaction.connection.execute(
        sa.update(token)
        .where(token.c.org_id == transaction.org_id, token.c.id == token_id, token.c.revoked_at.is_(None))
        .values(revoked_at=transaction.now)
    )
    return revoked.rowcount > 0


def every(transaction: Transaction) -> Sequence[ServiceToken]:
    """All tokens there ever were, oldest first."""
    rows = transaction.connection.execute(_tokens(transaction).order_by(token.c.created_at, token.c.id))
    return [_token(row) for row in rows]


def _tokens(transaction: Transaction) -> sa.Select[Any]:
    columns = (token.c.id, token.c.name, token.c.scopes, token.c.created_at, token.c.used_at, token.c.revoked_at)
    return sa.select(*columns).where(token.c.org_id == transaction.org_id)


def _token(row: Row) -> ServiceToken:
    return ServiceToken(row.id, row.name, tuple(row.scopes.split()), row.created_at, row.used_at, row.revoked_at)
