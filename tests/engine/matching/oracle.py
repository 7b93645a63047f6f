"""The matching rules a second time, written from ``docs/playbooks.md`` alone: plain, slow, and sharing no code.

A playbook is what its YAML holds, as dicts, lists, text, Decimal, bool and date. A deal is a dict as well; its keys are
those of :func:`tests.engine.matching.oracle_worlds.a_deal`; what operators mean is beside their examples. True, False
and None stand for true, false and unknown.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from coach.engine.model import RecordId, Unknown
from tests.engine.matching.operator_examples import DAYS, ORDER, SELECTION, STAGE_HISTORY, TEXT, TIME
from tests.engine.matching.oracle_worlds import MONEY

Truth = bool | None
Values = Mapping[str, Any]
COUNTS = {"product_count", "days_in_stage", "age_days", "owner_tenure_days", "days_to_close"}
DAY = timedelta(days=1)


class Hidden:
    """Stands for a value that the org does not show."""


HIDDEN = Hidden()


def applies(playbook: Values, deal: Values, now: datetime, zone: tzinfo) -> Truth:
    """What ``when`` comes to, with what goes without saying about closed deals."""
    outcome = every([map_holds(playbook["when"], Seen(deal, now, zone))])
    if speaks_of_closing(playbook["when"]):
        return outcome
    return both(outcome, negated(Seen(deal, now, zone).holds("closed", "is", True, None)))


def includes(playbook: Values, deal: Values, now: datetime, zone: tzinfo) -> Truth:
    """Whether the owner belongs to the audience."""
    return map_holds(playbook.get("audience", {}), Seen(deal, now, zone))


def both(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def every(truths: Iterable[Truth]) -> Truth:
    outcome: Truth = True
    for truth in truths:
        outcome = both(outcome, truth)
    return outcome


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def some(truths: Iterable[Truth]) -> Truth:
    return negated(every(negated(truth) for truth in truths))


def speaks_of_closing(tree: Any) -> bool:
    if isinstance(tree, list):
        return any(speaks_of_closing(part) for part in tree)
    return any(
        key in ("closed", "won") or (key in ("all", "any", "not") and speaks_of_closing(value))
        for key, value in tree.items()
    )


def map_holds(tree: Values, seen: "Seen") -> Truth:
    return every([line_holds(key, value, seen) for key, value in tree.items()])


def line_holds(key: str, value: Any, seen: "Seen") -> Truth:
    match key:
        case "all":
            return every([map_holds(part, seen) for part in value])
        case "any":
            return some([map_holds(part, seen) for part in value])
        case "not":
            return negated(map_holds(value, seen))
        case "product":
            return over_products(some, value, seen)
        case "every_product":
            return over_products(every, value, seen)
        case "fields":
            named = ((f"{seen.prefix}fields.{name}", asked) for name, asked in value.items())
            return every([fact_holds(name, asked, seen) for name, asked in named])
    return fact_holds(seen.prefix + key, value, seen)


def over_products(how: Callable[[Iterable[Truth]], Truth], tree: Values, seen: "Seen") -> Truth:
    if "product" in seen.unreadable:
        return None
    return bool(seen.deal["products"]) and how([map_holds(tree, seen.of(item)) for item in seen.deal["products"]])


def fact_holds(fact: str, asked: Any, seen: "Seen") -> Truth:
    if isinstance(asked, bool):
        asked = {"is": asked}
    currency = asked.get("currency")
    return every(
        [seen.holds(fact, operator, value, currency) for operator, value in asked.items() if operator != "currency"]
    )


class Seen:
    """A deal, or one product of it, at a moment."""

    def __init__(self, deal: Values, now: datetime, zone: tzinfo, item: Values | None = None) -> None:
        self.deal, self.now, self.zone, self.item = deal, now, zone, item
        self.unreadable: set[str] = deal["unreadable"]
        self.prefix = "product." if item is not None else ""

    def of(self, item: Values) -> "Seen":
        return Seen(self.deal, self.now, self.zone, item)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def value(self, fact: str) -> Any:
        """What the deal holds; None where that is empty."""
        found = HIDDEN if self.hides(fact) else self._value(fact)
        return None if isinstance(found, str) and not found.strip() else found

    def hides(self, fact: str) -> bool:
        hidden = self.unreadable
        name = fact.replace("fields.", "", 1)
        if fact == "product_count":
            return "product" in hidden or fact in hidden
        if fact == "days_in_stage":
            return "stage_history" in hidden or fact in hidden
        return name in hidden

    def _value(self, fact: str) -> Any:
        name = fact.removeprefix(self.prefix)
        if name.startswith("fields."):
            return (self.deal if self.item is None else self.item)["fields"].get(name.removeprefix("fields."), HIDDEN)
        if self.item is not None:
            return self.item[fact.removeprefix("product.")]
        if fact == "deal_name":
            return self.deal["name"]
        if fact.startswith("account_"):
            return self.deal["account"] and self.deal["account"][fact.removeprefix("account_")]
        if fact.startswith("manager_"):
            return self.deal["owner"][fact]
        if fact.startswith("owner_") and fact != "owner_tenure_days":
            return self.deal["owner"][fact.removeprefix("owner_")]
        return self._count(fact) if fact in COUNTS else self.deal[fact]

    def _count(self, fact: str) -> Any:
        match fact:
            case "product_count":
                return len(self.deal["products"])
            case "days_in_stage":
                return self._days_since(self.deal["history"][-1][1]) if self.deal["history"] else HIDDEN
            case "age_days":
                return self._days_since(self.deal["created_at"])
            case "owner_tenure_days":
                since = self.deal["owner"]["started_on"]
                return since and (self.today - since).days
        close_date = self.value("close_date")
        return (close_date - self.today).days if isinstance(close_date, date) else close_date

    def _days_since(self, moment: datetime) -> int:
        return max(0, (self.now - moment) // DAY)

    def holds(self, fact: str, operator: str, value: Any, currency: str | None) -> Truth:
        if operator in STAGE_HISTORY:
            return self.moved(operator, value)
        found = self.value(fact)
        if isinstance(found, Hidden):
            return None
        if isinstance(found, Unknown):
            return (not value) if operator == "empty" and found.filled else None
        if operator == "empty":
            return (found is None) is value
        if found is None:
            return None
        if fact in MONEY or currency:
            return self.money_holds(found, operator, value, currency)
        return compare(self.as_asked(found, operator, value), operator, value, self.today)

    def moved(self, operator: str, value: Any) -> Truth:
        history = self.deal["history"]
        if not self.unreadable.isdisjoint({"stage", "stage_history"}) or not history:
            return None
        return len(history) > 1 and folded(history[-2 if operator == "from" else -1][0]) in texts(value)

    def money_holds(self, found: Any, operator: str, value: Any, currency: str | None) -> Truth:
        if not is_number(found):
            return None
        amount = Fraction(found)
        if currency and currency != self.deal["currency"]:
            rates = self.deal["rates"]
            if not rates.get(currency) or not rates.get(self.deal["currency"]):
                return None
            amount = amount / Fraction(rates[self.deal["currency"]]) * Fraction(rates[currency])
        return compare(amount, operator, value, self.today)

    def as_asked(self, found: Any, operator: str, value: Any) -> Any:
        """The day of a time, where a day is asked about."""
        about_days = operator in (*DAYS, "before", "after") or isinstance(first(value), date)
        return found.astimezone(self.zone).date() if about_days and isinstance(found, datetime) else found


def first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


def folded(text: str) -> str:
    return normalize("NFC", text).strip().casefold()


def texts(value: Any) -> list[str]:
    return [folded(each) for each in listed(value)]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def same_kind(found: Any, value: Any) -> bool:
    """Whether the two can be compared at all."""
    return any(isinstance(found, kind) and isinstance(value, kind) for kind in (str, bool, date)) or (
        is_number(found) and is_number(value)
    )


def compare(found: Any, operator: str, value: Any, today: date) -> Truth:
    if operator in DAYS:
        return DAYS[operator]((found - today).days, value) if isinstance(found, date) else None
    if isinstance(found, tuple | time | RecordId) or operator in SELECTION:
        return compare_otherwise(found, operator, listed(value))
    if not same_kind(found, first(value)):
        return None
    if isinstance(found, str):
        return TEXT[operator](folded(found), texts(value)) if operator in TEXT else None
    return ORDER[operator](found, listed(value))


def compare_otherwise(found: Any, operator: str, values: list[Any]) -> Truth:
    """A selection, a time of day, the id of another record."""
    if not all(isinstance(value, str) for value in values):
        return None
    if isinstance(found, tuple):
        chosen, asked = {folded(each) for each in found}, [parts(value) for value in values]
        return SELECTION[operator](chosen, asked) if operator in SELECTION else among(chosen, operator, asked)
    if isinstance(found, time):
        times = [as_time(value) for value in values]
        return TIME[operator](found, times) if operator in TIME and all(each is not None for each in times) else None
    if isinstance(found, RecordId) and all(re.fullmatch(r"\w{15}(\w{3})?", value) for value in values):
        return among(found.id[:15], operator, [value[:15] for value in values])
    return None


def among(found: Any, operator: str, values: list[Any]) -> Truth:
    """Whether it is one of these, where that is what is asked."""
    return {"is": found in values, "is_not": found not in values}.get(operator)


def parts(text: str) -> set[str]:
    return {folded(part) for part in text.split(";")}


def as_time(text: str) -> time | None:
    return time.fromisoformat(text) if re.fullmatch(r"\d\d:\d\d(:\d\d)?", text) else None


def conditions(tree: Values, seen: Seen) -> Iterator[tuple[str, Truth]]:
    """Each fact and operator of a map without products, as it comes out, with the fact that it is about."""
    for key, value in tree.items():
        if key in ("all", "any"):
            for part in value:
                yield from conditions(part, seen)
        elif key == "not":
            yield from conditions(value, seen)
        elif key == "fields":
            for name, asked in value.items():
                yield from _of_fact(f"fields.{name}", asked, seen)
        else:
            yield from _of_fact(key, value, seen)


def _of_fact(fact: str, asked: Any, seen: Seen) -> Iterator[tuple[str, Truth]]:
    asked = {"is": asked} if isinstance(asked, bool) else asked
    for operator, value in asked.items():
        if operator != "currency":
            yield fact.removeprefix("fields."), seen.holds(fact, operator, value, asked.get("currency"))
