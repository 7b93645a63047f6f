"""Aggregate queries: the grouping keys, the columns of each group, and their names."""

from typing import Any

from localorg.errors import malformed_query
from localorg.soql import shapes
from localorg.soql.functions import term_of
from localorg.soql.refusals import invalid_field_at, malformed_at
from localorg.soql.scope import Scope, Term
from localorg.soql.shapes import Row, Show
from localorg.soql.tree import Item, Path, Query


class Grouping:
    """The columns and the GROUP BY of one aggregate query."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._keys: dict[str, None] = {}
        self._columns: list[str] = []
        self._names: list[str] = []
        self._shows: list[Show] = []

    def add(self, query: Query) -> None:
        """Add the query's keys and everything that it selects. Raises ApiError."""
        for key in query.group_by:
            term = term_of(self._scope, key)
            if term.field is not None and not term.field.groupable:
                sentence = f"field '{term.name}' can not be grouped in a query call"
                raise invalid_field_at(self._scope.text, term.at, sentence)
            self._keys[term.folded] = None
        for item in query.items:
            if isinstance(item, Query):
                raise malformed_at(self._scope.text, item.at, "only root queries support aggregate expressions")
            self._add_item(item)

    @property
    def columns(self) -> str:
        """The list after SELECT."""
        return ", ".join(self._columns)

    @property
    def clause(self) -> str:
        """The GROUP BY clause; empty if all rows are one group."""
        return f"GROUP BY {', '.join(self._keys)}" if self._keys else ""

    def check(self, term: Term) -> None:
        """Raises ApiError for a term that is neither grouped nor aggregated, so that a group has many values of it."""
        if not term.aggregated and term.folded not in self._keys:
            raise malformed_query(f"Field must be grouped or aggregated: {term.name}")

    def check_ordered(self, term: Term) -> None:
        """Like :meth:`check`, for a term in ORDER BY."""
        if not term.aggregated and term.folded not in self._keys:
            raise malformed_query(f"Ordered field must be grouped or aggregated: {term.name}")

    def record(self, row: Row) -> dict[str, Any]:
        """The record of one group."""
        return shapes.aggregate_record(self._names, self._shows, row)

    def _add_item(self, item: Item) -> None:
        term = term_of(self._scope, item.expression)
        self.check(term)
        name = item.alias or (term.name if isinstance(item.expression, Path) else self._next_name())
        if name.casefold() in {known.casefold() for known in self._names}:
            raise malformed_at(self._scope.text, term.at, f"duplicate alias: {name}")
        self._columns.append(term.sql)
        self._names.append(name)
        self._shows.append(shapes.as_json(term))

    def _next_name(self) -> str:
        """The name of a function without an alias: expr0, expr1 …"""
        taken = sum(name.startswith("expr") for name in self._names)
        return f"expr{taken}"
