"""Changes of records that follow from a switch: sharing defaults, a site, an agent with its own user."""

from typing import Final

from localorg.records import Records
from localorg.schema import Value
from localorg.switches import Switches

AGENT: Final = "pipeline.management@agent.coach.local"
PARTNER: Final = "partner@coach.local"
"""A person outside the org with a login to its site, who sees only what is shared with all users."""
AUTONOMOUS: Final = "PipelineManagementAgentAutonomousUser"
"""The permission set that allows the agent to apply changes by itself (Salesforce's published flow)."""
_SITE: Final = "Partner Central"


def follow(records: Records, switches: Switches, names: frozenset[str]) -> None:
    """Update the records for the switches that were set."""
    if "record_visibility" in names:
        _share(records, private=switches.record_visibility == "owned")
    if "experience_site" in names and switches.experience_site and not records.select("Network", Name=_SITE):
        _insert(records, "Network", {"Name": _SITE, "Status": "Live", "UrlPathPrefix": "partners"})
        _insert(records, "User", _person(records, PARTNER, "Pat", "Partner", "Partner Community User"))
    if "pipeline_agent" in names:
        _employ(records, switches.pipeline_agent)


def agent_id(records: Records) -> str | None:
    """The id of the agent's user; None if there never was one."""
    return next((str(row["Id"]) for row in records.select("User", Username=AGENT)), None)


def _share(records: Records, *, private: bool) -> None:
    values = {"DefaultOpportunityAccess": "None" if private else "Edit"}
    records.update("Organization", records.organization_id, values, user_id=records.admin_id, as_platform=True)


def _employ(records: Records, how: str) -> None:
    user = agent_id(records)
    if how == "off":
        if user:
            records.update("User", user, {"IsActive": False}, user_id=records.admin_id)
        return
    if user is None:
        user = _insert(records, "User", _person(records, AGENT, "Pipeline Management", "Agent", "Standard User"))
    records.update("User", user, {"IsActive": True}, user_id=records.admin_id)
    held = records.select("PermissionSet", Name=AUTONOMOUS)
    label = "Pipeline Management Agent Autonomous User"
    set_id = str(held[0]["Id"]) if held else _insert(records, "PermissionSet", {"Name": AUTONOMOUS, "Label": label})
    assigned = records.select("PermissionSetAssignment", PermissionSetId=set_id, AssigneeId=user)
    if how == "auto" and not assigned:
        _insert(records, "PermissionSetAssignment", {"PermissionSetId": set_id, "AssigneeId": user})
    if how == "suggest":
        for row in assigned:
            records.delete("PermissionSetAssignment", str(row["Id"]), user_id=records.admin_id)


def _person(records: Records, username: str, first: str, last: str, profile_name: str) -> dict[str, Value]:
    (profile,) = records.select("Profile", Name=profile_name)
    return {
        "Username": username,
        "FirstName": first,
        "LastName": last,
        "Email": username,
        "Alias": last[:8].lower(),
        "ProfileId": profile["Id"],
        "TimeZoneSidKey": "GMT",
        "LocaleSidKey": "en_US",
        "LanguageLocaleKey": "en_US",
        "EmailEncodingKey": "UTF-8",
    }


def _insert(records: Records, object_name: str, values: dict[str, Value]) -> str:
    return records.insert(object_name, values, user_id=records.admin_id, as_platform=True)
