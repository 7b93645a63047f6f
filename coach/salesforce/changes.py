"""Opportunities changed since a moment → events, for what no message told us."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from coach.ids import to18
from coach.model import Event, EventKind, Source
from coach.salesforce import query
from coach.salesforce.client import Client
from coach.salesforce.values import moment


def changed_since(client: Client, org_id: str, since: datetime) -> list[Event]:
    """Oldest first; deleted ones too, while they are in the recycle bin."""
    start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    soql = (
        "SELECT Id, SystemModstamp, IsDeleted FROM Opportunity "
        f"WHERE SystemModstamp >= {start} ORDER BY SystemModstamp, Id"
    )
    return [_event(org_id, row) for row in query.rows_of(client, [query.path(soql, deleted_too=True)])]


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
