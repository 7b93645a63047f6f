"""Named filters of the log: a user's own, and those shared by their team."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.log.tables import saved_view
from coach.people.tables import person

MOST = 50
"""Maximum views per person."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """``query`` holds the filters as in the URL. ``owner_name`` is None if the owner has left the org."""

    id: int
    owner_id: str
    owner_name: str | None
    name: str
    query: str
    shared: bool


def keep(transaction: Transaction, owner_id: str, name: str, query: str, shared: bool) -> bool:
    """Save a view, replacing the owner's view of the same name; False if they have the maximum number."""
    others = sa.select(sa.func.count()).where(
        saved_view.c.org_id == transaction.org_id, saved_view.c.owner_id == owner_id, saved_view.c.name != name
    )
    if transaction.connection.execute(others).scalar_one() >= MOST:
        return False
    statement = insert(transaction.postgres, saved_view).values(
        org_id=transaction.org_id, owner_id=owner_id, name=name, query=query, shared=shared
    )
    transaction.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["org_id", "owner_id", "name"], set_={"query": query, "shared": shared}
        )
    )
    return True


def forget(transaction: Transaction, owner_id: str, view_id: int) -> bool:
    """Delete a view. Returns False if it was not the owner's."""
    gone = transaction.connection.execute(
        sa.delete(saved_view).where(
            saved_view.c.org_id == transaction.org_id, saved_view.c.id == view_id, saved_view.c.owner_id == owner_id
        )
    )
    return bool(gone.rowcount)


def of(transaction: Transaction, user_id: str) -> Sequence[SavedView]:
    """A user's own views, then those shared by people above them and by people with the same manager; sorted by
    name.
    """
    own = saved_view.c.owner_id == user_id
    shared = sa.and_(saved_view.c.shared, saved_view.c.owner_id.in_(_team(transaction, user_id)))
    columns = saved_view.c
    rows = transaction.connection.execute(
        sa.select(columns.id, columns.owner_id, person.c.name, columns.name, columns.query, columns.shared)
        .outerjoin(person, sa.and_(person.c.org_id == columns.org_id, person.c.id == columns.owner_id))
        .where(columns.org_id == transaction.org_id, sa.or_(own, shared))
        .order_by(own.desc(), columns.name, columns.id)
    )
    return [SavedView(*row) for row in rows]


def _team(transaction: Transaction, user_id: str) -> sa.Select[tuple[str]]:
    """UNION drops people already visited, so a cycle in the org's hierarchy ends the recursion."""
    here = person.c.org_id == transaction.org_id
    above = sa.select(person.c.manager_id.label("id")).where(here, person.c.id == user_id).cte("above", recursive=True)
    above = above.union(sa.select(person.c.manager_id).where(here).join(above, person.c.id == above.c.id))
    manager = sa.select(person.c.manager_id).where(here, person.c.id == user_id).scalar_subquery()
    peers = sa.select(person.c.id).where(here, person.c.manager_id == manager)
    return sa.select(sa.union(sa.select(above.c.id), peers).subquery().c.id)
