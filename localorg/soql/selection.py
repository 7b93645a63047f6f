"""The selected fields of a query: the columns of its statement, and the structure of its records."""

from collections.abc import Callable

from localorg.errors import malformed_query
from localorg.schema.types import Field, FieldType
from localorg.soql import shapes
from localorg.soql.binder import Binder
from localorg.soql.functions import AGGREGATES, DISPLAY, converted, rate_of, term_of
from localorg.soql.refusals import invalid_field_at, malformed_at
from localorg.soql.scope import Scope, Step, Term
from localorg.soql.shapes import Shape, Show
from localorg.soql.tree import Call, Expression, Item, Path, Query

MAX_FIELDS_LIMIT = 200


class Columns:
    """The columns of one SELECT, without duplicates."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, sql: str) -> int:
        """The index of this expression in a row; adds the column if needed."""
        return self._places.setdefault(sql, len(self._places))

    @property
    def sql(self) -> str:
        """The list after SELECT."""
        return ", ".join(self._places)


class Selection:
    """The fields of a query that is not an aggregate query, as columns and as a shape."""

    def __init__(self, scope: Scope, binder: Binder, version: str, currency: str) -> None:
        """``currency`` is the user's."""
        self.columns = Columns()
        self._scope = scope
        self._binder = binder
        self._version = version
        self._currency = currency
        name = scope.one.name
        self.shape = Shape(lambda _: name, self.columns.place(f'{scope.table}."Id"'), version)

    def add(self, query: Query) -> None:
        """Add everything that the query selects except subqueries. Raises ApiError."""
        for item in query.items:
            if isinstance(item, Query):
                continue
            if isinstance(item.expression, Path):
                self._add_path(item.expression, item)
            elif item.expression.function == "FIELDS":
                self._add_all(query, item.expression)
            else:
                self._add_shown(item.expression, item)

    def _add_path(self, path: Path, item: Item) -> None:
        if item.alias:
            # Only aggregate queries may rename a field.
            raise malformed_at(self._scope.text, path.at, "only aggregate expressions use field aliasing")
        term = self._scope.term(path)
        shape = self._shape_of(path)
        if term.name in shape.entries:
            raise invalid_field_at(self._scope.text, path.at, f"duplicate field selected: {path}")
        self._show(shape, term)

    def _show(self, shape: Shape, term: Term) -> None:
        place = self.columns.place(term.sql)
        if term.type is FieldType.BASE64:
            shape.show_blob(term.name, place)
        else:
            shape.show(term.name, place, shapes.as_json(term))

    def _add_all(self, query: Query, call: Call) -> None:
        kind = str(call.arguments[0]).upper() if call.arguments else ""
        wanted = _FIELD_SETS.get(kind)
        if wanted is None:
            raise malformed_at(self._scope.text, call.at, f"unexpected token: '{kind}'")
        if kind != "STANDARD" and (query.limit is None or query.limit > MAX_FIELDS_LIMIT):
            raise malformed_query(f"The SOQL FIELDS function must have a LIMIT of at most {MAX_FIELDS_LIMIT}")
        for name, field in self._scope.one.fields.items():
            if wanted(field):
                self._show(self.shape, self._scope.term(Path((name,), call.at)))

    def _add_shown(self, call: Call, item: Item) -> None:
        """Add a function that changes how a value is shown; without an alias it has the field's own name."""
        term, path = term_of(self._scope, call), _innermost(call)
        if call.function not in DISPLAY or path is None:
            sentence = f"{call.function} can only be selected in a query that groups by it"
            raise malformed_at(self._scope.text, call.at, sentence)
        place = self.columns.place(self._in_own_currency(term) if _converts(call) else term.sql)
        shape = self.shape if item.alias else self._shape_of(path)
        shape.show(item.alias or term.name, place, _SHOWS.get(call.function, shapes.as_json)(term))

    def _in_own_currency(self, term: Term) -> str:
        corporate = converted(term)
        if corporate == term.sql:
            return corporate
        rate = rate_of(term, self._binder.bind(self._currency))
        return f"ROUND({corporate} * {rate}, 2)"

    def _shape_of(self, path: Path) -> Shape:
        shape = self.shape
        for step in self._scope.steps(path):
            if step.name not in shape.parents:
                shape.show_parent(step.name, self._parent_shape(step))
            shape = shape.parents[step.name]
        return shape

    def _parent_shape(self, step: Step) -> Shape:
        names = {parent.key_prefix: parent.name for parent in step.parents}
        only = step.parents[0].name if len(step.parents) == 1 else None
        return Shape(lambda one: only or names.get(one[:3], "Name"), self.columns.place(step.key), self._version)


_FIELD_SETS: dict[str, Callable[[Field], bool]] = {
    "ALL": lambda _: True,
    "STANDARD": lambda field: not field.custom,
    "CUSTOM": lambda field: field.custom,
}


_SHOWS: dict[str, Callable[[Term], Show]] = {"FORMAT": shapes.as_text, "TOLABEL": shapes.as_label}


def _converts(expression: Expression) -> bool:
    if isinstance(expression, Path):
        return False
    return expression.function == "CONVERTCURRENCY" or any(_converts(one) for one in expression.arguments)


def _innermost(expression: Expression) -> Path | None:
    while isinstance(expression, Call):
        if len(expression.arguments) != 1:
            return None
        expression = expression.arguments[0]
    return expression


def is_aggregate(query: Query) -> bool:
    """Whether the query's rows are groups, not records."""
    calls = [item.expression for item in query.items if isinstance(item, Item) and isinstance(item.expression, Call)]
    return bool(query.group_by) or any(call.function in AGGREGATES for call in calls)


def is_count(query: Query) -> bool:
    """Whether the query is ``SELECT COUNT() …``: a number, and no records."""
    only = query.items[0] if len(query.items) == 1 else None
    call = only.expression if isinstance(only, Item) else None
    return isinstance(call, Call) and call.function == "COUNT" and not call.arguments and not query.group_by
