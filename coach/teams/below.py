"""Who reports to whom, for pages that compare teams."""

from dataclasses import dataclass

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.people.tables import person


@dataclass(frozen=True, slots=True)
class Reporting:
    """A user, and whom they report to."""

    id: str
    name: str
    manager_id: str | None


def everybody(transaction: Transaction) -> tuple[Reporting, ...]:
    """All users, by name, as last read from the org."""
    rows = transaction.connection.execute(
        sa.select(person.c.id, person.c.name, person.c.manager_id)
        .where(person.c.org_id == transaction.org_id)
        .order_by(person.c.name, person.c.id)
    )
    return tuple(Reporting(*row) for row in rows)
