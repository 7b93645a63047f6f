"""The org's users and who reports to whom → users."""

from collections.abc import Mapping
from typing import Any

from coach.ids import USER, to18
from coach.model import User
from coach.salesforce import query
from coach.salesforce.client import Client
from coach.salesforce.values import text

SOQL = "SELECT Id, Name, Username, IsActive, ManagerId FROM User WHERE UserType = 'Standard'"
"""Those who have left, too: their deals stay in the log. Not the portals' users: there may be a million of them."""


def users(client: Client) -> list[User]:
    """Everybody who works in the org; a call for every 2,000 of them."""
    return [_user(row) for row in query.rows_of(client, [query.path(SOQL)])]


def _user(row: Mapping[str, Any]) -> User:
    manager = text(row["ManagerId"])
    return User(
        id=to18(str(row["Id"]), USER),
        name=text(row["Name"]) or "",
        username=text(row["Username"]) or "",
        active=row["IsActive"] is True,
        manager_id=to18(manager, USER) if manager else None,
    )
