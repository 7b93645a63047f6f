"""Rows as the parameters of one statement, whose text does not depend on their number.

For a few rows, building a statement of the right length and binding each value costs more than storing them. PostgreSQL
receives one list per column; SQLite, which has no lists, one JSON text for all.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from coach.database.columns import Moment

_SQLITE = sqlite.dialect()


class RowValues:
    """Rows with a value for each of ``columns``, in their order."""

    def __init__(self, postgres: bool, *columns: sa.Column[Any]) -> None:
        self._postgres = postgres
        self._columns = columns
        self.names = [column.name for column in columns]

    def rows(self) -> sa.Select[*tuple[Any, ...]]:
        """A SELECT to build a statement on; it yields as many rows as are passed when it is executed."""
        if self._postgres:
            lists = (sa.bindparam(column.name, type_=_list_of(column)) for column in self._columns)
            given = sa.func.unnest(*lists).table_valued(*self.names).render_derived()
            return sa.select(*given.c)
        given = sa.func.json_each(sa.bindparam("given", type_=sa.Text())).table_valued("value")
        values = (sa.func.json_extract(given.c.value, f"$[{place}]") for place in range(len(self._columns)))
        # Without a WHERE, SQLite parses the ON of a following ON CONFLICT as a join's.
        return sa.select(*values).select_from(given).where(sa.true())

    def parameters(self, rows: Iterable[Sequence[object]]) -> dict[str, object]:
        """The parameters that contain the rows, with values as the columns take them."""
        columns = [[self._bound(column, value) for value in values] for column, values in self._by_column(rows)]
        if self._postgres:
            return dict(zip(self.names, columns, strict=True))
        return {"given": json.dumps(list(zip(*columns, strict=True)))}

    def _by_column(self, rows: Iterable[Sequence[object]]) -> Iterable[tuple[sa.Column[Any], Sequence[object]]]:
        return zip(self._columns, zip(*rows, strict=True), strict=True)

    def _bound(self, column: sa.Column[Any], value: object) -> object:
        kind = column.type
        if isinstance(kind, sa.types.TypeDecorator):
            value = kind.process_bind_param(value, _SQLITE)
        if isinstance(value, datetime) and not self._postgres:
            # As SQLAlchemy stores it: SQLite compares texts.
            return value.replace(tzinfo=None).isoformat(" ", "microseconds")
        return value


def _list_of(column: sa.Column[Any]) -> postgresql.ARRAY[Any]:
    if isinstance(column.type, Moment):
        return postgresql.ARRAY(sa.DateTime(timezone=True))
    return postgresql.ARRAY(sa.BigInteger() if isinstance(column.type, sa.Integer) else sa.Text())
