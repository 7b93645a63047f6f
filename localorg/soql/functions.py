"""Functions in a query: aggregates, date functions, and the few that only change how a value is shown."""

from collections.abc import Callable, Mapping

from localorg.errors import ApiError
from localorg.schema.types import NUMERIC, FieldType
from localorg.soql.refusals import invalid_field_at, malformed_at
from localorg.soql.scope import Scope, Term
from localorg.soql.tree import Call, Expression, Path

AGGREGATES = frozenset({"COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"})
DISPLAY = frozenset({"TOLABEL", "FORMAT", "CONVERTCURRENCY", "CONVERTTIMEZONE"})
_DATES = frozenset({FieldType.DATE, FieldType.DATETIME})
_ORDERED = NUMERIC | _DATES | {FieldType.STRING, FieldType.PICKLIST, FieldType.ID, FieldType.REFERENCE}


def term_of(scope: Scope, expression: Expression) -> Term:
    """The value of a field or function. Raises ApiError."""
    if isinstance(expression, Path):
        return scope.term(expression)
    if expression.function in AGGREGATES:
        return _aggregate(scope, expression)
    if expression.function in _PARTS:
        return _part_of_date(scope, expression)
    if expression.function in DISPLAY:
        return _shown(scope, expression)
    raise malformed_at(scope.text, expression.at, f"Invalid function: {expression.function}")


def argument_of(scope: Scope, call: Call) -> Term:
    """The single argument of a function. Raises ApiError if there is not exactly one."""
    if len(call.arguments) != 1:
        raise malformed_at(scope.text, call.at, f"{call.function} function takes exactly one argument")
    return term_of(scope, call.arguments[0])


def converted(term: Term) -> str:
    """An amount in the corporate currency. A rate is the number of units per unit of the corporate currency."""
    if term.type is not FieldType.CURRENCY or term.owner is None or "CurrencyIsoCode" not in term.owner.fields:
        return term.sql
    own_code = f'{term.table}."CurrencyIsoCode"'
    return f"({term.sql} / {rate_of(term, own_code)})"


def rate_of(term: Term, code: str) -> str:
    """The rate of the currency with this code. With dated rates, an opportunity's rate is that of its close date.

    https://help.salesforce.com/s/articleView?id=xcloud.administration_about_advanced_currency_management.htm
    """
    static = f'(SELECT "ConversionRate" FROM "CurrencyType" WHERE "IsoCode" = {code})'
    if not term.dated_by:
        return static
    day = term.dated_by
    spans = f'"StartDate" <= {day} AND ("NextStartDate" IS NULL OR {day} < "NextStartDate")'
    return (
        f'COALESCE((SELECT "ConversionRate" FROM "DatedConversionRate" WHERE "IsoCode" = {code} AND {spans}), {static})'
    )


def _aggregate(scope: Scope, call: Call) -> Term:
    if call.function == "COUNT" and not call.arguments:
        return Term("COUNT(*)", FieldType.INT, "COUNT", call.at, aggregated=True)
    term = argument_of(scope, call)
    sql, kind = _AGGREGATES[call.function](term)
    if not _can_aggregate(call.function, term):
        raise _unsupported(scope, call, term)
    return Term(sql, kind, call.function, call.at, aggregated=True)


def _can_aggregate(function: str, term: Term) -> bool:
    if term.aggregated or (term.field is not None and not term.field.filterable):
        return False
    if function in ("SUM", "AVG"):
        return term.type in NUMERIC
    return function.startswith("COUNT") or term.type in _ORDERED


def _unsupported(scope: Scope, call: Call, term: Term) -> ApiError:
    sentence = f"field {term.name} does not support aggregate operator {call.function}"
    return invalid_field_at(scope.text, call.at, sentence)


_AGGREGATES: Mapping[str, Callable[[Term], tuple[str, FieldType]]] = {
    "COUNT": lambda term: (f"COUNT({term.sql})", FieldType.INT),
    "COUNT_DISTINCT": lambda term: (f"COUNT(DISTINCT {term.folded})", FieldType.INT),
    "SUM": lambda term: (f"ROUND(SUM({converted(term)}), {_scale(term)})", term.type),
    "AVG": lambda term: (f"AVG({converted(term)})", FieldType.DOUBLE),
    "MIN": lambda term: (f"MIN({converted(term)})", term.type),
    "MAX": lambda term: (f"MAX({converted(term)})", term.type),
}


def _scale(term: Term) -> int:
    return term.field.scale if term.field else 2


def _part_of_date(scope: Scope, call: Call) -> Term:
    term = argument_of(scope, call)
    if term.type not in _DATES:
        raise invalid_field_at(scope.text, call.at, f"field {term.name} does not support function {call.function}")
    kind = FieldType.DATE if call.function == "DAY_ONLY" else FieldType.INT
    return Term(_PARTS[call.function].format(sql=term.sql), kind, call.function, call.at)


def _number(strftime: str) -> str:
    # SQLite can read the first 19 characters of a stored time; the rest is milliseconds and a zero offset.
    return f"CAST(strftime('{strftime}', substr({{sql}}, 1, 19)) AS INTEGER)"


_MONTH = _number("%m")
_YEAR = _number("%Y")
_QUARTER = f"(({_MONTH} + 2) / 3)"
_PARTS: Mapping[str, str] = {
    "CALENDAR_YEAR": _YEAR,
    "CALENDAR_QUARTER": _QUARTER,
    "CALENDAR_MONTH": _MONTH,
    "FISCAL_YEAR": _YEAR,
    "FISCAL_QUARTER": _QUARTER,
    "FISCAL_MONTH": _MONTH,
    "DAY_IN_YEAR": _number("%j"),
    "DAY_IN_MONTH": _number("%d"),
    "DAY_IN_WEEK": f"({_number('%w')} + 1)",
    "WEEK_IN_MONTH": f"(({_number('%d')} + 6) / 7)",
    "WEEK_IN_YEAR": f"(({_number('%j')} + 6) / 7)",
    "HOUR_IN_DAY": _number("%H"),
    "DAY_ONLY": "substr({sql}, 1, 10)",
}
"""Date functions, in UTC; fiscal years are calendar years here."""


def _shown(scope: Scope, call: Call) -> Term:
    """The value itself; its format is applied when the record is built."""
    return argument_of(scope, call)
