"""What changed since a moment → events, for changes that no message reported."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coach.engine.model import Event, EventKind, FieldSelection, Source
from coach.ids import to18
from coach.ports import Changes
from coach.salesforce import beside, query
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import PartAnswer
from coach.salesforce.faults import kept_from_us
from coach.salesforce.rates import mark, mark_query
from coach.salesforce.schema import Schema, require_opportunities
from coach.salesforce.values import moment

_DEALS, _RATES, _LOST = "deals", "rates", "lost"


def changed_since(
    client: Client, schema: Schema, org_id: str, since: datetime, until: datetime, asked: FieldSelection
) -> Changes:
    """Find changes in one call, plus further pages. Oldest first; includes deleted opportunities in the recycle bin.

    Related records that are hidden from us are left out. Raises Undeliverable if opportunities are hidden.
    """
    require_opportunities(schema)
    addresses = {_DEALS: query.path(_opportunities(since), deleted_too=True)}
    addresses |= {name: query.path(soql) for name, soql in beside.queries(asked, schema, since).items()}
    if asked.converts and (soql := mark_query(schema)):
        addresses[_RATES] = query.path(soql)
    if path := beside.deletions(asked, schema, since, until):
        addresses[_LOST] = path
    answered = query.ask(client, addresses)
    lost = answered.pop(_LOST, None)
    found = {_event(org_id, row) for row in query.rows_in(client, answered.pop(_DEALS))}
    rates = _optional(client, answered.pop(_RATES, None))
    for answer in answered.values():
        found |= set(beside.events(org_id, _optional(client, answer) or (), since))
    lost_at = beside.last_deleted(lost.body) if lost and not lost.fault else None
    return Changes(sorted(found, key=_order), None if rates is None else mark(rates), lost_at)


def last_change(client: Client) -> datetime | None:
    """When an opportunity last changed, in the org's time; None if there is none, or our user sees none."""
    soql = "SELECT SystemModstamp FROM Opportunity ORDER BY SystemModstamp DESC LIMIT 1"
    try:
        rows = query.rows_of(client, [query.path(soql)])
    except Refused as refusal:
        if not kept_from_us(refusal.fault):
            raise
        return None
    return moment(rows[0]["SystemModstamp"]) if rows else None


def _opportunities(since: datetime) -> str:
    return (
        "SELECT Id, SystemModstamp, IsDeleted FROM Opportunity "
        f"WHERE SystemModstamp >= {beside.literal(since)} ORDER BY SystemModstamp, Id"
    )


def _optional(client: Client, answer: PartAnswer | None) -> list[Mapping[str, Any]] | None:
    """The rows; None if nothing was asked, or the rows are hidden from us. Raises Refused for any other fault."""
    if answer is None:
        return None
    try:
        return query.rows_in(client, answer)
    except Refused as refusal:
        if not kept_from_us(refusal.fault):
            raise
        return None


def _order(event: Event) -> tuple[str, str]:
    """By time, which every event of ours has, then by its own id."""
    return (event.occurred_at.isoformat() if event.occurred_at else "", event.source_event_id)


def _event(org_id: str, row: Mapping[str, Any]) -> Event:
    id18 = to18(str(row["Id"]))
    return Event(
        org_id=org_id,
        source=Source.RECONCILE,
        source_event_id=f"{id18}@{row['SystemModstamp']}",
        kind=EventKind.DELETED if row.get("IsDeleted") is True else EventKind.CHANGED,
        opportunity_id=id18,
        occurred_at=moment(row["SystemModstamp"]),
    )
