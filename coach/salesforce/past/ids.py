"""The ids of existing opportunities, two thousand per call."""

from datetime import UTC, datetime

from coach.ids import to18
from coach.salesforce import query
from coach.salesforce.client import Client

_OPEN = "IsClosed = false"


def open_deals(client: Client) -> list[str]:
    """All open opportunities."""
    return _ids(client, _OPEN)


def deals_since(client: Client, since: datetime) -> list[str]:
    """All that are open, or changed since then. That includes whatever was open at any time since."""
    start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _ids(client, f"{_OPEN} OR LastModifiedDate >= {start}")


def _ids(client: Client, where: str) -> list[str]:
    """Sorted here, because the platform does not document how it sorts ids that differ only in case."""
    first = client.get(query.path(f"SELECT Id FROM Opportunity WHERE {where}"))
    return sorted(to18(str(row["Id"])) for row in query.each_row(client, first))
