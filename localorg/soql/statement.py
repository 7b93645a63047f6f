"""One SQL statement that answers a query, and how its rows become records."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from localorg.schema.types import Value

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """``sql`` with its bound ``values``. Rows are fetched, then their ``children``; ``record`` makes a row's record."""

    sql: str
    values: dict[str, Value]
    record: Callable[[Row], dict[str, Any] | None]
    children: tuple["Children", ...] = ()

    def rows(self, db: sqlite3.Connection, **values: Value) -> list[Row]:
        """The raw rows, after fetching those of their children; ``values`` are bound in addition."""
        rows = db.execute(self.sql, {**self.values, **values}).fetchall()
        for children in self.children:
            children.fetch(db, rows)
        return rows

    def records(self, db: sqlite3.Connection) -> list[Any]:
        """The records in REST shape."""
        return [self.record(row) for row in self.rows(db)]


@dataclass
class Children:
    """A subquery: one statement fetches the children of all parents, which are then distributed to the parents.

    ``parents`` is the name of the bound value for the parents' ids; ``key_place`` is the index of the parent's id in a
    child's row.
    """

    name: str
    statement: Statement
    key_place: int
    parents: str
    limit: int | None
    offset: int
    _dealt: dict[str, list[Any]] = field(default_factory=dict)

    def fetch(self, db: sqlite3.Connection, parent_rows: list[Row]) -> None:
        """Read the children of these parents; a row's Id is its first column."""
        ids = [row[0] for row in parent_rows]
        dealt = defaultdict(list)
        for row in self.statement.rows(db, **{self.parents: json.dumps(ids)}):
            dealt[row[self.key_place]].append(row)
        end = None if self.limit is None else self.offset + self.limit
        self._dealt = {
            parent: [self.statement.record(row) for row in rows[self.offset : end]] for parent, rows in dealt.items()
        }

    def of(self, row: Row) -> dict[str, Any] | None:
        """The children of one parent in REST shape; None if it has none."""
        records = self._dealt.get(row[0])
        return {"totalSize": len(records), "done": True, "records": records} if records else None
