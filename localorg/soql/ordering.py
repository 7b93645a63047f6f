"""ORDER BY: text case-insensitively, picklists in the order of their values, nulls first or last as requested."""

from collections.abc import Callable

from localorg.schema.types import FieldType
from localorg.soql.functions import term_of
from localorg.soql.refusals import invalid_field_at
from localorg.soql.scope import Scope, Term
from localorg.soql.tree import Ordering, Query

_UNLISTED = 9999


def order_clause(query: Query, scope: Scope, check: Callable[[Term], None], last_key: str = "") -> str:
    """The clause; empty if the query has no order. ``check`` refuses terms; ``last_key`` breaks ties."""
    keys = [key for ordering in query.order_by for key in _keys(scope, ordering, check)]
    if last_key:
        keys.append(last_key)
    return f"ORDER BY {', '.join(keys)}" if keys else ""


def _keys(scope: Scope, ordering: Ordering, check: Callable[[Term], None]) -> list[str]:
    term = term_of(scope, ordering.expression)
    if term.field is not None and not term.field.sortable:
        sentence = f"field '{term.name}' can not be sorted in a query call"
        raise invalid_field_at(scope.text, term.at, sentence)
    check(term)
    direction = "DESC" if ordering.descending else "ASC"
    nulls = "LAST" if ordering.nulls_last else "FIRST"
    return [f"{sql} {direction} NULLS {nulls}" for sql in _sorted_by(term)]


def _sorted_by(term: Term) -> list[str]:
    if term.type is not FieldType.PICKLIST or term.field is None or not term.field.picklist:
        return [term.folded]
    places = " ".join(f"WHEN {_text(one.value)} THEN {place}" for place, one in enumerate(term.field.picklist))
    listed = f"CASE {term.sql} {places} ELSE {_UNLISTED} END"
    return [f"CASE WHEN {term.sql} IS NOT NULL THEN {listed} END", term.folded]


def _text(value: str) -> str:
    """A picklist value of the schema as SQL text."""
    return "'" + value.replace("'", "''") + "'"
