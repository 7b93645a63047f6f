"""Read the org's users: who reports to whom, who is frozen, and who has which permission sets."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from coach.engine.model import User
from coach.ids import USER, to18
from coach.salesforce import query
from coach.salesforce.client import Client, Refused
from coach.salesforce.faults import kept_from_us
from coach.salesforce.values import moment, text

log = structlog.get_logger(__name__)

SOQL = "SELECT Id, Name, Username, IsActive, ManagerId FROM User WHERE UserType = 'Standard'"
"""Includes people who have left, because their deals stay in the log. Not portal users: there may be a million."""
FROZEN = "SELECT UserId FROM UserLogin WHERE IsFrozen = true"
"""Only users with the permission Manage Users may ask this, which docs/admin.md advises against: a refusal is no fault.

Source: Object Reference, UserLogin.
"""
GRANTED = (
    "SELECT AssigneeId, ExpirationDate, PermissionSet.Name FROM PermissionSetAssignment WHERE PermissionSet.Name IN "
)
"""Needs View Setup and Configuration. Source: Object Reference, PermissionSetAssignment."""


def users(client: Client, permission_sets: Sequence[str], now: datetime) -> list[User]:
    """Everybody who works or worked in the org; one call for every 2,000 of them, plus one or two.

    If our user may not ask something, the answer goes without it: nobody is frozen, or nobody has a permission set.
    Raises Refused if the org failed for another reason: for a while, nobody knows who is frozen or has which permission
    set.
    """
    frozen = frozenset(to18(str(row["UserId"]), USER) for row in _allowed(client, FROZEN, log.info))
    granted = _granted(client, permission_sets, now)
    return [_user(row, frozen, granted) for row in query.rows_of(client, [query.path(SOQL)])]


def _granted(client: Client, permission_sets: Sequence[str], now: datetime) -> Mapping[str, set[str]]:
    """By user, their permission sets; expired assignments do not count."""
    granted: dict[str, set[str]] = defaultdict(set)
    if permission_sets:
        for row in _allowed(client, GRANTED + query.among(permission_sets), log.warning):
            expires = moment(row["ExpirationDate"])
            if expires is None or expires > now:
                granted[to18(str(row["AssigneeId"]), USER)].add(str(row["PermissionSet"]["Name"]))
    return granted


def _allowed(client: Client, soql: str, tell: Callable[..., Any]) -> Iterator[Mapping[str, Any]]:
    """The rows; none if they are hidden from us, which is logged."""
    try:
        yield from query.rows_of(client, [query.path(soql)])
    except Refused as refusal:
        if not kept_from_us(refusal.fault):
            raise
        tell("not_allowed_to_ask", object=soql.partition(" FROM ")[2].split()[0], code=refusal.fault.code)


def _user(row: Mapping[str, Any], frozen: frozenset[str], granted: Mapping[str, set[str]]) -> User:
    manager, user_id = text(row["ManagerId"]), to18(str(row["Id"]), USER)
    return User(
        id=user_id,
        name=text(row["Name"]) or "",
        username=text(row["Username"]) or "",
        active=row["IsActive"] is True and user_id not in frozen,
        manager_id=to18(manager, USER) if manager else None,
        granted=tuple(sorted(granted.get(user_id, ()))),
    )
