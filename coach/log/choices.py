"""The values that a person can choose from when filtering the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import VisibleReps
from coach.log.columns import CHOSEN
from coach.log.filters import Filters
from coach.log.page import PageRequest, page
from coach.people import people
from coach.people.tables import person
from coach.queue.tables.records import decision, rep
from coach.text import folded

LOOKED_AT = 2_000
"""How many of the latest decisions are searched for the values that occur in the log."""
ACCOUNTS = 20
ACCOUNTS_LOOKED_AT = 300
"""Maximum accounts suggested, and decisions searched for them. More letters find the others."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, by id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FilterValues:
    """The values that occur in the latest decisions, each list sorted. ``chosen`` is by column (:data:`CHOSEN`)."""

    families: tuple[str, ...]
    currencies: tuple[str, ...]
    playbooks: tuple[str, ...]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def occurring(transaction: Transaction) -> FilterValues:
    """The values that recently occurred in the log. Contains nothing about people."""
    said = decision.c
    rows = transaction.connection.execute(
        sa.select(said.product_families, said.currency, said.playbook)
        .add_columns(*(each.sql.label(name) for name, each in CHOSEN.items()))
        .where(said.org_id == transaction.org_id)
        .order_by(said.at.desc(), said.id.desc())
        .limit(LOOKED_AT)
    ).all()
    return FilterValues(
        families=tuple(sorted({family for row in rows for family in row.product_families})),
        currencies=tuple(sorted({row.currency for row in rows if row.currency})),
        playbooks=tuple(sorted({row.playbook for row in rows})),
        chosen={name: _occur(row._mapping[name] for row in rows) for name in CHOSEN},
    )


def _occur(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def reps(transaction: Transaction, scope: VisibleReps) -> Sequence[Named]:
    """The owners of deals whose rows may be shown, sorted by name."""
    statement = sa.select(rep.c.id, rep.c.name).where(rep.c.org_id == transaction.org_id)
    return _named(transaction, statement, rep, scope)


def managers(transaction: Transaction, scope: VisibleReps) -> Sequence[Named]:
    """The managers (people with reports) whose rows may be shown, sorted by name."""
    below = person.alias()
    statement = sa.select(person.c.id, person.c.name).where(
        person.c.org_id == transaction.org_id,
        sa.exists().where(below.c.org_id == person.c.org_id, below.c.manager_id == person.c.id),
    )
    return _named(transaction, statement, person, scope)


def accounts(transaction: Transaction, words: str, scope: VisibleReps) -> Sequence[str]:
    """Accounts with these words in their name, of deals that may be shown. Those with the latest decisions come
    first.
    """
    latest = page(transaction, PageRequest(Filters(account_words=words or None), rows=ACCOUNTS_LOOKED_AT), scope)
    names = dict.fromkeys(line.entry.account_name for line in latest.lines if line.entry.account_name)
    return list(names)[:ACCOUNTS]


def is_account(transaction: Transaction, name: str) -> bool:
    """Whether an account in the log has exactly this name, ignoring accents and case."""
    same = sa.exists().where(decision.c.org_id == transaction.org_id, decision.c.account_folded == folded(name))
    return bool(transaction.connection.execute(sa.select(same)).scalar_one())


def team(transaction: Transaction, manager_id: str) -> frozenset[str]:
    """A manager and everybody below them, as of the last time the hierarchy was read."""
    return people.place(transaction, manager_id).below | {manager_id}


def _named(
    transaction: Transaction, statement: sa.Select[tuple[str, str]], table: sa.Table, scope: VisibleReps
) -> Sequence[Named]:
    if scope is not None:
        statement = statement.where(table.c.id.in_(sorted(scope)))
    rows = transaction.connection.execute(statement.order_by(table.c.name, table.c.id))
    return [Named(row.id, row.name) for row in rows]
