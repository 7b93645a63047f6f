"""Expected and found values, in words that a rep can read."""

from datetime import date, datetime, time
from decimal import Decimal

from coach.engine.languages import figures_in
from coach.engine.matching.facts import DEAL_READERS, PRODUCT_READERS, View
from coach.engine.model import Unknown
from coach.engine.model.fields import selection
from coach.engine.playbook.closed import OPEN
from coach.engine.playbook.conditions import FIELDS, Condition, Kind
from coach.engine.playbook.operators import OPERATORS, Side, Takes
from coach.engine.playbook.operators.days import in_days
from coach.engine.playbook.operators.equality import FILLED_IN, NOT_FILLED_IN
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from coach.text import one_line, shorten

Amount = tuple[Decimal, str]
LEFT_UNSAID = "no (closed deals are left out unless a playbook asks for them)"
_LONGEST = 120
_MOST_DIGITS = 30
"""Maximum digits before the decimal point, or after it: a number of a million digits would fill the page and take
long.
"""

_SINGULAR = {"days": "day", "times": "time", "contacts": "contact", "products": "product"}


def expected(condition: Condition, of_product: bool) -> str:
    """What the author asked for."""
    if condition == OPEN and condition.line == 0:
        return LEFT_UNSAID
    values = [_value(value, condition, of_product) for value in condition.values]
    return OPERATORS[condition.operator].expected(values)


def found(condition: Condition, value: object, view: View) -> str:
    """What the record holds; ``value`` is the value that the condition looked at."""
    if isinstance(value, Unknown):
        return value.reason
    looks_at = OPERATORS[condition.operator].looks_at
    if looks_at is Side.PRESENCE:
        return FILLED_IN if value else NOT_FILLED_IN
    if value is None:
        return NOT_FILLED_IN
    if looks_at in (Side.ENTERED, Side.LEFT):
        return _last_change(view)
    if looks_at is Side.DAYS_AHEAD:
        return _relative(value)
    if condition.kind is Kind.MONEY and isinstance(value, Decimal | int):
        return _money_found(condition, Decimal(value), view)
    return _value(labelled(value, condition, view), condition, view.item is not None)


def labelled(value: object, condition: Condition, view: View) -> object:
    """The labels that people see, in place of the API names that the record holds."""
    fact = condition.fact.removeprefix(FIELDS)
    if view.item:
        fact = f"product.{fact}"
    if isinstance(value, str):
        return view.deal.label(fact, value)
    return tuple(view.deal.label(fact, each) for each in value) if isinstance(value, tuple) else value


def _relative(ahead: object) -> str:
    if not isinstance(ahead, int) or ahead == 0:
        return "today"
    return f"{in_days(str(ahead))} ahead" if ahead > 0 else f"{in_days(str(-ahead))} ago"


def _last_change(view: View) -> str:
    history = view.deal.history
    if len(history) < 2:
        return f"in {_stage(view.deal.stage, view)} from the start"
    into = f"into {_stage(history[-1].stage, view)} on {_date(history[-1].at, view)}"
    return f"came from {_stage(history[-2].stage, view)} {into}"


def _stage(stage: str, view: View) -> str:
    return text(view.deal.label("stage", stage))


def _money_found(condition: Condition, value: Decimal, view: View) -> str:
    """The record's own figure first, then in brackets its value in the playbook's currency."""
    own, wanted = amounts(condition, value, view)
    return f"{money(*own)} ({money(*wanted)})" if wanted else money(*own)


def amounts(condition: Condition, value: Decimal, view: View) -> tuple[Amount, Amount | None]:
    """The record's own amount and, if the playbook asks in another currency, its value in that currency."""
    own, wanted = view.deal.currency, condition.currency
    if wanted is None or wanted == own or own is None:
        return (value, own or ""), None
    return (Decimal(str(_on_record(condition.fact, view))), own), (value, wanted)


def _on_record(fact: str, view: View) -> object:
    if fact.startswith(FIELDS):
        return (view.item or view.deal).fields.get(fact.removeprefix(FIELDS))
    return (PRODUCT_READERS if view.item else DEAL_READERS)[fact](view)


def _value(value: object, condition: Condition, of_product: bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    if isinstance(value, tuple):
        return text(", ".join(value))
    if condition.kind is Kind.SELECTION and isinstance(value, str):
        return text(", ".join(selection(value)))
    if isinstance(value, Decimal | int):
        if OPERATORS[condition.operator].takes is Takes.DAYS:
            return number(Decimal(value))
        if condition.kind is Kind.MONEY:
            return money(Decimal(value), condition.currency or "")
        return _with_unit(Decimal(value), condition.fact, of_product)
    return text(str(value))


def _with_unit(value: Decimal, fact: str, of_product: bool) -> str:
    known = (PRODUCT_FACTS if of_product else DEAL_FACTS).get(fact)
    unit = known.unit if known else ""
    if unit == "%":
        return figures_in("en").percent(value)
    return f"{number(value)} {_SINGULAR.get(unit, unit) if value == 1 else unit}".rstrip()


def number(value: Decimal) -> str:
    """“62,000” or “2.5”: all digits, with thousands separators, without trailing zeros."""
    if not _writable(value):
        return _in_short(value)
    whole, _, fraction = f"{value:,f}".partition(".")
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".")


def money(value: Decimal, currency: str) -> str:
    """“62,000 USD”, “12.50 EUR”: cents only if there are any."""
    if not _writable(value):
        return f"{_in_short(value)} {currency}".rstrip()
    whole = value == value.to_integral_value()
    return f"{value:,.0f} {currency}".rstrip() if whole else f"{value:,.2f} {currency}".rstrip()


def _writable(value: Decimal) -> bool:
    """Whether it has few enough digits for a person to read."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -_MOST_DIGITS <= exponent <= value.adjusted() < _MOST_DIGITS


def _in_short(value: Decimal) -> str:
    """“1.5e+400”, for a number that no record should hold."""
    if not value.is_finite():
        return "no number"
    return f"{value:.3g}" if value else "0"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _date(moment: datetime, view: View) -> str:
    return _day(moment.astimezone(view.zone).date())


def text(value: str) -> str:
    """Text from the record on one line, truncated."""
    return shorten(one_line(value), _LONGEST)
