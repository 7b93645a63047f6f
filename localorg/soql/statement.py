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
    """``sql`` with its bound ``values``; ``record`` makes a record of a row, ``children`` are fetched in between."""

    sql: str
    values: dict[str, Value]
    record: Callable[[Row], dict[str, Any] | None]
    children: tuple["Children", ...] = ()

    def rows(self, db: sqlite3.Connection, **values: Value) -> list[Row]:
        """The rows as the database has them, the rows of their children fetched; ``values`` are bound besides."""
        rows = db.execute(self.sql, {**self.values, **values}).fetchall()
        for children in self.children:
            children.fetch(db, rows)
        return rows

    def records(self, db: sqlite3.Connection) -> list[Any]:
        """The records in REST shape."""
        return [self.record(row) for row in self.rows(db)]


@dataclass
class Children:
    """A subquery: the children of all parents in one statement, then dealt out.

    The statement's ``parents`` value takes the ids; ``key_place`` is where a child's row names its parent.
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
        """The children of one parent as REST shows them; null where there are none."""
        records = self._dealt.get(row[0])
        return {"totalSize": len(records), "done": True, "records": records} if records else None
