"""What a template sees of a deal: named facts, in groups, and nothing else of any object.

A fact that is empty on the record is an :class:`~coach.cards.kinds.Empty`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal

from coach.cards.kinds import Empty, Kind
from coach.model import Account, Deal, LineItem, Person
from coach.playbook.conditions import AllOf
from coach.rules.facts import DEAL_READERS, PRODUCT_READERS, Unknown, View
from coach.rules.lines import spoken_of

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
    },
    "products": {"names": Kind.LIST, "families": Kind.LIST},
    "fields": ANY_FIELD,
}
"""Every fact below ``deal``, named as conditions name it where they know it without a group of its own.

``deal.product`` is the line item that the playbook asks for, ``deal.discount`` the highest of all line items.
``deal.fields`` holds further fields by API name.
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


def facts_of(deal: Deal, zone: tzinfo, when: AllOf = ALL) -> Group:
    """The deal as the templates of a playbook see it; ``when`` are the conditions that say which line item it means.

    Days are counted up to when the deal was read; calendar days are those of ``zone``.
    """
    view = View(deal, deal.read_at, zone)
    facts = {name: _known(DEAL_READERS[name](view)) for name in FACTS if name in DEAL_READERS}
    facts |= {
        "name": deal.name,
        "currency": deal.currency,
        "discount": max((item.discount for item in deal.products if item.discount is not None), default=None),
        "owner": Group("deal.owner", _owner(deal.owner)),
        "manager": Group("deal.manager", _manager(deal.owner)),
        "account": Group("deal.account", _account(deal.account)),
        "product": Group("deal.product", _product(spoken_of(when, view))),
        "products": Group("deal.products", _products(deal.products)),
        "fields": Group("deal.fields", {name: _plain(value) for name, value in deal.fields.items()}),
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


def _account(account: Account | None) -> dict[str, object]:
    return {"name": account.name, "industry": account.industry, "type": account.type} if account else {}


def _product(line: LineItem | None) -> dict[str, object]:
    return {name: getattr(line, name) for name in PRODUCT_READERS} if line else {}


def _products(products: tuple[LineItem, ...]) -> dict[str, object]:
    names = tuple(dict.fromkeys(item.name for item in products))
    families = tuple(dict.fromkeys(item.family for item in products if item.family))
    return {"names": names or None, "families": families or None}


def _plain(value: object) -> object:
    """A custom field's value; one of a type that templates do not know counts as empty."""
    return value if isinstance(value, str | bool | int | Decimal | date) and value != "" else None
