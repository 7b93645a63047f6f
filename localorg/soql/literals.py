"""Literals → stored values that can be compared with a field; the platform's error if the types differ."""

import sys
from datetime import date, datetime
from decimal import Decimal

from localorg.errors import ApiError
from localorg.ids import to18
from localorg.moments import moment_text
from localorg.schema.types import IDS, NUMERIC, TEXTUAL, FieldType, Value
from localorg.soql.refusals import invalid_field_at, invalid_filter_at
from localorg.soql.scope import Scope, Term
from localorg.soql.tree import Literal, LiteralKind

_LARGEST_INTEGER = 2**63
_WANTED = {
    FieldType.BOOLEAN: "boolean",
    FieldType.INT: "int",
    FieldType.DATE: "date",
    FieldType.DATETIME: "dateTime",
}


def value_of(scope: Scope, term: Term, literal: Literal) -> Value:
    """The literal in the column's stored form; empty text is null. Raises ApiError if the types differ."""
    if literal.kind is LiteralKind.NULL:
        return None
    if term.type in IDS and literal.kind is LiteralKind.STRING:
        return _identifier(scope, term, str(literal.value))
    if term.type in TEXTUAL and literal.kind is LiteralKind.STRING:
        return plain(str(literal.value)).lower() or None
    if term.type in NUMERIC and isinstance(literal.value, Decimal):
        return _number(literal.value)
    if term.type is FieldType.BOOLEAN and isinstance(literal.value, bool):
        return literal.value
    return _time(scope, term, literal)


def plain(text: str) -> str:
    """The characters that a string literal represents outside LIKE."""
    return text.replace(r"\%", "%").replace(r"\_", "_").replace("\\\\", "\\")


def mismatch(scope: Scope, term: Term) -> ApiError:
    """The error for a literal of the wrong type."""
    if term.type in IDS | TEXTUAL:
        wanted, quotes = "string", "should be enclosed in quotes"
    else:
        wanted, quotes = _WANTED.get(term.type, "double"), "should not be enclosed in quotes"
    sentence = f"value of filter criterion for field '{term.name}' must be of type {wanted} and {quotes}"
    return invalid_field_at(scope.text, term.at, sentence)


def _time(scope: Scope, term: Term, literal: Literal) -> str:
    if term.type is FieldType.DATETIME and isinstance(literal.value, datetime):
        return moment_text(literal.value)
    if term.type is FieldType.DATE and literal.kind is LiteralKind.DATE and isinstance(literal.value, date):
        return literal.value.isoformat()
    raise mismatch(scope, term)


def _identifier(scope: Scope, term: Term, text: str) -> str | None:
    if not text:
        return None
    try:
        return to18(text)
    except ValueError as broken:
        raise invalid_filter_at(scope.text, term.at, f"invalid ID field: {text}") from broken


def _number(number: Decimal) -> int | float:
    if abs(number) < _LARGEST_INTEGER and number == number.to_integral_value():
        return int(number)
    return max(-sys.float_info.max, min(float(number), sys.float_info.max))
