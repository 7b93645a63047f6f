"""Rows of the log for other programs: all rows that match the filters, in batches, each in a short transaction of its
own.

The order ends with the id, and each batch begins where the last one ended. So no row is read twice and none is left
out, whatever is decided meanwhile, and no transaction stays open for as long as the reader takes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coach.database.columns import Exact, Moment, Names
from coach.database.transaction import Transaction
from coach.engine.model import VisibleReps
from coach.log.columns import EXPORTED, LOGGED_WITH, ColumnKind
from coach.log.filters import Filters, conditions_of, people_of, shape_of, values_of
from coach.log.lines import note_key
from coach.log.order import Cursor, Order, Sort
from coach.log.outcomes import Condition
from coach.log.page import FEW_PEOPLE
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import card, decision, delivery

PORTION = 2_000
"""Rows per batch: fewer cost more statements; more cost memory and gain nothing."""
FIRST_PORTION = 200
"""The first batch is small, so that it arrives quickly."""

# Keep the driver's own types: converting value by value would cost more than the query.
_MOMENT = sa.DateTime(timezone=True)
_EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")
_LIST = sa.types.NullType().with_variant(sa.JSON(), "sqlite")

_OF_DECISION = tuple(each for each in EXPORTED if each.of_decision)
_ELSEWHERE = tuple(each for each in EXPORTED if not each.of_decision)
COLUMNS = (*_OF_DECISION, *_ELSEWHERE)
NAMES = tuple(each.name for each in COLUMNS)
"""The columns of a row, in order. Times are ISO 8601 in UTC, decimals are digits, ``products`` are texts.

``note_state`` is of the card's own note. ``answered_right`` is for the rep only, if answers are private.
"""


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """The rows that match ``filters``, of the reps in ``scope`` (None: everybody); the newest first, or last."""

    filters: Filters
    scope: VisibleReps
    newest_first: bool = True

    @property
    def order(self) -> Order:
        return Order(Sort.WHEN, self.newest_first)


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Some rows, by column, in the order of :data:`NAMES`. ``last`` is the cursor of the last row."""

    columns: tuple[Sequence[Any], ...]
    rows: int
    last: Cursor | None


def batch(transaction: Transaction, query: ExportQuery, after: Cursor | None, rows: int) -> RowBatch:
    """The next rows after a cursor."""
    if people_of(query.filters, query.scope) == frozenset():
        return RowBatch((), 0, None)
    values = values_of(transaction, query.filters, query.scope)
    where = conditions_of(shape_of(transaction, query.filters, values))
    if after is not None:
        where.append(query.order.past())
        values |= after.bound()
    found = transaction.connection.execute(_statement(query, where, rows), values).all()
    if not found:
        return RowBatch((), 0, None)
    columns = tuple(read(values) for read, values in zip(_READ, zip(*found, strict=True), strict=True))
    return RowBatch(columns, len(found), Cursor(Sort.WHEN, (moment(found[-1].at), found[-1].id)))


def batches(read: Callable[[ExportQuery, Cursor | None, int], RowBatch], query: ExportQuery) -> Iterator[RowBatch]:
    """All rows, batch by batch; ``read`` is :func:`batch` in a transaction of its own."""
    after, rows = None, FIRST_PORTION
    while True:
        found = read(query, after, rows)
        if found.rows:
            yield found
        if found.rows < rows:
            return
        after, rows = found.last, PORTION


def _statement(query: ExportQuery, where: Sequence[Condition], rows: int) -> sa.Select[*tuple[Any, ...]]:
    chosen = _chosen(query, where, rows)
    key = chosen.c.card_key
    return (
        sa.select(
            *(_raw(chosen.c[each.sql.name]).label(each.name) for each in _OF_DECISION),
            *(_raw(each.sql).label(each.name) for each in _ELSEWHERE),
        )
        .select_from(chosen)
        .outerjoin(card, card.c.key == key)
        .outerjoin(card_progress, sa.and_(card_progress.c.card_key == key, card_progress.c.rep_id == chosen.c.owner_id))
        .outerjoin(delivery, delivery.c.key == note_key(chosen))
        .order_by(*query.order.by(chosen.c))
    )


def _chosen(query: ExportQuery, where: Sequence[Condition], rows: int) -> sa.Subquery:
    """The rows of the batch, before anything is looked up for them."""
    every = sa.select(*(each.sql for each in LOGGED_WITH), decision.c.org_id).where(*where)
    people = people_of(query.filters, query.scope)
    if people is None or len(people) > FEW_PEOPLE:
        return every.order_by(*query.order.by(decision.c)).limit(rows).subquery("chosen")
    # OFFSET keeps PostgreSQL from walking along the order, past everybody else's rows.
    theirs = every.offset(0).subquery("theirs")
    return sa.select(theirs).order_by(*query.order.by(theirs.c)).limit(rows).subquery("chosen")


def _raw(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The column without the type conversion that makes both databases return the same value."""
    if isinstance(column.type, Moment):
        return sa.type_coerce(column, _MOMENT)
    if isinstance(column.type, Names):
        return sa.type_coerce(column, _LIST)
    return sa.type_coerce(column, _EXACT) if isinstance(column.type, Exact) else column


def _as_is(values: Sequence[Any]) -> Sequence[Any]:
    return values


def _iso(values: Sequence[datetime | None]) -> list[str | None]:
    return [None if value is None else moment(value).isoformat() for value in values]


def _digits(values: Sequence[Decimal | str | None]) -> list[str | None]:
    return [format(value, "f") if isinstance(value, Decimal) else value for value in values]


def moment(value: datetime) -> datetime:
    """A time in UTC; SQLite stores no time zones."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_READ = tuple(
    _iso if each.kind is ColumnKind.MOMENT else _digits if each.kind is ColumnKind.EXACT else _as_is for each in COLUMNS
)
