"""The org's users and who reports to whom, kept for a while so that no page has to ask Salesforce."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.engine.model import User
from coach.people.tables import person
from coach.queue import memory
from coach.queue.tables.records import Row

JOB = "people"
"""The reading of the users, among the jobs that one process does for all."""
READ_AT = "people.read_at"
"""Where the memory keeps when the users were read last."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in the org as last read.

    ``user`` is None for who was not among the users. ``below`` are the ids of all who report to them, at every depth,
    never their own. ``age`` is how long ago that was read, None where it never was.
    """

    user: User | None
    below: frozenset[str]
    age: timedelta | None


def keep(transaction: Transaction, users: Sequence[User]) -> None:
    """These are the org's users now, all of them; only what differs is written."""
    known = {user.id: user for user in _all(transaction)}
    changed = [user for user in users if known.get(user.id) != user]
    if changed:
        statement = insert(transaction.postgres, person)
        columns = {name: statement.excluded[name] for name in ("name", "username", "active", "manager_id", "granted")}
        statement = statement.on_conflict_do_update(index_elements=["org_id", "id"], set_=columns)
        transaction.connection.execute(statement, [asdict(user) | {"org_id": transaction.org_id} for user in changed])
    for user_id in known.keys() - {user.id for user in users}:
        transaction.connection.execute(
            sa.delete(person).where(person.c.org_id == transaction.org_id, person.c.id == user_id)
        )
    memory.remember(transaction, READ_AT, transaction.now.isoformat())


def place(transaction: Transaction, user_id: str) -> Place:
    """Where this user stands."""
    found = transaction.connection.execute(_users(transaction).where(person.c.id == user_id)).one_or_none()
    read_at = memory.recall(transaction, READ_AT)
    return Place(
        _user(found) if found else None,
        _below(transaction, user_id),
        transaction.now - datetime.fromisoformat(read_at) if read_at else None,
    )


def _below(transaction: Transaction, user_id: str) -> frozenset[str]:
    """UNION drops whom it has seen, so that a circle in the org's data ends the walk instead of prolonging it."""
    org = person.c.org_id == transaction.org_id
    reports = sa.select(person.c.id).where(org, person.c.manager_id == user_id).cte("reports", recursive=True)
    further = sa.select(person.c.id).where(org).join(reports, person.c.manager_id == reports.c.id)
    everybody = transaction.connection.execute(sa.select(reports.union(further).c.id)).scalars()
    return frozenset(everybody) - {user_id}


def _all(transaction: Transaction) -> list[User]:
    return [_user(row) for row in transaction.connection.execute(_users(transaction))]


def _users(transaction: Transaction) -> sa.Select[Any]:
    columns = (person.c.id, person.c.name, person.c.username, person.c.active, person.c.manager_id, person.c.granted)
    return sa.select(*columns).where(person.c.org_id == transaction.org_id)


def _user(row: Row) -> User:
    return User(row.id, row.name, row.username, row.active, row.manager_id, tuple(row.granted))
