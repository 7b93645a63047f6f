"""The org's users, with the fields that signing in needs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from localorg.records import Records

_FIELDS = (
    "Id, Username, Name, FirstName, LastName, Email, Title, Department, ManagerId, IsActive, TimeZoneSidKey, "
    "LocaleSidKey, LanguageLocaleKey"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the org."""

    id: str
    username: str
    name: str
    first_name: str
    last_name: str
    email: str
    title: str
    active: bool
    timezone: str
    locale: str
    language: str
    department: str = ""
    manager_id: str | None = None


class Directory:
    """Finds users in the org's records. Nothing is cached, because users may change at any time."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @property
    def organization_id(self) -> str:
        """The org's own id, 18 characters."""
        return self._records.organization_id

    def by_username(self, username: str) -> Person | None:
        """The user with this username, in any case."""
        return self._one(f"Username = '{_quoted(username)}'")

    def by_id(self, user_id: str) -> Person | None:
        """The user with this id."""
        return self._one(f"Id = '{_quoted(user_id)}'")

    def active(self) -> list[Person]:
        """Everybody who may sign in, by name."""
        return self._find("IsActive = true ORDER BY Name")

    def holds(self, user_id: str, permission_sets: Collection[str]) -> bool:
        """Whether at least one of these permission sets is assigned to the user."""
        wanted = {
            str(row["Id"]) for name in permission_sets for row in self._records.select("PermissionSet", Name=name)
        }
        held = self._records.select("PermissionSetAssignment", AssigneeId=user_id)
        return any(row["PermissionSetId"] in wanted for row in held)

    def _one(self, condition: str) -> Person | None:
        return next(iter(self._find(f"{condition} LIMIT 1")), None)

    def _find(self, condition: str) -> list[Person]:
        soql = f"SELECT {_FIELDS} FROM User WHERE {condition}"
        return [_person(row) for row in self._records.query(soql, user_id=self._records.admin_id)]


def _person(row: dict[str, Any]) -> Person:
    return Person(
        id=row["Id"],
        username=row["Username"],
        name=row["Name"],
        first_name=row["FirstName"] or "",
        last_name=row["LastName"],
        email=row["Email"] or "",
        title=row["Title"] or "",
        active=row["IsActive"],
        timezone=row["TimeZoneSidKey"],
        locale=row["LocaleSidKey"],
        language=row["LanguageLocaleKey"],
        department=row["Department"] or "",
        manager_id=row["ManagerId"],
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
