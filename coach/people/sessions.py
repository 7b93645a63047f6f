"""Sessions: one row per browser, found by the hash of its cookie's value."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.people.tables import session

TOUCH_AFTER = timedelta(minutes=1)
"""The resolution of the time of last use: a write for every request would cost more than it is worth."""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives after its last use, and in total."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in user; ``user_id`` has 18 characters.

    ``stale``: :func:`touch` should be called. ``age`` is the time since they signed in.
    """

    user_id: str
    name: str
    username: str
    stale: bool = False
    age: timedelta = timedelta(0)


def begin(transaction: Transaction, hashed: str, who: Session) -> None:
    """Sign somebody in."""
    transaction.connection.execute(
        sa.insert(session),
        {
            "org_id": transaction.org_id,
            "hash": hashed,
            "user_id": who.user_id,
            "name": who.name,
            "username": who.username,
            "started_at": transaction.now,
            "used_at": transaction.now,
        },
    )


def find(transaction: Transaction, hashed: str, limits: SessionLimits) -> Session | None:
    """The session, if it is still valid."""
    row = transaction.connection.execute(
        sa.select(session.c.user_id, session.c.name, session.c.username, session.c.used_at, session.c.started_at).where(
            _of_org(transaction), session.c.hash == hashed, sa.not_(_over(transaction.now, limits))
        )
    ).one_or_none()
    if row is None:
        return None
    stale = transaction.now - row.used_at > TOUCH_AFTER
    return Session(row.user_id, row.name, row.username, stale, transaction.now - row.started_at)


def touch(transaction: Transaction, hashed: str) -> None:
    """Record that it was just used."""
    transaction.connection.execute(
        sa.update(session).where(_of_org(transaction), session.c.hash == hashed).values(used_at=transaction.now)
    )


def end(transaction: Transaction, hashed: str) -> None:
    """Sign out in this browser."""
    transaction.connection.execute(sa.delete(session).where(_of_org(transaction), session.c.hash == hashed))


def end_all(transaction: Transaction, user_id: str) -> int:
    """Sign a user out everywhere; returns the number of browsers."""
    return transaction.connection.execute(
        sa.delete(session).where(_of_org(transaction), session.c.user_id == user_id)
    ).rowcount


def forget(transaction: Transaction, limits: SessionLimits) -> int:
    """Delete expired sessions; returns their number."""
    return transaction.connection.execute(
        sa.delete(session).where(_of_org(transaction), _over(transaction.now, limits))
    ).rowcount


def _of_org(transaction: Transaction) -> sa.ColumnElement[bool]:
    return session.c.org_id == transaction.org_id


def _over(now: datetime, limits: SessionLimits) -> sa.ColumnElement[bool]:
    return (session.c.used_at <= now - limits.idle) | (session.c.started_at <= now - limits.absolute)
