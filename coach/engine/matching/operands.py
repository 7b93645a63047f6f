"""What a condition looks at: the value of a fact, whether there is one, how far ahead a date lies …

Conditions with the same operand look at the same value, so it is read once for all playbooks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from coach.engine.matching.facts import (
    DEAL_READERS,
    HIDDEN,
    NEEDS,
    PRODUCT_READERS,
    Read,
    View,
    entered_stage,
    left_stage,
)
from coach.engine.model import Deal, RecordId, Unknown
from coach.engine.model.fields import as_id, as_time
from coach.engine.playbook.conditions import FIELDS, Condition, Kind
from coach.engine.playbook.operators import OPERATORS, Side

STAGE_HISTORY = "stage_history"


class WrittenValue(Enum):
    """What the author's texts in a comparison with a further field could mean, besides text."""

    WORDS = "nothing else"
    TIMES = "times of day"
    IDS = "ids of records"


@dataclass(frozen=True, slots=True)
class Operand:
    """``kind`` is the kind of the value that is read. ``currency`` is the one that money is converted to, if any.

    Only the org knows the kind of a further field; ``written`` says what else the author's texts could mean.
    """

    fact: str
    side: Side
    kind: Kind
    currency: str | None = None
    of_product: bool = False
    written: WrittenValue = WrittenValue.WORDS


def aspect_of(condition: Condition, of_product: bool) -> Operand:
    """The operand of a condition. A further field may hold something else than text. Only an ``exact`` operator knows
    how to compare that; any other operator sees texts alone.
    """
    operator, further = OPERATORS[condition.operator], condition.fact.startswith(FIELDS)
    side = operator.looks_at
    if side is Side.PRESENCE:
        return Operand(condition.fact, side, Kind.BOOLEAN, None, of_product)
    if side is Side.AS_IT_IS and condition.currency:
        side = Side.VALUE
    elif side is Side.VALUE and further and condition.kind is Kind.TEXT and not operator.exact:
        side = Side.SEARCHED
    kind = Kind.NUMBER if side is Side.DAYS_AHEAD else condition.kind
    written = _written(condition) if further and side is Side.VALUE and kind is Kind.TEXT else WrittenValue.WORDS
    return Operand(condition.fact, side, kind, condition.currency, of_product, written)


def _written(condition: Condition) -> WrittenValue:
    texts = [str(value) for value in condition.values]
    if all(as_time(text) for text in texts):
        return WrittenValue.TIMES
    return WrittenValue.IDS if all(as_id(text) for text in texts) else WrittenValue.WORDS


@lru_cache(maxsize=4096)
def reader(aspect: Operand) -> Read:
    """A function from a view to the operand's value; None if nothing is filled in; or an Unknown."""
    read, hiding = _raw(aspect), _hiding(aspect)
    finish = _finish(aspect)

    def read_unless_hidden(view: View) -> object:
        unreadable = view.deal.unreadable
        if unreadable and not hiding.isdisjoint(unreadable):
            return HIDDEN
        return finish(read(view), view)

    return read_unless_hidden


def _raw(aspect: Operand) -> Read:
    if aspect.side is Side.ENTERED:
        return entered_stage
    if aspect.side is Side.LEFT:
        return left_stage
    if aspect.fact.startswith(FIELDS):
        name = aspect.fact.removeprefix(FIELDS)
        return lambda view: (view.item or view.deal).fields.get(name, HIDDEN)
    return (PRODUCT_READERS if aspect.of_product else DEAL_READERS)[aspect.fact]


def _hiding(aspect: Operand) -> frozenset[str]:
    """The names in ``Deal.unreadable`` that make this operand unknown."""
    if aspect.of_product:
        return frozenset({"product", f"product.{aspect.fact.removeprefix(FIELDS)}"})
    if aspect.side in (Side.ENTERED, Side.LEFT):
        return frozenset({aspect.fact, STAGE_HISTORY})
    return frozenset({aspect.fact, aspect.fact.removeprefix(FIELDS)}) | NEEDS.get(aspect.fact, frozenset())


def _finish(aspect: Operand) -> Callable[[object, View], object]:
    if aspect.kind is Kind.MONEY and aspect.currency and aspect.side is Side.VALUE:
        currency = aspect.currency
        return lambda value, view: _converted(value, view.deal, currency)
    if aspect.kind is Kind.TEXT and aspect.side is Side.VALUE:
        return _WORDS[aspect.written]
    return _SIDES.get(aspect.side) or _PLAIN[aspect.kind]


def _presence(value: object, _: View) -> object:
    if isinstance(value, Unknown):
        return value.filled or value
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _as_it_is(value: object, _: View) -> object:
    return value.strip() or None if isinstance(value, str) else value


def _days_ahead(value: object, view: View) -> object:
    day = _date(value, view)
    return (day - view.today).days if isinstance(day, date) else day


def _converted(value: object, deal: Deal, currency: str) -> object:
    number = _number(value, None)
    if deal.currency == currency or not isinstance(number, Decimal | int):
        return number
    if deal.currency is None:
        return Unknown("the deal's currency is not known")
    own, wanted = deal.rates.get(deal.currency), deal.rates.get(currency)
    if not own or not wanted:
        missing = currency if own else deal.currency
        day = f" on {deal.rates_on.isoformat()}" if deal.rates_on else ""
        return Unknown(f"your org has no exchange rate for {missing}{day}")
    return number * wanted / own


def _text(value: object, _: View | None) -> object:
    """A text, or a selection, which is compared as a whole."""
    if isinstance(value, str):
        return value.strip() or None
    return value if value is None or isinstance(value, tuple | Unknown) else _other_kind(value, "text")


def _text_or(kind: type) -> Callable[[object, View], object]:
    return lambda value, view: value if isinstance(value, kind) else _text(value, view)


def _searched(value: object, _: View | None) -> object:
    if isinstance(value, tuple):
        return Unknown("several values can be chosen in this field, and no part of their names is looked for in it")
    return _text(value, None)


def _chosen(value: object, _: View | None) -> object:
    return value if value is None or isinstance(value, tuple | Unknown) else _other_kind(value, "a selection")


def _time(value: object, _: View | None) -> object:
    return value if value is None or isinstance(value, time | Unknown) else _other_kind(value, "a time of day")


def _number(value: object, _: View | None) -> object:
    if isinstance(value, Decimal):
        return value if value.is_finite() else Unknown("the field holds no number")
    if value is None or isinstance(value, Unknown) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return _other_kind(value, "a number")


def _date(value: object, view: View) -> object:
    if isinstance(value, datetime):
        return value.astimezone(view.zone).date()
    return value if value is None or isinstance(value, date | Unknown) else _other_kind(value, "a date")


def _boolean(value: object, _: View | None) -> object:
    return value if value is None or isinstance(value, bool | Unknown) else _other_kind(value, "true or false")


def _stage(value: object, _: View | None) -> object:
    return value


def _other_kind(value: object, wanted: str) -> Unknown:
    found = next((word for kind, word in _KINDS if isinstance(value, kind)), "something else")
    return Unknown(f"the field holds {found}, and the playbook compares {wanted}")


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    (Decimal, "a number"),
    (int, "a number"),
    (date, "a date"),
    (time, "a time of day"),
    (tuple, "a selection of several values"),
    (RecordId, "the id of another record"),
)
_PLAIN: Mapping[Kind, Callable[[object, View], object]] = {
    Kind.TEXT: _text,
    Kind.STAGE: _stage,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.SELECTION: _chosen,
    Kind.TIME: _time,
    Kind.ID: _text_or(RecordId),
}
_WORDS: Mapping[WrittenValue, Callable[[object, View], object]] = {
    WrittenValue.WORDS: _text,
    WrittenValue.TIMES: _text_or(time),
    WrittenValue.IDS: _text_or(RecordId),
}
_SIDES: Mapping[Side, Callable[[object, View], object]] = {
    Side.PRESENCE: _presence,
    Side.DAYS_AHEAD: _days_ahead,
    Side.SEARCHED: _searched,
    Side.AS_IT_IS: _as_it_is,
}
"""How each :class:`Side` of a value is computed, for sides that do not depend on its kind."""
