"""The org's users and who reports to whom, stored for a while so that pages need not ask Salesforce."""

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
"""The name of the job that reads the users, which one process does for all."""
READ_AT = "people.read_at"
"""The key under which the time of the last reading of the users is stored."""


@dataclass(frozen=True, slots=True)
class Place:
    """A user's place in the org as last read.

    ``user`` is None if they were not among the users. ``below`` are the ids of all who report to them, at every depth,
    never their own. ``age`` is the time since the reading; None if there was none.
    """

    user: User | None
    below: frozenset[str]
    age: timedelta | None


def keep(transaction: Transaction, users: Sequence[User]) -> None:
    """Replace the org's users by these; only differences are written."""
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
    """This user's place."""
    found = transaction.connection.execute(_users(transaction).where(person.c.id == user_id)).one_or_none()
    read_at = memory.recall(transaction, READ_AT)
    return Place(
        _user(found) if found else None,
        _below(transaction, user_id),
        transaction.now - datetime.fromisoformat(read_at) if read_at else None,
    )


def _below(transaction: Transaction, user_id: str) -> frozenset[str]:
    """UNION drops people already visited, so a cycle in the org's hierarchy ends the recursion."""
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
