"""Deal: the opportunity, as read from the org."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@lru_cache(maxsize=1_024)
def zone_of(timezone: str | None, otherwise: tzinfo) -> tzinfo:
    """The time zone of this name; ``otherwise`` if there is no name, or this machine does not know it."""
    try:
        return ZoneInfo(timezone) if timezone else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


@dataclass(frozen=True, slots=True)
class LineItem:
    """A product on the deal. ``discount`` is in percent off the list price, 0 to 100.

    The discount is the record's own Discount if that is filled in, else it is computed from list and unit price. ``id``
    is the record's; None if the deal was not read from an org. ``fields`` holds the further fields of the line item
    that playbooks name, as in :attr:`Deal.fields`.
    """

    name: str
    code: str | None
    family: str | None
    quantity: Decimal | None
    unit_price: Decimal | None
    list_price: Decimal | None
    discount: Decimal | None
    total: Decimal | None
    id: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageChange:
    """One row of the deal's stage history: the deal was in ``stage`` from ``at`` on."""

    stage: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the org. ``manager_id`` is None for somebody who reports to nobody.

    ``name`` is the full name as the org writes it. Never split it: only ``first_name`` and ``last_name`` say which part
    is the first name and in what order the parts stand; a user may have only the latter. ``language`` is the tag of the
    language in which they use the org, such as de or pt-BR. ``locale`` is the tag of the region whose figures and dates
    the org shows them, such as de-CH. Both are None if the org does not show them. ``timezone`` is the name of the time
    zone that they set in the org, such as Europe/Paris.
    """

    id: str
    name: str
    email: str | None = None
    title: str | None = None
    department: str | None = None
    role: str | None = None
    profile: str | None = None
    active: bool = True
    started_on: date | None = None
    manager_id: str | None = None
    manager_name: str | None = None
    language: str | None = None
    locale: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    manager_first_name: str | None = None
    manager_last_name: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A user of the org, with what sign-in and the manager hierarchy need. Ids have 18 characters.

    ``active`` is False for a user who can no longer sign in to the org: deactivated, or frozen. ``granted`` names, in
    order, those of their permission sets that mean something to Coach.
    """

    id: str
    name: str
    username: str
    active: bool = True
    manager_id: str | None = None
    granted: tuple[str, ...] = ()


VisibleReps = frozenset[str] | None
"""The ids of the reps whose rows somebody may see; None: everybody's."""


@dataclass(frozen=True, slots=True)
class Account:
    """The customer."""

    id: str
    name: str
    industry: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity as read from Salesforce, at ``read_at``.

    ``history`` holds the stage changes, oldest first, the current stage last; consecutive rows differ in stage.
    ``probability`` is in percent. ``amount`` is in ``currency`` (ISO 4217; the org's own if it has only one).
    ``pushes`` counts how often the close date moved to a later month.

    ``fields`` holds the further fields that live playbooks name, by API name or by path (``Account.Segment__c``), each
    a :data:`~coach.engine.model.fields.FieldValue`.

    ``rates`` gives, by ISO code, how much of a currency one unit of the org's corporate currency buys; empty if the org
    has a single currency. If rates have dates, they are those of the close date, repeated in ``rates_on``; a currency
    without a rate for that day is missing.

    Stages and picklist values are API names, as records hold them. ``labels`` maps, by fact or by name of the further
    field, this deal's API names to what people see, if that differs.
    """

    org_id: str
    id: str
    name: str
    stage: str
    closed: bool
    won: bool
    amount: Decimal | None
    currency: str | None
    close_date: date | None
    created_at: datetime
    modified_at: datetime
    owner: Person
    read_at: datetime
    type: str | None = None
    record_type: str | None = None
    lead_source: str | None = None
    next_step: str | None = None
    probability: Decimal | None = None
    forecast_category: str | None = None
    pushes: int | None = None
    contact_roles: int | None = None
    account: Account | None = None
    products: tuple[LineItem, ...] = ()
    history: tuple[StageChange, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    rates_on: date | None = None
    unreadable: frozenset[str] = frozenset()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, fact: str, value: str) -> str:
        """The label that people see if the record holds ``value``."""
        return self.labels.get(fact, {}).get(value, value)
