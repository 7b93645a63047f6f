"""A query as a tree. ``at`` is the offset of a part in the text, for error messages."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Path:
    """A field, with the path through its parents: ``Account.Owner.Name``."""

    parts: tuple[str, ...]
    at: int

    def __str__(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a field, of another function's result, or of nothing: ``COUNT()``. The name is in capitals."""

    function: str
    arguments: tuple["Path | Call", ...]
    at: int


Expression = Path | Call


class LiteralKind(StrEnum):
    """The kind of a literal, by the way it is written."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    DATE = "date"
    DATETIME = "datetime"
    DATE_WORD = "date word"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class DateWord:
    """A date literal, a period relative to now: ``LAST_N_DAYS:7``; ``count`` is None if it takes none."""

    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency: ``USD5000``."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Literal:
    """A value in a filter."""

    kind: LiteralKind
    value: str | Decimal | bool | date | datetime | DateWord | Money | None
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``operator`` is one of ``= != < <= > >= like``."""

    left: Expression
    operator: str
    right: Literal


@dataclass(frozen=True, slots=True)
class Member:
    """``IN`` or ``NOT IN`` a list."""

    left: Expression
    values: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class SemiJoin:
    """``IN`` or ``NOT IN`` the ids that another query selects."""

    left: Expression
    query: "Query"
    negated: bool


@dataclass(frozen=True, slots=True)
class Includes:
    """``INCLUDES`` or ``EXCLUDES``: choices that a multi-select picklist holds; within one value, all of ``a;b``."""

    left: Expression
    values: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class AllOf:
    """Conditions joined by AND."""

    terms: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions joined by OR."""

    terms: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """NOT a condition."""

    term: "Condition"


Condition = Comparison | Member | SemiJoin | Includes | AllOf | AnyOf | Negation


@dataclass(frozen=True, slots=True)
class Item:
    """One selected expression, with its alias."""

    expression: Expression
    alias: str | None


@dataclass(frozen=True, slots=True)
class Ordering:
    """One key of the order. Nulls come first unless the query says otherwise, in both directions."""

    expression: Expression
    descending: bool
    nulls_last: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A query or a subquery. ``source`` names an object, or, in a subquery of children, a relationship."""

    items: tuple["Item | Query", ...]
    source: str
    source_at: int
    alias: str | None
    where: Condition | None
    group_by: tuple[Expression, ...]
    having: Condition | None
    order_by: tuple[Ordering, ...]
    limit: int | None
    offset: int
    all_rows: bool
    at: int
