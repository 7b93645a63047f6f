"""An example → a deal on which the clause is true, with nothing filled in beyond what every deal must have.

The deal has what every opportunity has: a name, a stage, a close date, an owner, an account, the counts, and what the
platform derives from the stage. Everything that people may leave empty is empty, unless the conditions require it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from coach.engine.model import Account, Deal, LineItem, Person, RecordId, StageChange
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT, Kind
from coach.engine.playbook.facts import held_by
from coach.engine.playbook.operators import Side
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS, Fact
from coach.lint.logic.examples import ExampleDeal
from coach.lint.logic.facts import Values
from coach.lint.logic.stages import CLOSED, ENTERED, LEFT, STAGE, WON

ZONE = UTC
_DAY = timedelta(days=1)
_MOST_ITEMS = 200
_MOST_DAYS = 700_000
_SAMPLES: Mapping[Kind, object] = {
    Kind.TEXT: "Something",
    Kind.STAGE: "Prospecting",
    Kind.NUMBER: Decimal(1),
    Kind.MONEY: Decimal(10_000),
    Kind.DATE: date(2027, 1, 15),
    Kind.BOOLEAN: True,
    Kind.SELECTION: ("Something", "Something else"),
    Kind.TIME: time(9, 30),
    Kind.ID: RecordId("001000000000001AAA"),
}
_ALWAYS_THERE: Mapping[str, Any] = {
    **{name: _SAMPLES[fact.kind] for name, fact in DEAL_FACTS.items() if fact.always and fact.place},
    "deal_name": "Northwind",
    "account_name": "Northwind Clinics",
    "owner_name": "Ann Ito",
    "probability": Decimal(10),
    "forecast_category": "Pipeline",
    "pushes": 0,
    "contact_roles": 0,
}


def deal_for(example: ExampleDeal, now: datetime, further: Iterable[str] = (), kind: Kind = Kind.TEXT) -> Deal:
    """The deal as of ``now``. It also has the ``further`` fields, empty unless the conditions require a value.

    ``kind`` is the kind to assume for a further field that must be filled in and about which nothing else is known.
    """
    today = now.astimezone(ZONE).date()
    of_deal = [name for name in further if not name.startswith(OF_PRODUCT)]
    of_items = [name.removeprefix(OF_PRODUCT) for name in further if name.startswith(OF_PRODUCT)]
    facts = {**_ALWAYS_THERE, "close_date": today + 30 * _DAY, **_filled(example.deal, DEAL_FACTS, today, kind)}
    known: dict[str, Any] = {fact: value for fact, value in facts.items() if fact not in example.deal.empty}
    currencies = sorted(
        {each.currency for part in (example.deal, *example.items) for each in part.values if each.currency}
    )
    age = int(known.get("age_days", max(int(known.get("days_in_stage", 0)), 1)))
    stage = {
        "stage": str(example.deal.values[STAGE]),
        "closed": bool(example.deal.values[CLOSED]),
        "won": bool(example.deal.values[WON]),
    }
    return Deal(
        **{**_held(known, ""), **stage},
        org_id="00D000000000001EAA",
        id="006000000000001AAA",
        currency=currencies[0] if currencies else "USD",
        created_at=now - _days(age),
        modified_at=now,
        owner=_owner(known, today),
        read_at=now,
        account=Account(id="001000000000001AAA", **_held(known, "account")),
        products=_items(example, int(known.get("product_count", 0)), today, of_items),
        history=_history(example.deal, now - _days(int(known.get("days_in_stage", 0)))),
        fields=_further(known, of_deal),
        rates=dict.fromkeys(currencies, Decimal(1)),
    )


def _filled(values: Values, vocabulary: Mapping[str, Fact], today: date, kind: Kind = Kind.TEXT) -> dict[str, object]:
    """Values by fact: those that conditions compare, and a sample value for a fact that only must not be empty."""
    facts: dict[str, object] = {}
    for fact in values.filled:
        facts[fact] = _SAMPLES[vocabulary[fact].kind if fact in vocabulary else kind]
    for looked_at, value in values.values.items():
        if looked_at.side is Side.VALUE:
            facts[looked_at.fact] = value
        elif looked_at.side is Side.DAYS_AHEAD and isinstance(value, int):
            facts[looked_at.fact] = today + _days(value)
    return facts


def _days(count: int) -> timedelta:
    """``count`` days, clamped to what a date can hold. No deal has a date beyond that, so no real condition is lost."""
    return max(-_MOST_DAYS, min(count, _MOST_DAYS)) * _DAY


def _owner(known: Mapping[str, Any], today: date) -> Person:
    tenure = known.get("owner_tenure_days")
    return Person(
        id="005000000000001AAA",
        started_on=None if tenure is None else today - _days(int(tenure)),
        **_held(known, "owner"),
    )


def _held(known: Mapping[str, Any], record: str) -> dict[str, Any]:
    """The values of a record by its own field names. A name that must be empty becomes an empty text."""
    held = {name: known.get(fact.name) for name, fact in held_by(record).items()}
    return {**held, "name": held["name"] or ""}


def _further(known: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    asked = {fact.removeprefix(FIELDS): value for fact, value in known.items() if fact.startswith(FIELDS)}
    return dict.fromkeys(names) | asked


def _items(example: ExampleDeal, count: int, today: date, further: Iterable[str]) -> tuple[LineItem, ...]:
    """The line items that conditions require, with the last one repeated until there are ``count``."""
    items = [_item(_filled(item, PRODUCT_FACTS, today), further) for item in example.items]
    if count > len(items):
        items += [items[-1] if items else _item({}, further)] * (min(count, _MOST_ITEMS) - len(items))
    return tuple(items)


def _item(known: Mapping[str, Any], further: Iterable[str]) -> LineItem:
    rest = {fact.place: known.get(name) for name, fact in PRODUCT_FACTS.items() if fact.place and name != "name"}
    return LineItem(name=str(known.get("name", "Scanner")), **rest, fields=_further(known, further))


def _history(values: Values, since: datetime) -> tuple[StageChange, ...]:
    now_in = StageChange(str(values.values[STAGE]), since)
    if not values.values[ENTERED]:
        return (now_in,)
    return StageChange(str(values.values[LEFT]), since - _DAY), now_in
