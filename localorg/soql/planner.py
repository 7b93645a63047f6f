"""Tree → statement. All checks of a query are done here, before any row is read."""

import sqlite3
from collections.abc import Callable

from localorg.errors import malformed_query
from localorg.schema.types import IDS, ChildRelationship, ObjectType
from localorg.soql import restrictions, tree
from localorg.soql.binder import Binder
from localorg.soql.context import Context
from localorg.soql.days import Days
from localorg.soql.filters import Filter
from localorg.soql.grouping import Grouping
from localorg.soql.ordering import order_clause
from localorg.soql.refusals import invalid_field_at, malformed_at, unknown_children, unsupported_object
from localorg.soql.scope import Scope, Term
from localorg.soql.selection import Selection, is_aggregate, is_count
from localorg.soql.sharing import shared
from localorg.soql.statement import Children, Statement


def _refuse_aggregate(term: Term) -> None:
    if term.aggregated:
        raise malformed_query(f"aggregate function {term.name} is not allowed here")


class Planner:
    """Plans the statements of one query text."""

    def __init__(self, db: sqlite3.Connection, text: str, context: Context, currency: Callable[[], str]) -> None:
        self._text = text
        self._context = context
        self._currency = currency
        self._days = Days(db, context)
        self._scopes = 0

    def plan(self, query: tree.Query) -> Statement:
        """The statement of a whole query. Raises ApiError."""
        one = self._context.schema.find(query.source)
        if one is None:
            raise unsupported_object(self._text, query.source_at, query.source)
        restrictions.check_source(one)
        restrictions.check_offset(query)
        scope = self._scope(one, query)
        restrictions.check_links(scope, query, self._context.schema.features)
        restrictions.check_access(scope, query)
        binder = Binder()
        if is_count(query):
            return self._count(query, scope, binder)
        if is_aggregate(query):
            return self._aggregate(query, scope, binder)
        return self._select(query, scope, binder)

    # ---------------------------------------------------------------- the kinds of query

    def _count(self, query: tree.Query, scope: Scope, binder: Binder) -> Statement:
        where = self._where(query, scope, binder)
        sql = f"SELECT COUNT(*) FROM (SELECT 1 {scope.source} {where} {_limit(query, binder)})"
        return Statement(sql, binder.values, lambda _: None)

    def _aggregate(self, query: tree.Query, scope: Scope, binder: Binder) -> Statement:
        grouping = Grouping(scope)
        grouping.add(query)
        clauses = [self._where(query, scope, binder), grouping.clause]
        if query.having:
            clauses.append(f"HAVING {self._filter(scope, binder, grouping.check).sql(query.having)}")
        clauses += [order_clause(query, scope, grouping.check_ordered), _limit(query, binder)]
        sql = f"SELECT {grouping.columns} {scope.source} {' '.join(clauses)}"
        return Statement(sql, binder.values, grouping.record)

    def _select(self, query: tree.Query, scope: Scope, binder: Binder) -> Statement:
        selection, children = self._selected(query, scope, binder)
        clauses = [self._where(query, scope, binder), _order_rows(query, scope), _limit(query, binder)]
        sql = f"SELECT {selection.columns.sql} {scope.source} {' '.join(clauses)}"
        return Statement(sql, binder.values, selection.shape.record, children)

    def _children(self, parent: ObjectType, query: tree.Query) -> Children:
        down = self._relationship(parent, query)
        scope = self._scope(self._context.schema.objects[down.child], query)
        binder = Binder()
        selection, children = self._selected(query, scope, binder)
        key = f'{scope.table}."{down.field}"'
        key_place = selection.columns.place(key)
        ids = binder.bind_list(())
        ids_name = binder.last
        where = self._where(query, scope, binder, f"{key} IN {ids}")
        sql = f"SELECT {selection.columns.sql} {scope.source} {where} {_order_rows(query, scope)}"
        statement = Statement(sql, binder.values, selection.shape.record, children)
        return Children(str(down.name), statement, key_place, ids_name, query.limit, query.offset)

    def _selected(self, query: tree.Query, scope: Scope, binder: Binder) -> tuple[Selection, tuple[Children, ...]]:
        selection = Selection(scope, binder, self._context.version, self._currency())
        selection.add(query)
        children = tuple(self._children(scope.one, item) for item in query.items if isinstance(item, tree.Query))
        for child in children:
            selection.shape.show_made(child.name, child.of)
        return selection, children

    def _relationship(self, parent: ObjectType, query: tree.Query) -> ChildRelationship:
        name = query.source.split(".")[-1]
        down = parent.children.get(name.casefold())
        if down is None:
            raise unknown_children(self._text, query.source_at, query.source)
        if is_aggregate(query):
            raise malformed_at(self._text, query.at, "only root queries support aggregate expressions")
        return down

    # ---------------------------------------------------------------- clauses

    def _scope(self, one: ObjectType, query: tree.Query) -> Scope:
        self._scopes += 1
        names = (one.name, query.alias) if query.alias else (one.name,)
        only = self._context.only_profile
        return Scope(self._context.schema, self._text, one, names, f"t{self._scopes}", only)

    def _filter(self, scope: Scope, binder: Binder, check: Callable[[Term], None] = _refuse_aggregate) -> Filter:
        def select_ids(query: tree.Query, term: Term) -> str:
            return self._semi_join(query, term, binder)

        return Filter(scope, binder, self._days, select_ids, check)

    def _where(self, query: tree.Query, scope: Scope, binder: Binder, also: str = "") -> str:
        conditions = [also] if also else []
        if "IsDeleted" in scope.one.fields and not (self._context.all_rows or query.all_rows):
            conditions.append(f'{scope.table}."IsDeleted" = 0')
        conditions.extend(shared(scope, self._context, binder))
        if query.where:
            conditions.append(self._filter(scope, binder).sql(query.where))
        return f"WHERE {' AND '.join(conditions)}" if conditions else ""

    def _semi_join(self, query: tree.Query, term: Term, binder: Binder) -> str:
        if term.type not in IDS:
            sentence = f"The left operand '{term.name}' in the where expression with outer query must be an id field"
            raise invalid_field_at(self._text, term.at, sentence)
        one = self._context.schema.find(query.source)
        if one is None:
            raise unsupported_object(self._text, query.source_at, query.source)
        restrictions.check_semi_join(one)
        scope = self._scope(one, query)
        column = self._only_id(query, scope)
        where = self._where(query, scope, binder)
        nulls = f"{'AND' if where else 'WHERE'} {column.sql} IS NOT NULL"
        return f"(SELECT {column.sql} {scope.source} {where} {nulls})"

    def _only_id(self, query: tree.Query, scope: Scope) -> Term:
        item = query.items[0]
        if len(query.items) == 1 and isinstance(item, tree.Item) and isinstance(item.expression, tree.Path):
            term = scope.term(item.expression)
            if term.type in IDS:
                return term
        sentence = "semi join sub-selects must select exactly one field, which is an id or a reference"
        raise malformed_at(self._text, query.at, sentence)


def _limit(query: tree.Query, binder: Binder) -> str:
    if query.limit is None and not query.offset:
        return ""
    limit = -1 if query.limit is None else query.limit
    return f"LIMIT {binder.bind(limit)} OFFSET {binder.bind(query.offset)}"


def _order_rows(query: tree.Query, scope: Scope) -> str:
    """The order of records; ties are in the order of creation."""
    return order_clause(query, scope, _refuse_aggregate, f"{scope.table}.rowid")
