"""The facts of a deal, by their names in the rule language, and where in the org each is stored.

If the org does not have a fact's field, or hides it from our user, it is not queried: the fact is *unreadable*, and
conditions on it are unknown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT, FieldPath, Schema
from coach.engine.model import Unknown
from coach.engine.playbook import vocabulary
from coach.engine.playbook.conditions import OF_PRODUCT, Kind
from coach.engine.playbook.facts import Fact
from coach.engine.playbook.fieldtypes import selectable, type_of
from coach.salesforce.values import day, number, text

PRODUCT = "product"
STAGE_HISTORY = "stage_history"
CONTACT_ROLES = "contact_roles"

BESIDE = {
    PRODUCT: LINE_OBJECT,
    STAGE_HISTORY: "OpportunityHistory",
    CONTACT_ROLES: "OpportunityContactRole",
}
"""Related records that are read: the name under which they can be unreadable as a whole → their object."""

CORE = (
    "Id",
    "Name",
    "StageName",
    "IsClosed",
    "IsWon",
    "CreatedDate",
    "LastModifiedDate",
    "OwnerId",
)
"""Fields that every org shows to whoever may read opportunities."""

DEAL_FACTS: Mapping[str, str] = {
    name: fact.path for name, fact in vocabulary.DEAL_FACTS.items() if fact.path and fact.path not in CORE
}
"""Fact → path on Opportunity.

Salesforce has no field for a user's first day; the day when the user was created comes nearest.
"""

HELPERS = (
    "AccountId",
    "Owner.IsActive",
    "Owner.ManagerId",
    "Owner.LanguageLocaleKey",
    "Owner.LocaleSidKey",
    "Owner.TimeZoneSidKey",
    "CurrencyIsoCode",
    "LastStageChangeDate",
    "RecordType.Name",
)
"""Fields that are read if possible; no fact depends on them alone."""

PRODUCT_FACTS: Mapping[str, str] = {name: fact.path for name, fact in vocabulary.PRODUCT_FACTS.items()}
"""Fact of a product → path on OpportunityLineItem."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What is read from one object: ``facts`` and ``further`` fields, by the name under which they are requested.

    ``untold`` are further fields that exist but that no condition could compare, each with the reason.
    """

    facts: Mapping[str, FieldPath] = field(default_factory=dict)
    further: Mapping[str, FieldPath] = field(default_factory=dict)
    untold: Mapping[str, Unknown] = field(default_factory=dict)

    def columns(self) -> Iterator[str]:
        """Every path, with the ids of the records on the way, which distinguish a hidden record from a missing one."""
        for place in (*self.facts.values(), *self.further.values()):
            yield place.path
            yield from (way.id for way in place.ways)


@dataclass(frozen=True, slots=True)
class Selection:
    """The columns to query from each object, what they are for, and what cannot be read."""

    deal: tuple[str, ...]
    product: tuple[str, ...]
    of_deal: Reads
    of_product: Reads
    unreadable: frozenset[str]


def value_of(fact: Fact, value: object) -> Any:
    """A record's value for a fact, by the fact's kind. A boolean is never unknown."""
    match fact.kind:
        case Kind.BOOLEAN:
            return value is True
        case Kind.DATE:
            return day(value)
        case Kind.NUMBER | Kind.MONEY:
            found = number(value)
            return int(found) if fact.whole and found is not None else found
        case _:
            return text(value)


def paths(custom_fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Further fields as paths, each from its object."""
    for name in custom_fields:
        own = name.removeprefix(OF_PRODUCT)
        yield (DEAL_OBJECT if own == name else LINE_OBJECT), own


def select(schema: Schema, custom_fields: frozenset[str]) -> Selection:
    """What this org lets us read of the facts, and of further fields given by API name or path, in any case."""
    of_product = [name for name in sorted(custom_fields) if name.startswith(OF_PRODUCT)]
    deal = _asked(
        schema, DEAL_OBJECT, DEAL_FACTS, {name: name for name in sorted(custom_fields.difference(of_product))}
    )
    line = _asked(schema, LINE_OBJECT, PRODUCT_FACTS, {name: name.removeprefix(OF_PRODUCT) for name in of_product})
    helpers = [path for path in HELPERS if schema.reads(DEAL_OBJECT, path)]
    found = deal.further.keys() | deal.untold.keys() | line.further.keys() | line.untold.keys()
    return Selection(
        deal=tuple(dict.fromkeys((*CORE, *deal.columns(), *helpers, *_currencies(schema, deal)))),
        product=tuple(dict.fromkeys(("Id", "OpportunityId", *line.columns()))),
        of_deal=deal,
        of_product=line,
        unreadable=frozenset((*_unreadable(schema), *(custom_fields - found))),
    )


def _asked(schema: Schema, name: str, facts: Mapping[str, str], further: Mapping[str, str]) -> Reads:
    there = {fact: place for fact, path in facts.items() if (place := schema.place(name, path))}
    own = {each: place for each, path in further.items() if (place := schema.place(name, path))}
    untold = {
        each: Unknown(type_of(place.field.type).refusal)
        for each, place in own.items()
        if not selectable(place.field.type)
    }
    return Reads(there, {each: place for each, place in own.items() if each not in untold}, untold)


def _currencies(schema: Schema, asked: Reads) -> Iterator[str]:
    """For an amount on another record, the currency of that record."""
    for place in asked.further.values():
        if path := currency_of(place):
            yield from [path] if schema.reads(DEAL_OBJECT, path) else []


def currency_of(place: FieldPath) -> str:
    """The path of the currency of an amount on another record; empty for anything else."""
    if place.field.type != "currency" or not place.ways:
        return ""
    return f"{place.path.rpartition('.')[0]}.CurrencyIsoCode"


def _unreadable(schema: Schema) -> Iterator[str]:
    yield from (fact for fact, path in DEAL_FACTS.items() if not schema.reads(DEAL_OBJECT, path))
    if not schema.has(LINE_OBJECT):
        yield PRODUCT
    else:
        yield from (f"{PRODUCT}.{fact}" for fact, path in PRODUCT_FACTS.items() if not _tells(schema, fact, path))
    if not schema.reads(BESIDE[STAGE_HISTORY], "StageName"):
        yield STAGE_HISTORY
    if not schema.has(BESIDE[CONTACT_ROLES]):
        yield CONTACT_ROLES


def _tells(schema: Schema, fact: str, path: str) -> bool:
    """Whether a product's fact can be determined; a discount also follows from the two prices."""
    if schema.reads(LINE_OBJECT, path):
        return True
    prices = (PRODUCT_FACTS["unit_price"], PRODUCT_FACTS["list_price"])
    return fact == "discount" and all(schema.reads(LINE_OBJECT, price) for price in prices)
