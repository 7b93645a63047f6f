"""The YAML files of this folder → frozen plans. The files are our own, so their format is not validated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A user. ``role`` and ``manager`` are keys; ``since`` is in months before today."""

    key: str
    first: str
    last: str
    title: str
    department: str
    since: int
    role: str | None = None
    manager: str | None = None
    username: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class RolePlan:
    """A place in the role hierarchy; ``parent`` is a key."""

    key: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """A product; ``price`` is its list price in US dollars."""

    code: str
    name: str
    family: str
    price: Decimal
    unit: str = "Each"


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """A customer with its contacts: first name, last name, title."""

    key: str
    name: str
    industry: str
    type: str
    city: str
    country: str
    employees: int
    contacts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A line item; ``discount`` is in per cent."""

    product: str
    quantity: int
    discount: int


@dataclass(frozen=True, slots=True)
class DealPlan:
    """An opportunity with its past.

    ``path`` holds (stage, days since it was entered), oldest first. ``close`` is in days from today, or one of the
    words of :func:`localorg.seed.calendar.close_date`. ``roles`` are (index among the account's contacts, role). In
    ``fields``, the value of a date is in days from today. ``haggled`` says that discounts were given at the end, not
    from the beginning.
    """

    name: str
    account: str
    owner: str
    path: tuple[tuple[str, int], ...]
    close: int | str
    type: str = "New Business"
    source: str = "Other"
    currency: str = "USD"
    pushes: int = 0
    amount: Decimal | None = None
    lines: tuple[LinePlan, ...] = ()
    roles: tuple[tuple[int, str], ...] = ()
    next: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    haggled: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words for generating more data; ``kinds`` are kinds of customers with their industry."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    places: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All plans. ``currencies`` holds the amount of each currency per US dollar.

    ``further`` are more deals, used if more than ``deals`` are requested.
    """

    organisation: Mapping[str, str]
    roles: tuple[RolePlan, ...]
    people: tuple[PersonPlan, ...]
    products: tuple[ProductPlan, ...]
    currencies: Mapping[str, Decimal]
    accounts: tuple[AccountPlan, ...]
    deals: tuple[DealPlan, ...]
    further: tuple[DealPlan, ...]
    vocabulary: Vocabulary


def load() -> Content:
    """Read the files."""
    company, catalogue = _yaml("company"), _yaml("catalogue")
    return Content(
        organisation=company["organisation"],
        roles=tuple(RolePlan(key, **more) for key, more in company["roles"].items()),
        people=tuple(PersonPlan(key, **more) for key, more in company["people"].items()),
        products=tuple(_product(code, more) for code, more in catalogue["products"].items()),
        currencies={code: Decimal(str(rate)) for code, rate in catalogue["currencies"].items()},
        accounts=tuple(_account(key, more) for key, more in _yaml("accounts").items()),
        deals=tuple(_deal(more) for more in _yaml("deals")),
        further=tuple(_deal(more) for more in _yaml("further_deals")),
        vocabulary=_vocabulary(_yaml("vocabulary")),
    )


def _yaml(name: str) -> Any:
    return YAML(typ="safe").load((files(__package__) / f"{name}.yaml").read_text(encoding="utf-8"))


def _vocabulary(words: Mapping[str, Any]) -> Vocabulary:
    lists = {name: tuple(more.items() if name == "kinds" else more) for name, more in words.items()}
    return Vocabulary(**lists)


def _product(code: str, more: Mapping[str, Any]) -> ProductPlan:
    return ProductPlan(code, **{**more, "price": Decimal(more["price"])})


def _account(key: str, more: Mapping[str, Any]) -> AccountPlan:
    contacts = tuple((first, last, title) for first, last, title in more["contacts"])
    return AccountPlan(key, **{**more, "contacts": contacts})


def _deal(more: Mapping[str, Any]) -> DealPlan:
    amount = more.get("amount")
    changed = {
        "path": tuple(more["path"].items()),
        "amount": None if amount is None else Decimal(amount),
        "lines": tuple(LinePlan(*line) for line in more.get("lines", ())),
        "roles": tuple((place, role) for place, role in more.get("roles", ())),
    }
    return DealPlan(**{**more, **changed})
