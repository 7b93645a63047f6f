"""What the org has that playbooks can name, read in two calls and, if there are many products, a few more."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT, Inventory, Schema, Stage
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from coach.salesforce import composite
from coach.salesforce.client import Client
from coach.salesforce.composite import PartAnswer, RequestPart
from coach.salesforce.describer import ABSENT, MOST_LOOKUPS
from coach.salesforce.facts import paths, select
from coach.salesforce.faults import Fault, error, rule
from coach.salesforce.query import all_rows, path
from coach.salesforce.schema import OBJECTS, fields_of

_QUERIES: Mapping[str, str] = {
    "stages": "SELECT ApiName, MasterLabel, IsClosed, IsWon FROM OpportunityStage ORDER BY SortOrder",
    "products": "SELECT Name, ProductCode FROM Product2 ORDER BY Name",
    "roles": "SELECT Name FROM UserRole ORDER BY Name",
    "profiles": "SELECT Name FROM Profile ORDER BY Name",
    # Only orgs with several currencies have this object; other orgs answer that it does not exist.
    "currencies": "SELECT IsoCode FROM CurrencyType WHERE IsActive = true ORDER BY IsCorporate DESC, IsoCode",
}
_COLUMNS: Mapping[str, tuple[str, str]] = {
    "product.name": ("products", "Name"),
    "product.code": ("products", "ProductCode"),
    "owner_role": ("roles", "Name"),
    "owner_profile": ("profiles", "Name"),
}
"""Fact → the query and the column that list its possible values."""
_TRACKED = (
    "SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Opportunity' "
    "AND IsFieldHistoryTracked = true"
)
"""Source: Object Reference, "FieldDefinition"."""
_RECORD_TYPE = "record_type"

Rows = Sequence[Mapping[str, Any]]


def take_inventory(
    client: Client, org_id: str, now: datetime, currency: str | None = None, custom_fields: frozenset[str] = frozenset()
) -> Inventory:
    """What our user can see. What the org hides is left out. Raises what a client raises.

    ``currency`` is the org's own if it has only one: no API returns it. Objects on the way to ``custom_fields`` are
    described as well, in a further call for each lookup that leads out of what is known.
    """
    parts = [RequestPart(name, "GET", path(soql)) for name, soql in _QUERIES.items()]
    answered = _asked(client, OBJECTS, parts)
    described = {name: body for name in OBJECTS if (body := _seen(answered.get(name)))}
    rows = {name: all_rows(client, body) for name in _QUERIES if (body := _seen(answered.get(name)))}
    schema = _with_lookups(client, _schema(described, OBJECTS), custom_fields)
    record_types = _record_types(described.get(DEAL_OBJECT, {}))
    picklists = dict(_picklists(schema))
    return Inventory(
        org_id=org_id,
        read_at=now,
        stages={str(row["ApiName"]): _stage(row) for row in rows.get("stages", ())},
        fields=schema.fields(DEAL_OBJECT),
        values={
            **{fact: names for fact, (names, _) in picklists.items()},
            **dict(_of_rows(rows)),
            **({_RECORD_TYPE: tuple(record_types)} if record_types else {}),
        },
        hidden=select(schema, frozenset()).unreadable,
        currencies=_currencies(rows, currency),
        objects={name: fields for name, fields in schema.objects.items() if name != DEAL_OBJECT},
        absent=schema.absent,
        labels={
            **{fact: labels for fact, (_, labels) in picklists.items() if labels},
            _RECORD_TYPE: {name: label for name, label in record_types.items() if name != label},
        },
        tracked=_tracked(client),
    )


def _tracked(client: Client) -> frozenset[str] | None:
    """A separate call: a composite takes five queries, and those are used already."""
    body = _seen(_asked(client, (), [RequestPart("tracked", "GET", path(_TRACKED))]).get("tracked"))
    return None if body is None else frozenset(str(row["QualifiedApiName"]) for row in all_rows(client, body))


def _asked(client: Client, objects: Sequence[str], parts: Sequence[RequestPart] = ()) -> Mapping[str, PartAnswer]:
    asked = [*(RequestPart(name, "GET", f"sobjects/{name}/describe") for name in objects), *parts]
    return composite.answers(client.post_reading("composite", composite.request(client, asked)))


def _schema(described: Mapping[str, Any], asked: Sequence[str]) -> Schema:
    objects = {name: fields_of(body, with_values=True) for name, body in described.items()}
    return Schema(objects, frozenset(asked).difference(objects))


def _with_lookups(client: Client, schema: Schema, custom_fields: frozenset[str]) -> Schema:
    for _ in range(MOST_LOOKUPS):
        wanted = {name for start, way in paths(custom_fields) if (name := schema.undescribed(start, way))}
        if not wanted:
            break
        some = sorted(wanted)[: composite.PARTS]
        answered = _asked(client, some)
        more = _schema({name: body for name in some if (body := _seen(answered.get(name)))}, some)
        schema = Schema({**schema.objects, **more.objects}, schema.absent | more.absent)
    return schema


def _stage(row: Mapping[str, Any]) -> Stage:
    name, label = str(row["ApiName"]), str(row.get("MasterLabel") or "")
    return Stage(row["IsClosed"], row["IsWon"], label if label != name else "")


def _currencies(rows: Mapping[str, Rows], only: str | None) -> tuple[str, ...]:
    several = tuple(str(row["IsoCode"]) for row in rows.get("currencies", ()))
    return several or ((only,) if only else ())


def _seen(answer: PartAnswer | None) -> Any:
    """The answer's body; None if the object does not exist for our user."""
    fault = answer.fault if answer else Fault("NOT_JSON")
    if answer and not fault:
        return answer.body
    if fault and rule(fault).kind not in ABSENT:
        raise error(fault)
    return None


def _record_types(description: Mapping[str, Any]) -> dict[str, str]:
    """API name and label of the opportunity's record types. *Master* is what records without one have."""
    infos = [each for each in description.get("recordTypeInfos") or () if not each.get("master")]
    return {str(each["developerName"]): str(each["name"]) for each in infos if each.get("developerName")}


def _picklists(schema: Schema) -> Iterator[tuple[str, tuple[tuple[str, ...], Mapping[str, str]]]]:
    """For each fact that is a picklist: all its values by API name, and the labels that differ."""
    facts = [(name, DEAL_OBJECT, fact) for name, fact in DEAL_FACTS.items()]
    facts += [(f"product.{name}", LINE_OBJECT, fact) for name, fact in PRODUCT_FACTS.items()]
    for name, start, fact in facts:
        place = schema.place(start, fact.path) if fact.coded else None
        if place and place.field.values:
            yield name, (place.field.values, place.field.labels)


def _of_rows(rows: Mapping[str, Rows]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for fact, (query, column) in _COLUMNS.items():
        if query in rows:
            yield fact, tuple(dict.fromkeys(str(row[column]) for row in rows[query] if row.get(column)))
