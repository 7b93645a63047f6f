"""Named values that every process shares, mostly findings about the org; and the libraries that have been in force."""

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.queue.tables.records import library, memory


def recall(transaction: Transaction, name: str) -> str | None:
    """The remembered value."""
    statement = sa.select(memory.c.value).where(memory.c.org_id == transaction.org_id, memory.c.name == name)
    value: str | None = transaction.connection.execute(statement).scalar_one_or_none()
    return value


def remember(transaction: Transaction, name: str, value: str) -> None:
    """Store a value, replacing the earlier one."""
    statement = insert(transaction.postgres, memory)
    statement = statement.on_conflict_do_update(
        index_elements=["org_id", "name"], set_={"value": statement.excluded.value}
    )
    transaction.connection.execute(statement, {"org_id": transaction.org_id, "name": name, "value": value})


def forget(transaction: Transaction, beginning: str, but: str) -> None:
    """Forget the values under all names with this prefix (``beginning``), except values equal to ``but``."""
    transaction.connection.execute(
        sa.delete(memory).where(
            memory.c.org_id == transaction.org_id,
            memory.c.name.startswith(beginning, autoescape=True),
            memory.c.value != but,
        )
    )


def saw_library(transaction: Transaction, digest: str, revision: str) -> None:
    """Record a library the first time it is in force."""
    statement = insert(transaction.postgres, library).on_conflict_do_nothing(index_elements=["org_id", "hash"])
    transaction.connection.execute(
        statement,
        {"org_id": transaction.org_id, "hash": digest, "revision": revision, "first_seen": transaction.now},
    )
