"""What a template sees of a deal: named facts, in groups, and no other attribute of any object.

A fact that is empty on the record is an :class:`~coach.engine.cards.kinds.Empty`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import TypeVar

from coach.engine.cards.kinds import Empty, ExpressionKind, Selected, TimeOfDay
from coach.engine.matching.facts import DEAL_READERS, PRODUCT_READERS, View
from coach.engine.matching.lines import spoken_of
from coach.engine.model import Deal, LineItem, RecordId, Unknown
from coach.engine.playbook.conditions import OF_PRODUCT, AllOf
from coach.engine.playbook.conditions import Kind as Values
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS, Fact

ALL = AllOf(())
"""The conditions of a playbook that has none."""

Facts = ExpressionKind | Mapping[str, "Facts"]
"""The kind of one fact, or those of a group of facts by name."""

ANY_FIELD: Mapping[str, Facts] = {}
"""The group of further fields. Their names and kinds are not known without a deal."""

_KINDS = {
    Values.NUMBER: ExpressionKind.NUMBER,
    Values.MONEY: ExpressionKind.NUMBER,
    Values.DATE: ExpressionKind.DATE,
    Values.BOOLEAN: ExpressionKind.TRUTH,
}


V = TypeVar("V")


def _grouped(by_template: Mapping[str, V]) -> tuple[dict[str, V], dict[str, dict[str, V]]]:
    """The facts directly under ``deal``, and those in a group of it, such as ``account``."""
    own: dict[str, V] = {}
    groups: dict[str, dict[str, V]] = {}
    for template, value in by_template.items():
        group, _, name = template.rpartition(".")
        (groups.setdefault(group, {}) if group else own)[name] = value
    return own, groups


def _declared(facts: Iterable[Fact]) -> dict[str, Facts]:
    own, groups = _grouped(
        {fact.template: _KINDS.get(fact.kind, ExpressionKind.TEXT) for fact in facts if fact.template}
    )
    return {**own, **groups}


FACTS: Mapping[str, Facts] = {
    **_declared(DEAL_FACTS.values()),
    "currency": ExpressionKind.TEXT,
    "discount": ExpressionKind.NUMBER,
    "product": {**_declared(PRODUCT_FACTS.values()), "fields": ANY_FIELD},
    "products": {"names": ExpressionKind.LIST, "families": ExpressionKind.LIST},
    "fields": ANY_FIELD,
}
"""Every fact under ``deal``, by its declared template name.

``deal.product`` is the line item that the playbook asks for, ``deal.discount`` the highest of all line items.
``deal.fields`` holds further fields by API name, with a group for each lookup on the way; ``deal.product.fields`` holds
those of the line item. Values that records hold as API names appear by their label, which is what people see.
"""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts by name. ``path`` is how a template reaches this group. Attribute access looks in ``facts`` only."""

    path: str
    facts: Mapping[str, object]

    def get(self, name: str) -> object:
        """The fact of this name, or an Empty that knows which fact is missing."""
        value = self.facts.get(name)
        return Empty(f"{self.path}.{name} is empty on this deal") if value is None else value


def facts_of(deal: Deal, zone: tzinfo, when: AllOf = ALL, *, theirs: tzinfo | None = None) -> FactGroup:
    """The deal as the templates of a playbook see it. ``when`` are the conditions that determine the line item it
    means.

    Days are counted up to when the deal was read, in ``zone``, as conditions count them. Times are shown in ``theirs``,
    the reader's own time zone.
    """
    shown = theirs or zone
    view = View(deal, deal.read_at, zone)
    facts = {
        "currency": deal.currency,
        "discount": max((item.discount for item in deal.products if item.discount is not None), default=None),
        **_told(view),
        "product": FactGroup("deal.product", _product(spoken_of(when, view), deal, shown)),
        "products": FactGroup("deal.products", _products(deal)),
        "fields": _further("deal.fields", _hidden(deal, of_product=False) | _of_deal(deal, shown)),
    }
    return FactGroup("deal", facts)


def _told(view: View) -> dict[str, object]:
    """The declared facts, with those of people and of the account in a group each."""
    own, groups = _grouped(
        {fact.template: _seen(_known(DEAL_READERS[name](view)), view.deal, name) for name, fact in _SHOWN.items()}
    )
    for people in _PEOPLE:
        groups[people] |= _named(groups[people])
    return own | {group: FactGroup(f"deal.{group}", facts) for group, facts in groups.items()}


_SHOWN = {name: fact for name, fact in DEAL_FACTS.items() if fact.template}
_PEOPLE = ("owner", "manager")


def _known(value: object) -> object:
    return None if isinstance(value, Unknown) else value


def _named(person: Mapping[str, object]) -> dict[str, object]:
    """A person's names. A part that the org does not give falls back to the whole name, which nobody minds being
    called.

    Guessing a part from the whole name could pick a title, a particle, or the family name ("Nguyễn Thị Lan", "Dr. Sofia
    Meier", "O'Neil, Pat").
    """
    whole = str(person["name"] or "").strip() or None
    return {"name": whole, "first_name": person["first_name"] or whole, "last_name": person["last_name"] or whole}


def _product(line: LineItem | None, deal: Deal, zone: tzinfo) -> dict[str, object]:
    if line is None:
        return {}
    view = View(deal, deal.read_at, zone, line)
    facts = {
        fact.template: _seen(_known(PRODUCT_READERS[name](view)), deal, f"product.{name}")
        for name, fact in PRODUCT_FACTS.items()
        if fact.template
    }
    further = {name: _plain(value, deal, f"product.{name}", zone) for name, value in line.fields.items()}
    return {**facts, "fields": _further("deal.product.fields", _hidden(deal, of_product=True) | further)}


def _products(deal: Deal) -> dict[str, object]:
    names = tuple(dict.fromkeys(item.name for item in deal.products))
    families = tuple(dict.fromkeys(deal.label("product.family", item.family) for item in deal.products if item.family))
    return {"names": names or None, "families": families or None}


def _of_deal(deal: Deal, zone: tzinfo) -> dict[str, object]:
    return {name: _plain(value, deal, name, zone) for name, value in deal.fields.items()}


def _hidden(deal: Deal, *, of_product: bool) -> dict[str, object]:
    """Further fields that cannot be read, as empty facts. The groups on the way to them exist all the same."""
    names = (name for name in deal.unreadable if name.startswith(OF_PRODUCT) is of_product)
    return dict.fromkeys(name.removeprefix(OF_PRODUCT) for name in names)


def _further(path: str, fields: Mapping[str, object]) -> FactGroup:
    """Further fields; those of other records are in a group for each lookup on the way."""
    facts: dict[str, object] = {name: value for name, value in fields.items() if "." not in name}
    beyond: dict[str, dict[str, object]] = {}
    for name, value in fields.items():
        lookup, _, rest = name.partition(".")
        if rest:
            beyond.setdefault(lookup, {})[rest] = value
    return FactGroup(path, facts | {lookup: _further(f"{path}.{lookup}", inner) for lookup, inner in beyond.items()})


def _seen(value: object, deal: Deal, fact: str) -> object:
    """The label that people see instead of an API name."""
    return deal.label(fact, value) if isinstance(value, str) else value


def _plain(value: object, deal: Deal, name: str, zone: tzinfo) -> object:
    """A further field's value for a text. A value that cannot be read counts as empty."""
    match value:
        case str():
            return deal.label(name, value) or None
        case tuple():
            return Selected(deal.label(name, each) for each in value) or None
        case time():
            return TimeOfDay(value)
        case datetime():
            return value.astimezone(zone)
        case RecordId():
            return value.id
        case bool() | int() | Decimal() | date():
            return value
    return None
