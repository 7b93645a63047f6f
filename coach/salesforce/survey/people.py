"""Who may do what, who changes deals by themselves, and who owns deals.

Sources: Object Reference, UserPermissionAccess (the rights of the user who asks), ObjectPermissions,
PermissionSetAssignment, PermissionSetLicenseAssign.
"""

from collections.abc import Mapping, Sequence

from coach.doctor.facts import AUTONOMOUS_AGENT, SEND_OUTBOUND_MESSAGES
from coach.salesforce.survey.answers import Row

PERMISSIONS = (
    "ApiEnabled",
    SEND_OUTBOUND_MESSAGES,
    "ViewSetup",
    "ViewAllUsers",
    "ViewRoles",
    "ViewAllData",
    "ModifyAllData",
    "ManageUsers",
    "AssignPermissionSets",
    "CustomizeApplication",
    "QueryAllFiles",
)
"""System permissions that every edition has, by the names of UserPermissionAccess without ``Permissions``."""


def permissions_in(row: Row | None) -> dict[str, bool] | None:
    if row is None:
        return None
    return {one: row[f"Permissions{one}"] is True for one in PERMISSIONS if f"Permissions{one}" in row}


def licences_in(rows: Sequence[Row] | None) -> frozenset[str] | None:
    if rows is None:
        return None
    return frozenset(str((row.get("PermissionSetLicense") or {}).get("DeveloperName")) for row in rows)


def view_all(rows: Sequence[Row] | None, permissions: Mapping[str, bool] | None) -> bool | None:
    if permissions and (permissions.get("ViewAllData") or permissions.get("ModifyAllData")):
        return True
    return None if rows is None else any(row.get("PermissionsViewAllRecords") is True for row in rows)


def agents_in(rows: Sequence[Row] | None) -> tuple[str, ...] | None:
    if rows is None:
        return None
    mine = [row for row in rows if (row.get("PermissionSet") or {}).get("Name") == AUTONOMOUS_AGENT]
    people = [row.get("Assignee") or {} for row in mine]
    return tuple(str(one.get("Name")) for one in people if one.get("IsActive") is not False)


def senders_in(assigned: Sequence[Row] | None, people: Sequence[Row] | None) -> frozenset[str] | None:
    """The users who may send outbound messages, by a permission set or by their profile."""
    if assigned is None or people is None:
        return None
    permission = f"Permissions{SEND_OUTBOUND_MESSAGES}"
    by_set = (row["AssigneeId"] for row in assigned if (row.get("PermissionSet") or {}).get(permission) is True)
    by_profile = (row["Id"] for row in people if (row.get("Profile") or {}).get(permission) is True)
    return frozenset(str(one) for one in (*by_set, *by_profile))


def owners_in(rows: Sequence[Row] | None) -> dict[str, str] | None:
    if rows is None:
        return None
    return {str(row["OwnerId"]): str(row.get("name") or row["OwnerId"]) for row in rows if row.get("OwnerId")}
