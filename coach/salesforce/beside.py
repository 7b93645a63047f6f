"""Find changes of records related to an opportunity, which leave the opportunity's own timestamp unchanged.

A change of an account, a user, a role or a product touches no opportunity, and neither does a new contact role. So open
deals are queried by the timestamps of what the playbooks in force depend on: parents through the relationships that
their facts lead through, all in one query; line items and contact roles in one query each. Closed deals need no more
coaching.
Sources: SOQL and SOSL Reference, "Using Relationship Queries" (conditions may follow up to five child-to-parent
relationships); Object Reference, "OpportunityLineItem" (ListPrice is that of the price book entry).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT
from coach.engine.model import Event, EventKind, FieldSelection, Source
from coach.engine.playbook.conditions import OF_PRODUCT
from coach.ids import to18
from coach.salesforce.facts import CONTACT_ROLES, DEAL_FACTS, PRODUCT_FACTS, paths
from coach.salesforce.formulas import rests_on
from coach.salesforce.further import at
from coach.salesforce.schema import Schema
from coach.salesforce.values import moment

STAMP = "SystemModstamp"
_OPEN = "Opportunity.IsClosed = false"

Row = Mapping[str, Any]


def literal(since: datetime) -> str:
    """A dateTime in SOQL notation."""
    return since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def paths_of(asked: FieldSelection, schema: Schema) -> Iterator[tuple[str, str]]:
    """Every path that ``asked`` depends on, from its object.

    Includes paths of formulas, as far as they are described.
    """
    for start, path in (*_of_facts(asked.facts), *paths(asked.fields)):
        for each in rests_on(schema, start, path):
            yield start, each


def _of_facts(facts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The paths of facts. All facts about people that no condition can name are on the user."""
    for fact in facts:
        if fact in DEAL_FACTS:
            yield DEAL_OBJECT, DEAL_FACTS[fact]
        elif fact.startswith("owner_"):
            yield DEAL_OBJECT, f"Owner.{STAMP}"
        elif fact.startswith(OF_PRODUCT):
            # A list price is that of the price book entry.
            of_line = PRODUCT_FACTS.get(fact.removeprefix(OF_PRODUCT), STAMP)
            yield from ((LINE_OBJECT, path) for path in (of_line, f"PricebookEntry.{STAMP}"))


def ways(asked: FieldSelection, schema: Schema) -> dict[str, list[str]]:
    """By object, the relationships, such as ``Owner.Manager``, to the records that ``asked`` depends on."""
    found: dict[str, set[str]] = defaultdict(set)
    for start, path in paths_of(asked, schema):
        place = schema.place(start, path)
        own = place.ways if place else ()
        found[start].update(way.record for way in own if schema.reads(start, f"{way.record}.{STAMP}"))
    return {start: sorted(each) for start, each in found.items()}


def queries(asked: FieldSelection, schema: Schema, since: datetime) -> dict[str, str]:
    """The SOQL that finds open deals whose related records changed at or after ``since``, by names of our own."""
    found: dict[str, str] = {}
    beside = ways(asked, schema)
    if parents := beside.get(DEAL_OBJECT):
        columns = ", ".join(f"{way}.{STAMP}" for way in parents)
        changed = _any_of((f"{way}.{STAMP}" for way in parents), since)
        found["parents"] = f"SELECT Id, {columns} FROM Opportunity WHERE IsClosed = false AND ({changed})"
    if LINE_OBJECT in beside and schema.reads(LINE_OBJECT, STAMP):
        stamps = [STAMP, *(f"{way}.{STAMP}" for way in beside[LINE_OBJECT])]
        where = f"{_OPEN} AND ({_any_of(stamps, since)})"
        found["lines"] = f"SELECT Id, OpportunityId, {', '.join(stamps)} FROM OpportunityLineItem WHERE {where}"
    if CONTACT_ROLES in asked.facts and schema.reads("OpportunityContactRole", STAMP):
        where = f"{_OPEN} AND {_any_of([STAMP], since)}"
        found["roles"] = f"SELECT Id, OpportunityId, {STAMP} FROM OpportunityContactRole WHERE {where}"
    return found


def deletions(asked: FieldSelection, schema: Schema, since: datetime, until: datetime) -> str | None:
    """The path that lists deleted contact roles; None if no playbook uses contact roles.

    No query can list them: whether a contact role is deleted shows only while its opportunity is deleted, and it skips
    the recycle bin. Nor can its deal be determined. A deleted line item changes its opportunity.
    Sources: Object Reference, "OpportunityContactRole"; REST API Developer Guide, "sObject Get Deleted".
    """
    if CONTACT_ROLES not in asked.facts or not schema.has("OpportunityContactRole"):
        return None
    span = urlencode({"start": literal(since), "end": literal(until)})
    return f"sobjects/OpportunityContactRole/deleted/?{span}"


def last_deleted(body: Any) -> datetime | None:
    """When the last of the records in that answer was deleted."""
    records = body.get("deletedRecords") if isinstance(body, Mapping) else None
    moments = [moment(each.get("deletedDate")) for each in records or ()]
    return max((each for each in moments if each), default=None)


def _any_of(stamps: Iterable[str], since: datetime) -> str:
    return " OR ".join(f"{stamp} >= {literal(since)}" for stamp in stamps)


def events(org_id: str, rows: Iterable[Row], since: datetime) -> Iterator[Event]:
    """An event for each timestamp in these rows that is at or after ``since``. Its id says what changed, and when.

    The id contains the row's id if the row is a related record, and the relationship if the timestamp is that of a
    parent.
    """
    start = since.astimezone(UTC).replace(microsecond=0)
    for row in rows:
        deal = to18(str(row.get("OpportunityId") or row["Id"]))
        for way, stamp in _stamps(row):
            changed_at = moment(stamp)
            if changed_at and changed_at >= start:
                record = to18(str(row["Id"]))
                place = "/".join(way if record == deal else (record, *way))
                source_id = f"{deal}/{place}@{stamp}"
                yield Event(org_id, Source.BESIDE, source_id, EventKind.CHANGED, deal, changed_at)


def _stamps(row: Row, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every timestamp in a row, with the relationships that led to it."""
    for name, value in row.items():
        if isinstance(value, Mapping) and name != "attributes":
            yield from _stamps(value, (*way, name))
    if stamp := at(row, STAMP):
        yield way, str(stamp)
