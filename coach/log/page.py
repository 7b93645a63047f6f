"""One page of the log in one query: rows are selected along an index, and only those are looked up in other tables.

Statements are built once per shape; values are bound when they are executed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from coach.database.columns import Key
from coach.database.transaction import Transaction
from coach.engine.model import VisibleReps
from coach.log.filters import Filters, Shape, conditions_of, people_of, shape_of, values_of
from coach.log.lines import CHOSEN, LogLine, line_from, lines
from coach.log.order import Cursor, Order, Sort
from coach.log.outcomes import Condition
from coach.queue.tables.records import decision

ROWS = 50
FEW_PEOPLE = 25
"""For up to this many people, all their rows are fetched and sorted: walking along the order could pass everybody
else's.
"""
COUNTED = 500
"""Rows are counted up to this number; a larger number tells a person nothing more, and takes the database a second."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page: the rows after ``place`` or, if ``backwards``, before it. Without a ``place``, the first page."""

    filters: Filters = field(default_factory=Filters)
    order: Order = field(default_factory=Order)
    place: Cursor | None = None
    backwards: bool = False
    rows: int = ROWS


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines in the requested order. ``before`` and ``after`` are the cursors of the neighbouring pages, if there are
    any.
    """

    lines: tuple[LogLine, ...]
    before: Cursor | None
    after: Cursor | None


def page(transaction: Transaction, wanted: PageRequest, scope: VisibleReps) -> LogPage:
    """A page of the rows that ``scope`` may see."""
    people = people_of(wanted.filters, scope)
    if people == frozenset():
        return LogPage((), None, None)
    order = wanted.order.turned() if wanted.backwards else wanted.order
    values = values_of(transaction, wanted.filters, scope)
    shape = shape_of(transaction, wanted.filters, values)
    few = people is not None and len(people) <= FEW_PEOPLE
    statement = _page_statement(shape, order, wanted.place is not None, few)
    place = wanted.place.bound() if wanted.place else {}
    with _planned_for_its_values(transaction):
        found = transaction.connection.execute(statement, {**values, **place, "rows": wanted.rows + 1}).all()
    rows, more = found[: wanted.rows], len(found) > wanted.rows
    if wanted.backwards:
        rows = rows[::-1]
    ends = (Cursor.of(rows[0], order), Cursor.of(rows[-1], order)) if rows else (None, None)
    behind, ahead = (more, True) if wanted.backwards else (wanted.place is not None, more)
    return LogPage(tuple(map(line_from, rows)), ends[0] if behind else None, ends[1] if ahead else None)


def count(transaction: Transaction, filters: Filters, scope: VisibleReps) -> int:
    """The number of rows, counted up to :data:`COUNTED` + 1."""
    if people_of(filters, scope) == frozenset():
        return 0
    values = values_of(transaction, filters, scope)
    statement = _count_statement(shape_of(transaction, filters, values))
    with _planned_for_its_values(transaction):
        return transaction.connection.execute(statement, values).scalar_one()


def line(transaction: Transaction, decision_id: int, scope: VisibleReps) -> LogLine | None:
    """One row of the log; None if the id does not exist, or it may not be shown."""
    if scope == frozenset():
        return None
    values = values_of(transaction, Filters(), scope)
    statement = _line_statement(shape_of(transaction, Filters(), values))
    row = transaction.connection.execute(statement, {**values, "decision_id": decision_id}).one_or_none()
    return line_from(row) if row else None


@lru_cache(maxsize=512)
def _page_statement(shape: Shape, order: Order, placed: bool, few: bool) -> sa.Select[tuple[Any, ...]]:
    past = [order.past()] if placed else []
    rows = sa.bindparam("rows", type_=sa.Integer())
    if few and shape.postgres and order.sort is Sort.WHEN:
        every = _newest_of_each(shape, order, past, rows)
    elif few:
        # OFFSET keeps the database from walking along the order.
        every = sa.select(sa.select(*CHOSEN).where(*conditions_of(shape), *past).offset(0).subquery("theirs"))
    else:
        every = sa.select(*CHOSEN).where(*conditions_of(shape), *past)
    columns = every.selected_columns
    chosen = every.order_by(*order.by(columns)).limit(rows).subquery("chosen")
    return lines(chosen).order_by(*order.by(chosen.c))


def _newest_of_each(
    shape: Shape, order: Order, past: Sequence[Condition], rows: sa.BindParameter[int]
) -> sa.Select[tuple[Any, ...]]:
    """For each of a few people, as many rows as could be on the page, each found along an index."""
    ids = sa.bindparam("people", type_=postgresql.ARRAY(Key()))
    people = sa.func.unnest(ids).table_valued("id", name="people").render_derived()
    theirs = [decision.c.owner_id == people.c.id, *conditions_of(shape.without("people")), *past]
    newest = sa.select(*CHOSEN).where(*theirs).order_by(*order.by(decision.c)).limit(rows).lateral("theirs")
    return sa.select(*newest.c).select_from(people.join(newest, sa.true()))


@lru_cache(maxsize=512)
def _count_statement(shape: Shape) -> sa.Select[int]:
    every = sa.select(decision.c.id).where(*conditions_of(shape))
    if "people" not in shape.names:
        # Without an ORDER BY, PostgreSQL picks the smallest index, and may pass most rows before finding one that
        # matches.
        every = every.order_by(*Order().by(decision.c))
    return sa.select(sa.func.count()).select_from(every.limit(COUNTED + 1).subquery())


@lru_cache(maxsize=8)
def _line_statement(shape: Shape) -> sa.Select[tuple[Any, ...]]:
    this = decision.c.id == sa.bindparam("decision_id", type_=decision.c.id.type)
    return lines(sa.select(*CHOSEN).where(this, *conditions_of(shape)).subquery("chosen"))


@contextmanager
def _planned_for_its_values(transaction: Transaction) -> Iterator[None]:
    """Keep psycopg from preparing the statement.

    PostgreSQL plans a prepared statement without knowing its values: the same plan for a common product and a rare one,
    for eight people and for everybody. With a million rows, that takes a second instead of some milliseconds.
    """
    if not transaction.postgres:
        yield
        return
    driver: Any = transaction.connection.connection.dbapi_connection
    before, driver.prepare_threshold = driver.prepare_threshold, None
    try:
        yield
    finally:
        driver.prepare_threshold = before
