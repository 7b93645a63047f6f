"""The organisation, its roles and its people."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

from localorg.seed.calendar import moment, months_before
from localorg.seed.content import Content, PersonPlan
from localorg.seed.writer import Writer

ADMINISTRATOR = "admin"
INTEGRATION = "integration"
_LEFT = 33
_DOMAIN = "aldermere.example"
_PROFILES = {ADMINISTRATOR: "System Administrator", INTEGRATION: "Minimum Access - API Only Integrations"}
_ORDINARY_PROFILE = "Standard User"


def write_company(writer: Writer, content: Content, *, blank: bool = False) -> dict[str, str]:
    """Write the company; returns the ids of the people by key. The org's existing administrator becomes one of them.

    With ``blank`` there is no integration user, because somebody wants to set the org up themselves.
    """
    writer.update("Organization", writer.records.organization_id, content.organisation, writer.now)
    roles = _write_roles(writer, content)
    profiles = _profiles(writer)
    people: dict[str, str] = {}
    for person in content.people:
        if blank and person.key == INTEGRATION:
            continue
        values = _values(person, people, roles, profiles)
        joined = datetime.combine(months_before(writer.now.date(), person.since), time(9), UTC)
        if person.key == ADMINISTRATOR:
            people[person.key] = writer.records.admin_id
            writer.update("User", writer.records.admin_id, values, writer.now)
        else:
            people[person.key] = writer.insert("User", values, joined)
    return people


def left_at(writer: Writer) -> datetime:
    """The time at which former employees left."""
    return moment(_LEFT, writer.now)


def retire(writer: Writer, content: Content, people: Mapping[str, str]) -> None:
    """Deactivate the users who have left. This comes last, because inactive users cannot be given records."""
    for person in content.people:
        if not person.active:
            writer.update("User", people[person.key], {"IsActive": False}, left_at(writer))


def _write_roles(writer: Writer, content: Content) -> dict[str, str]:
    ids: dict[str, str] = {}
    for role in content.roles:
        values = {
            "Name": role.name,
            "DeveloperName": role.key,
            "ParentRoleId": ids.get(role.parent or ""),
        }
        ids[role.key] = writer.insert("UserRole", values, writer.now)
    return ids


def _profiles(writer: Writer) -> Mapping[str, str]:
    rows = writer.records.query("SELECT Id, Name FROM Profile ORDER BY Name", user_id=writer.records.admin_id)
    return {row["Name"]: row["Id"] for row in rows}


def _values(
    person: PersonPlan, people: Mapping[str, str], roles: Mapping[str, str], profiles: Mapping[str, str]
) -> dict[str, object]:
    username = person.username or f"{person.key}@{_DOMAIN}"
    return {
        "FirstName": person.first,
        "LastName": person.last,
        "Title": person.title,
        "Department": person.department,
        "Username": username,
        "Email": f"{person.key}@{_DOMAIN}",
        "Alias": person.key[:8],
        "IsActive": True,
        "ManagerId": people.get(person.manager or ""),
        "UserRoleId": roles.get(person.role or ""),
        "ProfileId": profiles[_profile(person.key, profiles)],
        "TimeZoneSidKey": "GMT",
        "LocaleSidKey": "en_US",
        "LanguageLocaleKey": "en_US",
        "EmailEncodingKey": "UTF-8",
        "ForecastEnabled": person.role is not None,
    }


def _profile(key: str, profiles: Iterable[str]) -> str:
    wanted = _PROFILES.get(key, _ORDINARY_PROFILE)
    return wanted if wanted in profiles else _ORDINARY_PROFILE
