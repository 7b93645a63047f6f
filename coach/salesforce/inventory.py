"""What the org has for playbooks to name, read in one call and, where there are many products, a few more."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from coach.inventory import Inventory, OrgField, Stage
from coach.salesforce import composite
from coach.salesforce.client import Client
from coach.salesforce.composite import Answer, Part
from coach.salesforce.facts import select
from coach.salesforce.faults import Fault, Kind, error, rule
from coach.salesforce.query import all_rows, path
from coach.salesforce.schema import OBJECTS, Schema

_PICKLISTS: Mapping[str, tuple[str, str]] = {
    "type": ("Opportunity", "Type"),
    "lead_source": ("Opportunity", "LeadSource"),
    "forecast_category": ("Opportunity", "ForecastCategoryName"),
    "account_industry": ("Account", "Industry"),
    "account_type": ("Account", "Type"),
    "product.family": ("Product2", "Family"),
}
"""Fact → the object and field whose picklist says what it can be."""
_QUERIES: Mapping[str, str] = {
    "stages": "SELECT MasterLabel, IsClosed, IsWon FROM OpportunityStage ORDER BY SortOrder",
    "products": "SELECT Name, ProductCode FROM Product2 ORDER BY Name",
    "roles": "SELECT Name FROM UserRole ORDER BY Name",
    "profiles": "SELECT Name FROM Profile ORDER BY Name",
    # Only orgs with several currencies have this object; for others, the answer says that it does not exist.
    "currencies": "SELECT IsoCode FROM CurrencyType WHERE IsActive = true ORDER BY IsCorporate DESC, IsoCode",
}
_COLUMNS: Mapping[str, tuple[str, str]] = {
    "product.name": ("products", "Name"),
    "product.code": ("products", "ProductCode"),
    "owner_role": ("roles", "Name"),
    "owner_profile": ("profiles", "Name"),
}
"""Fact → the query and column that say what it can be."""

Fields = Sequence[Mapping[str, Any]]


def take_inventory(client: Client, org_id: str, now: datetime, currency: str | None = None) -> Inventory:
    """What our user can see. What the org hides is left out. Raises what a client raises.

    ``currency`` is the org's own where it has only one: no API tells it.
    """
    parts = [Part(name, "GET", f"sobjects/{name}/describe") for name in OBJECTS]
    parts += [Part(name, "GET", path(soql)) for name, soql in _QUERIES.items()]
    answered = composite.answers(client.post_reading("composite", composite.request(client, parts)))
    described = {name: body["fields"] for name in OBJECTS if (body := _seen(answered.get(name)))}
    rows = {name: all_rows(client, body) for name in _QUERIES if (body := _seen(answered.get(name)))}
    schema = Schema({name: {each["name"]: each["type"] for each in fields} for name, fields in described.items()})
    return Inventory(
        org_id=org_id,
        read_at=now,
        stages={str(row["MasterLabel"]): Stage(row["IsClosed"], row["IsWon"]) for row in rows.get("stages", ())},
        fields={each["name"]: OrgField(each["type"], _choices(each)) for each in described.get("Opportunity", ())},
        values=dict((*_of_picklists(described), *_of_rows(rows))),
        hidden=select(schema, frozenset()).unreadable,
        currencies=_currencies(rows, currency),
    )


def _currencies(rows: Mapping[str, Fields], only: str | None) -> tuple[str, ...]:
    several = tuple(str(row["IsoCode"]) for row in rows.get("currencies", ()))
    return several or ((only,) if only else ())


def _seen(answer: Answer | None) -> Any:
    """The answer's body; None where the object does not exist for our user."""
    fault = answer.fault if answer else Fault("NOT_JSON")
    if answer and not fault:
        return answer.body
    if fault and rule(fault).kind not in {Kind.GONE, Kind.SHAPE, Kind.ADMIN}:
        raise error(fault)
    return None


def _choices(field: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of a picklist, those no longer offered too: older deals have them."""
    return tuple(str(each["value"]) for each in field.get("picklistValues") or ())


def _of_picklists(described: Mapping[str, Fields]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for fact, (name, field) in _PICKLISTS.items():
        found = next((each for each in described.get(name, ()) if each["name"] == field), None)
        if found and (choices := _choices(found)):
            yield fact, choices


def _of_rows(rows: Mapping[str, Fields]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for fact, (query, column) in _COLUMNS.items():
        if query in rows:
            yield fact, tuple(dict.fromkeys(str(row[column]) for row in rows[query] if row.get(column)))
