"""The filters that a template may use: how facts are written for a rep to read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from typing import ParamSpec, TypeVar

from jinja2 import pass_context
from jinja2.runtime import Context

from coach.engine.cards.kinds import Empty, ExpressionKind, Selected, TimeOfDay
from coach.engine.languages import NumberFormat

LARGEST = Decimal(10) ** 15
"""A larger number is a mistake on the record, and would print as a wall of digits."""
MOST_PLACES = 6
FIGURES = "figures"
"""The context variable that holds the number format of the text's language and region. Templates may not name it."""


P = ParamSpec("P")
T = TypeVar("T")


def _keeps_empty(function: Callable[P, T]) -> Callable[P, T | Empty]:
    """Wrap a filter so that it returns an empty fact unchanged: then ``|default`` works after any other filter."""

    @wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> T | Empty:
        empty = next((each for each in args if isinstance(each, Empty)), None)
        return function(*args, **kwargs) if empty is None else empty

    return kept


def rounded(value: Decimal, places: int) -> Decimal:
    """Rounded to this many places, halves away from zero, as people round."""
    if not value.is_finite() or abs(value) >= LARGEST or not 0 <= places <= MOST_PLACES:
        raise ValueError(f"a number is too large to be written, or asked for with more than {MOST_PLACES} places")
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@_keeps_empty
@pass_context
def number(context: Context, value: object, places: int | None = None) -> str:
    """1,234.5"""
    exact = rounded(_number(value), MOST_PLACES if places is None else places)
    return figures_of(context).number(exact, places)


@_keeps_empty
def round_to(value: object, places: int = 0) -> Decimal:
    """A number rounded to fewer places."""
    return rounded(_number(value), places)


@_keeps_empty
@pass_context
def percent(context: Context, value: object) -> str:
    """12.5%"""
    return figures_of(context).percent(rounded(_number(value), MOST_PLACES))


@_keeps_empty
@pass_context
def money(context: Context, value: object) -> str:
    """62,000 USD, or 62,000.50 USD: an amount in the deal's own currency."""
    currency = context.environment.getattr(context["deal"], "currency")
    code = currency if isinstance(currency, str) else ""
    return figures_of(context).money(rounded(_number(value), MOST_PLACES), code)


@_keeps_empty
@pass_context
def day(context: Context, value: object) -> str:
    """30 November 2026"""
    if isinstance(value, date):
        return figures_of(context).day(value)
    raise TypeError("a date is needed here")


@_keeps_empty
@pass_context
def join(context: Context, value: object, between: str | None = None) -> str:
    """A list as text: “a, b and c”, or joined with ``between``."""
    texts = _list(value)
    return figures_of(context).all_of(texts) if between is None else between.join(texts)


@_keeps_empty
def lower(value: object) -> str:
    """all small letters"""
    return _text(value).lower()


@_keeps_empty
def upper(value: object) -> str:
    """ALL CAPITALS"""
    return _text(value).upper()


@_keeps_empty
def title(value: object) -> str:
    """Every Word Capitalised"""
    return _text(value).title()


def default(value: object, instead: object) -> object:
    """``instead`` if the value is empty on the record."""
    return instead if isinstance(value, Empty) else value


def length(value: object) -> int:
    """The number of items in a list; 0 if it is empty."""
    return 0 if isinstance(value, Empty) else len(_list(value))


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: the kinds it takes and returns, and its argument types. The first ``required`` arguments must be
    given.
    """

    function: Callable[..., object]
    takes: frozenset[ExpressionKind]
    gives: ExpressionKind
    arguments: tuple[type, ...] = ()
    required: int = 0


_NUMBER, _TEXT, _LIST = (
    frozenset({ExpressionKind.NUMBER}),
    frozenset({ExpressionKind.TEXT}),
    frozenset({ExpressionKind.LIST}),
)
_PRINTABLE = frozenset({ExpressionKind.TEXT, ExpressionKind.NUMBER, ExpressionKind.DATE})

FILTERS = {
    "money": Filter(money, _NUMBER, ExpressionKind.TEXT),
    "number": Filter(number, _NUMBER, ExpressionKind.TEXT, (int,)),
    "percent": Filter(percent, _NUMBER, ExpressionKind.TEXT),
    "round": Filter(round_to, _NUMBER, ExpressionKind.NUMBER, (int,)),
    "date": Filter(day, frozenset({ExpressionKind.DATE}), ExpressionKind.TEXT),
    "default": Filter(default, _PRINTABLE, ExpressionKind.ANY, (object,), required=1),
    "join": Filter(join, _LIST, ExpressionKind.TEXT, (str,)),
    "length": Filter(length, _LIST, ExpressionKind.NUMBER),
    "lower": Filter(lower, _TEXT, ExpressionKind.TEXT),
    "upper": Filter(upper, _TEXT, ExpressionKind.TEXT),
    "title": Filter(title, _TEXT, ExpressionKind.TEXT),
}


def figures_of(context: Context) -> NumberFormat:
    """The number format of the text that is being rendered."""
    figures: NumberFormat = context[FIGURES]
    return figures


def printable(context: Context, value: object) -> str:
    """A value as printed without a filter. Raises if it is empty, or cannot be written."""
    if isinstance(value, Empty):
        raise value.error()
    if isinstance(value, TimeOfDay):
        return figures_of(context).time(value.moment)
    if isinstance(value, str | Selected):
        return str(value)
    if isinstance(value, bool | tuple):
        raise TypeError("a list needs |join, and a yes or no belongs in {% if %}")
    return str(day(context, value) if isinstance(value, date) else number(context, value))


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    raise TypeError("a number is needed here")


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise TypeError("text is needed here")


def _list(value: object) -> Sequence[str]:
    if isinstance(value, tuple):
        return value
    raise TypeError("a list is needed here")
