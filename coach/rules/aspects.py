"""What exactly a condition looks at: the value of a fact, whether there is one, how far ahead a date lies …

Conditions with the same aspect look at the same value, so that it is read once for all playbooks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from coach.model import Deal
from coach.playbook.conditions import FIELDS, Condition, Kind
from coach.rules.facts import (
    DEAL_READERS,
    HIDDEN,
    NEEDS,
    PRODUCT_READERS,
    Read,
    Unknown,
    View,
    entered_stage,
    left_stage,
)

STAGE_HISTORY = "stage_history"


class Side(Enum):
    """Which side of a fact is looked at."""

    VALUE = "value"
    PRESENCE = "whether it is filled in"
    ENTERED = "the stage that was come into"
    LEFT = "the stage that was left"
    DAYS_AHEAD = "how many calendar days a date lies ahead"


_SIDES: Mapping[str, Side] = {
    "empty": Side.PRESENCE,
    "entered": Side.ENTERED,
    "to": Side.ENTERED,
    "from": Side.LEFT,
    "within_next_days": Side.DAYS_AHEAD,
    "within_last_days": Side.DAYS_AHEAD,
    "more_than_days_ahead": Side.DAYS_AHEAD,
    "more_than_days_ago": Side.DAYS_AHEAD,
}


@dataclass(frozen=True, slots=True)
class Aspect:
    """``kind`` is that of the value that is read; ``currency`` the one that money is converted to, if any."""

    fact: str
    side: Side
    kind: Kind
    currency: str | None = None
    of_product: bool = False


def aspect_of(condition: Condition, of_product: bool) -> Aspect:
    """What this condition looks at."""
    side = _SIDES.get(condition.operator, Side.VALUE)
    if side is Side.PRESENCE:
        return Aspect(condition.fact, side, Kind.BOOLEAN, None, of_product)
    kind = Kind.NUMBER if side is Side.DAYS_AHEAD else condition.kind
    return Aspect(condition.fact, side, kind, condition.currency, of_product)


@lru_cache(maxsize=4096)
def reader(aspect: Aspect) -> Read:
    """A function from a view to the aspect's value, None where nothing is filled in, or an Unknown."""
    read, hiding = _raw(aspect), _hiding(aspect)
    finish = _finish(aspect)

    def read_unless_hidden(view: View) -> object:
        unreadable = view.deal.unreadable
        if unreadable and not hiding.isdisjoint(unreadable):
            return HIDDEN
        return finish(read(view), view)

    return read_unless_hidden


def _raw(aspect: Aspect) -> Read:
    if aspect.side is Side.ENTERED:
        return entered_stage
    if aspect.side is Side.LEFT:
        return left_stage
    if aspect.of_product:
        return PRODUCT_READERS[aspect.fact]
    if aspect.fact.startswith(FIELDS):
        name = aspect.fact.removeprefix(FIELDS)
        return lambda view: view.deal.fields.get(name, HIDDEN)
    return DEAL_READERS[aspect.fact]


def _hiding(aspect: Aspect) -> frozenset[str]:
    """The names whose being unreadable hides this aspect."""
    if aspect.of_product:
        return frozenset({"product", f"product.{aspect.fact}"})
    if aspect.side in (Side.ENTERED, Side.LEFT):
        return frozenset({aspect.fact, STAGE_HISTORY})
    return frozenset({aspect.fact, aspect.fact.removeprefix(FIELDS)}) | NEEDS.get(aspect.fact, frozenset())


def _finish(aspect: Aspect) -> Callable[[object, View], object]:
    if aspect.side is Side.PRESENCE:
        return _presence
    if aspect.side is Side.DAYS_AHEAD:
        return _days_ahead
    if aspect.kind is Kind.MONEY and aspect.currency:
        currency = aspect.currency
        return lambda value, view: _converted(value, view.deal, currency)
    return _PLAIN[aspect.kind]


def _presence(value: object, _: View) -> object:
    if isinstance(value, Unknown):
        return value
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _days_ahead(value: object, view: View) -> object:
    day = _date(value, view)
    return (day - view.today).days if isinstance(day, date) else day


def _converted(value: object, deal: Deal, currency: str) -> object:
    number = _number(value, None)
    if not isinstance(number, Decimal | int) or deal.currency == currency:
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
    if isinstance(value, str):
        return value.strip() or None
    return value if value is None or isinstance(value, Unknown) else _other_kind(value, "text")


def _number(value: object, _: View | None) -> object:
    if (
        value is None
        or isinstance(value, Decimal | Unknown)
        or (isinstance(value, int) and not isinstance(value, bool))
    ):
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
    kinds = ((bool, "true or false"), (str, "text"), (Decimal, "a number"), (int, "a number"), (date, "a date"))
    found = next((word for kind, word in kinds if isinstance(value, kind)), "something else")
    return Unknown(f"the field holds {found}, and the playbook compares {wanted}")


_PLAIN: Mapping[Kind, Callable[[object, View], object]] = {
    Kind.TEXT: _text,
    Kind.STAGE: _stage,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
}
