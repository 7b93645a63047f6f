"""What a template sees of a deal: named facts, in groups, and nothing else of any object.

A fact that is empty on the record is an :class:`~coach.engine.cards.kinds.Empty`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from coach.engine.cards.kinds import Clock, Empty, Kind, Selected
from coach.engine.matching.facts import DEAL_READERS, PRODUCT_READERS, View
from coach.engine.matching.lines import spoken_of
from coach.engine.model import Deal, LineItem, Person, RecordId, Unknown
from coach.engine.playbook.conditions import PRODUCT_FIELDS, AllOf

ALL = AllOf(())
"""The conditions of a playbook that asks for nothing."""
_PERSON = {"name": Kind.TEXT, "first_name": Kind.TEXT, "last_name": Kind.TEXT}

Facts = Kind | Mapping[str, "Facts"]
"""The kind of one fact, or those of a group of facts by name."""

ANY_FIELD: Mapping[str, Facts] = {}
"""The group of further fields, whose names and kinds are not known before there is a deal."""

FACTS: Mapping[str, Facts] = {
    "name": Kind.TEXT,
    "stage": Kind.TEXT,
    "amount": Kind.NUMBER,
    "currency": Kind.TEXT,
    "close_date": Kind.DATE,
    "days_in_stage": Kind.NUMBER,
    "days_to_close": Kind.NUMBER,
    "age_days": Kind.NUMBER,
    "pushes": Kind.NUMBER,
    "probability": Kind.NUMBER,
    "forecast_category": Kind.TEXT,
    "type": Kind.TEXT,
    "record_type": Kind.TEXT,
    "lead_source": Kind.TEXT,
    "next_step": Kind.TEXT,
    "contact_roles": Kind.NUMBER,
    "discount": Kind.NUMBER,
    "product_count": Kind.NUMBER,
    "closed": Kind.TRUTH,
    "won": Kind.TRUTH,
    "owner": {**_PERSON, "title": Kind.TEXT, "department": Kind.TEXT, "role": Kind.TEXT},
    "manager": _PERSON,
    "account": {"name": Kind.TEXT, "industry": Kind.TEXT, "type": Kind.TEXT},
    "product": {
        "name": Kind.TEXT,
        "code": Kind.TEXT,
        "family": Kind.TEXT,
        "quantity": Kind.NUMBER,
        "unit_price": Kind.NUMBER,
        "list_price": Kind.NUMBER,
        "discount": Kind.NUMBER,
        "total": Kind.NUMBER,
        "fields": ANY_FIELD,
    },
    "products": {"names": Kind.LIST, "families": Kind.LIST},
    "fields": ANY_FIELD,
}
"""Every fact below ``deal``, named as conditions name it where they know it without a group of its own.

``deal.product`` is the line item that the playbook asks for, ``deal.discount`` the highest of all line items.
``deal.fields`` holds further fields by API name, in groups where the way leads over lookups; ``deal.product.fields``
those of the line item. What records hold by API name is there by its label, which is what people see.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts by name; ``path`` is how a template comes here. Attributes are looked up in ``facts`` alone."""

    path: str
    facts: Mapping[str, object]

    def get(self, name: str) -> object:
        """The fact of this name, or an Empty that knows what is missing."""
        value = self.facts.get(name)
        return Empty(f"{self.path}.{name} is empty on this deal") if value is None else value


def facts_of(deal: Deal, zone: tzinfo, when: AllOf = ALL, *, theirs: tzinfo | None = None) -> Group:
    """The deal as the templates of a playbook see it; ``when`` are the conditions that say which line item it means.

    Days are counted up to when the deal was read, in ``zone``, as conditions count them; a moment is shown as it is in
    ``theirs``, the reader's own.
    """
    shown = theirs or zone
    view = View(deal, deal.read_at, zone)
    facts = {name: _seen(_known(DEAL_READERS[name](view)), deal, name) for name in FACTS if name in DEAL_READERS}
    facts |= {
        "name": deal.name,
        "currency": deal.currency,
        "discount": max((item.discount for item in deal.products if item.discount is not None), default=None),
        "owner": Group("deal.owner", _owner(deal.owner)),
        "manager": Group("deal.manager", _manager(deal.owner)),
        "account": Group("deal.account", _account(deal)),
        "product": Group("deal.product", _product(spoken_of(when, view), deal, shown)),
        "products": Group("deal.products", _products(deal)),
        "fields": _further("deal.fields", _hidden(deal, of_product=False) | _of_deal(deal, shown)),
    }
    return Group("deal", facts)


def _known(value: object) -> object:
    return None if isinstance(value, Unknown) else value


def _named(name: str | None, first: str | None, last: str | None) -> dict[str, object]:
    """A person's names. One that the org does not give is told by the whole name, which nobody minds being called:
    a piece of it could be a title, a particle, or the family name ("Nguyễn Thị Lan", "Dr. Sofia Meier", "O'Neil, Pat").
    """
    whole = (name or "").strip() or None
    return {"name": whole, "first_name": first or whole, "last_name": last or whole}


def _owner(owner: Person) -> dict[str, object]:
    names = _named(owner.name, owner.first_name, owner.last_name)
    return {**names, "title": owner.title, "department": owner.department, "role": owner.role}


def _manager(owner: Person) -> dict[str, object]:
    return _named(owner.manager_name, owner.manager_first_name, owner.manager_last_name)


def _account(deal: Deal) -> dict[str, object]:
    account = deal.account
    if account is None:
        return {}
    industry, kind = _seen(account.industry, deal, "account_industry"), _seen(account.type, deal, "account_type")
    return {"name": account.name, "industry": industry, "type": kind}


def _product(line: LineItem | None, deal: Deal, zone: tzinfo) -> dict[str, object]:
    if line is None:
        return {}
    facts = {name: _seen(getattr(line, name), deal, f"product.{name}") for name in PRODUCT_READERS}
    further = {name: _plain(value, deal, f"product.{name}", zone) for name, value in line.fields.items()}
    return {**facts, "fields": _further("deal.product.fields", _hidden(deal, of_product=True) | further)}


def _products(deal: Deal) -> dict[str, object]:
    names = tuple(dict.fromkeys(item.name for item in deal.products))
    families = tuple(dict.fromkeys(deal.label("product.family", item.family) for item in deal.products if item.family))
    return {"names": names or None, "families": families or None}


def _of_deal(deal: Deal, zone: tzinfo) -> dict[str, object]:
    return {name: _plain(value, deal, name, zone) for name, value in deal.fields.items()}


def _hidden(deal: Deal, *, of_product: bool) -> dict[str, object]:
    """Further fields that cannot be read, empty: the groups on the way to them are there all the same."""
    names = (name for name in deal.unreadable if name.startswith(PRODUCT_FIELDS) is of_product)
    return dict.fromkeys(name.removeprefix(PRODUCT_FIELDS) for name in names)


def _further(path: str, fields: Mapping[str, object]) -> Group:
    """Further fields, those of other records in a group for each lookup on the way."""
    facts: dict[str, object] = {name: value for name, value in fields.items() if "." not in name}
    beyond: dict[str, dict[str, object]] = {}
    for name, value in fields.items():
        lookup, _, rest = name.partition(".")
        if rest:
            beyond.setdefault(lookup, {})[rest] = value
    return Group(path, facts | {lookup: _further(f"{path}.{lookup}", inner) for lookup, inner in beyond.items()})


def _seen(value: object, deal: Deal, fact: str) -> object:
    """What people see instead of an API name."""
    return deal.label(fact, value) if isinstance(value, str) else value


def _plain(value: object, deal: Deal, name: str, zone: tzinfo) -> object:
    """A further field's value for a text; what cannot be told counts as empty."""
    match value:
        case str():
            return deal.label(name, value) or None
        case tuple():
            return Selected(deal.label(name, each) for each in value) or None
        case time():
            return Clock(value)
        case datetime():
            return value.astimezone(zone)
        case RecordId():
            return value.id
        case bool() | int() | Decimal() | date():
            return value
    return None
