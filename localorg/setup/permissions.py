"""The integration user's rights, as switches: they read and write its licence, profile and permission set."""

from collections.abc import Iterable, Mapping

from localorg.apps.clients import INTEGRATION_USERNAME
from localorg.records import Records
from localorg.schema import Value
from localorg.schema.permissions import OBJECT_RIGHTS, SYSTEM_PERMISSIONS
from localorg.setup.rights import GOVERNED, LEVELS, permissionable
from localorg.switches import FieldRight, ObjectRight

PERMISSION_SET = "Coach"
PROFILES = {
    "Salesforce Integration": "Minimum Access - API Only Integrations",
    "Salesforce": "Minimum Access - Salesforce",
}
"""Licence → its profile with the fewest rights."""
_SENDERS = "Send_Outbound_Messages"
_USUAL: Mapping[str, ObjectRight] = {**dict.fromkeys(GOVERNED, "read"), "Opportunity": "view_all"}
_USUAL_SYSTEM = ("ApiEnabled", "ViewAllUsers", "ViewRoles", "ViewSetup")
Row = dict[str, Value]


class IntegrationRights:
    """Reads and writes the records behind the switches. Writing requires that there is an integration user."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def grant_usual(self) -> None:
        """Grant what docs/admin.md asks for: licence, permission set with its rights, assignment."""
        if self._user() is None:
            return
        self.set_object_rights(_USUAL)
        self._grant_fields(self._governed_fields())
        self.set_user_rights({name: name in _USUAL_SYSTEM for name in SYSTEM_PERMISSIONS})
        self.set_licence("Salesforce Integration")
        self.set_permission_set_licence(True)
        self.set_outbound_messages_allowed(True)

    # ------------------------------------------------------------ objects

    def object_rights(self) -> dict[str, str]:
        """Object → the strongest level of :data:`LEVELS` that its rights include."""
        rows = self._granted("ObjectPermissions")
        found = {str(row["SobjectType"]): _level(row) for row in rows}
        return {**dict.fromkeys(GOVERNED, "none"), **found}

    def set_object_rights(self, rights: Mapping[str, ObjectRight]) -> None:
        """Set exactly these rights on these objects."""
        known = {str(row["SobjectType"]): str(row["Id"]) for row in self._granted("ObjectPermissions")}
        for name, level in rights.items():
            words = LEVELS[level]
            values = {f"Permissions{field}": word in words for word, field in OBJECT_RIGHTS.items()}
            self._put("ObjectPermissions", known.get(name), {"SobjectType": name}, values)

    # ------------------------------------------------------------ fields

    def field_rights(self) -> dict[str, str]:
        """Object.Field → the right, for all fields whose right is not ``read``."""
        rows = {str(row["Field"]): row for row in self._granted("FieldPermissions")}
        found: dict[str, str] = {}
        for path in self._governed_fields():
            row = rows.get(path)
            right = "edit" if row and row["PermissionsEdit"] else "read" if row and row["PermissionsRead"] else "hidden"
            if right != "read":
                found[path] = right
        return found

    def set_field_rights(self, rights: Mapping[str, FieldRight]) -> None:
        """Set exactly these rights on these fields."""
        known = {str(row["Field"]): str(row["Id"]) for row in self._granted("FieldPermissions")}
        for path, right in rights.items():
            values = {"PermissionsRead": right != "hidden", "PermissionsEdit": right == "edit"}
            self._put("FieldPermissions", known.get(path), {"SobjectType": path.split(".")[0], "Field": path}, values)

    def _grant_fields(self, paths: Iterable[str]) -> None:
        self.set_field_rights(dict.fromkeys(paths, "read"))

    def _governed_fields(self) -> list[str]:
        objects = self._records.schema.objects.values()
        return [
            f"{one.name}.{name}" for one in objects for name, known in one.fields.items() if permissionable(one, known)
        ]

    # ------------------------------------------------------------ the org as a whole

    def user_rights(self) -> dict[str, bool]:
        """System permission → whether the permission set grants it."""
        found = self._permission_set() or {}
        return {name: bool(found.get(f"Permissions{name}")) for name in SYSTEM_PERMISSIONS}

    def set_user_rights(self, rights: Mapping[str, bool]) -> None:
        """Grant or revoke these system permissions."""
        self._update("PermissionSet", self._needed_set(), {f"Permissions{name}": on for name, on in rights.items()})

    def licence(self) -> str:
        """The user's licence, which follows from their profile."""
        user = self._user() or {}
        profile = self._records.get("Profile", str(user["ProfileId"])) if user else None
        licence = self._records.get("UserLicense", str(profile["UserLicenseId"])) if profile else None
        return str(licence["Name"]) if licence else ""

    def set_licence(self, name: str) -> None:
        """Give the user the licence's profile with the fewest rights."""
        user = self._user()
        (profile,) = self._records.select("Profile", Name=PROFILES[name])
        if user is not None and user["ProfileId"] != profile["Id"]:
            self._update("User", str(user["Id"]), {"ProfileId": profile["Id"]})

    def permission_set_licence(self) -> bool:
        """Whether the user holds *Salesforce API Integration*."""
        user = self._user()
        return bool(user and self._records.select("PermissionSetLicenseAssign", AssigneeId=user["Id"]))

    def set_permission_set_licence(self, on: bool) -> None:
        """Assign the licence and then the permission set, or remove both: the set cannot be assigned without it."""
        user = self._user()
        if user is None:
            return
        for name in ("PermissionSetAssignment", "PermissionSetLicenseAssign"):
            if not on:
                for row in self._records.select(name, AssigneeId=user["Id"]):
                    self._records.delete(name, str(row["Id"]), user_id=self._records.admin_id)
        if on and not self.permission_set_licence():
            (licence,) = self._records.select("PermissionSetLicense", DeveloperName="SalesforceAPIIntegrationPsl")
            self._insert(
                "PermissionSetLicenseAssign", {"PermissionSetLicenseId": licence["Id"], "AssigneeId": user["Id"]}
            )
        if on:
            self._assign(self._needed_set(), str(user["Id"]))

    def outbound_messages_allowed(self) -> bool | list[str]:
        """Whether ordinary users' changes send messages; or the names of the users whose changes do."""
        (standard,) = self._records.select("Profile", Name="Standard User")
        if standard["PermissionsEnableNotifications"]:
            return True
        holders = self._records.select("PermissionSet", Name=_SENDERS)
        rows = self._records.select("PermissionSetAssignment", PermissionSetId=holders[0]["Id"]) if holders else []
        users = (self._records.get("User", str(row["AssigneeId"])) for row in rows)
        return [str(user["Username"]) for user in users if user] or False

    def set_outbound_messages_allowed(self, allowed: bool | Iterable[str]) -> None:
        """Grant the permission by the profile; or, for a list of users, by a permission set for them alone."""
        (standard,) = self._records.select("Profile", Name="Standard User")
        self._update("Profile", str(standard["Id"]), {"PermissionsEnableNotifications": allowed is True})
        for holder in self._records.select("PermissionSet", Name=_SENDERS):
            self._records.delete("PermissionSet", str(holder["Id"]), user_id=self._records.admin_id)
        if isinstance(allowed, bool):
            return
        words = SYSTEM_PERMISSIONS["EnableNotifications"]
        values: Row = {"Name": _SENDERS, "Label": words, "PermissionsEnableNotifications": True}
        set_id = self._insert("PermissionSet", values)
        for username in allowed:
            for user in self._records.select("User", Username=username):
                self._assign(set_id, str(user["Id"]))

    # ------------------------------------------------------------ inside

    def _user(self) -> Row | None:
        return next(iter(self._records.select("User", Username=INTEGRATION_USERNAME)), None)

    def _permission_set(self) -> Row | None:
        return next(iter(self._records.select("PermissionSet", Name=PERMISSION_SET)), None)

    def _needed_set(self) -> str:
        found = self._permission_set()
        if found:
            return str(found["Id"])
        return self._insert("PermissionSet", {"Name": PERMISSION_SET, "Label": PERMISSION_SET})

    def _granted(self, object_name: str) -> list[Row]:
        found = self._permission_set()
        return self._records.select(object_name, ParentId=found["Id"]) if found else []

    def _put(self, object_name: str, known: str | None, key: Mapping[str, Value], values: Mapping[str, Value]) -> None:
        if known:
            self._update(object_name, known, values)
        else:
            self._insert(object_name, {"ParentId": self._needed_set(), **key, **values})

    def _assign(self, set_id: str, user_id: str) -> None:
        if not self._records.select("PermissionSetAssignment", PermissionSetId=set_id, AssigneeId=user_id):
            self._insert("PermissionSetAssignment", {"PermissionSetId": set_id, "AssigneeId": user_id})

    def _insert(self, object_name: str, values: Mapping[str, Value]) -> str:
        return self._records.insert(object_name, values, user_id=self._records.admin_id, as_platform=True)

    def _update(self, object_name: str, record_id: str, values: Mapping[str, Value]) -> None:
        self._records.update(object_name, record_id, values, user_id=self._records.admin_id, as_platform=True)


def _level(row: Row) -> str:
    words = {word for word, field in OBJECT_RIGHTS.items() if row[f"Permissions{field}"]}
    return max((level for level, needed in LEVELS.items() if needed <= words), key=lambda level: len(LEVELS[level]))
