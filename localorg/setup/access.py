"""The schema that one user sees; cached until the setup or somebody's rights change."""

from collections.abc import Callable, Mapping

from localorg.moments import moment_text
from localorg.records import Change, Records
from localorg.schema import ObjectType, Schema, Value
from localorg.schema.derived import TOOLING_ONLY
from localorg.schema.permissions import OBJECT_RIGHTS, SYSTEM_PERMISSIONS
from localorg.setup.rights import Rights, seen
from localorg.switches import Switches

_BARE_PROFILES = ("Minimum Access - API Only Integrations", "Minimum Access - Salesforce")
"""Profiles that grant no objects and no fields: such a user's rights come from permission sets alone."""
_MATTERS = frozenset(
    {"User", "Profile", "PermissionSet", "PermissionSetAssignment", "ObjectPermissions", "FieldPermissions"}
)
Row = dict[str, Value]


class Access:
    """Computes and caches what users see. Safe to use from several threads: at worst, something is computed twice."""

    def __init__(self, records: Records, switches: Callable[[], Switches]) -> None:
        self._records = records
        self._switches = switches
        self._known_for: tuple[Switches, Mapping[str, ObjectType]] | None = None
        self._rights: dict[str, Rights] = {}
        self._schemas: dict[tuple[str, bool], Schema] = {}
        records.subscribe(self._on_change)

    def schema(self, user_id: str, tooling: bool = False) -> Schema:
        """The objects and fields that this user sees, in the Tooling API or in the other APIs."""
        switches, objects = self._switches(), self._records.schema.objects
        if self._known_for is None or self._known_for[0] is not switches or self._known_for[1] is not objects:
            self._schemas, self._known_for = {}, (switches, objects)
        found = self._schemas.get((user_id, tooling))
        if found is None:
            absent = _absent(switches) | (frozenset() if tooling else TOOLING_ONLY)
            found = seen(self._records.schema, absent, self.rights(user_id))
            self._schemas[user_id, tooling] = found
        return found

    def hidden_opportunities(self, user_id: str) -> str | tuple[str, ...]:
        """The ids of opportunities that this user does not see; or ``owned``: all that other users own."""
        visibility, rights = self._switches().record_visibility, self.rights(user_id)
        if visibility == "all" or (rights.everything and "ViewAllData" in rights.system):
            return ()
        if rights.everything:
            return self._of_others(user_id) if visibility == "owned" else ()
        if visibility == "owned":
            return () if "view_all" in rights.of("Opportunity") else "owned"
        return tuple(visibility)

    def _of_others(self, user_id: str) -> tuple[str, ...]:
        """The opportunities of other people who are not below this user in the role hierarchy.

        With the default Private, only owners and those above them see a record
        (https://help.salesforce.com/s/articleView?id=platform.security_controlling_access_using_hierarchies.htm).
        """
        seen = {user_id, *self._below(user_id)}
        return tuple(str(row["Id"]) for row in self._rows("Opportunity") if row["OwnerId"] not in seen)

    def _below(self, user_id: str) -> set[str]:
        role = (self._records.get("User", user_id) or {}).get("UserRoleId")
        roles, found = {role} if role else set[Value](), set[Value]()
        while roles:
            roles = {row["Id"] for one in roles for row in self._rows("UserRole", ParentRoleId=one)} - found
            found |= roles
        return {str(row["Id"]) for one in found for row in self._rows("User", UserRoleId=one)}

    def own_profile_only(self, user_id: str) -> str:
        """The id of the only profile whose name this user sees; empty if they see all."""
        if not self._switches().profile_filtering or "ViewAllProfiles" in self.rights(user_id).system:
            return ""
        user = self._records.get("User", user_id) or {}
        return str(user.get("ProfileId") or "none")

    def may_send(self, user_id: str) -> bool:
        """Whether this user's changes send outbound messages; that needs a permission
        (https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_setting_up.htm)."""
        return "EnableNotifications" in self.rights(user_id).system

    def rights(self, user_id: str) -> Rights:
        """This user's rights from their profile and from all permission sets whose assignment has not expired."""
        found = self._rights.get(user_id)
        if found is None:
            found = self._rights[user_id] = self._work_out(user_id)
        return found

    def _work_out(self, user_id: str) -> Rights:
        user = self._records.get("User", user_id) or {}
        profile = self._records.get("Profile", str(user["ProfileId"])) if user.get("ProfileId") else None
        sets = self._assigned(user_id)
        system = _system([row for row in (profile, *sets) if row])
        if profile is None or profile["Name"] not in _BARE_PROFILES:
            return Rights(system=system)
        objects: dict[str, frozenset[str]] = {}
        for row in self._of(sets, "ObjectPermissions"):
            name = str(row["SobjectType"])
            given = {word for word, field in OBJECT_RIGHTS.items() if row[f"Permissions{field}"]}
            objects[name] = objects.get(name, frozenset()) | given
        fields = self._of(sets, "FieldPermissions")
        readable = frozenset(str(row["Field"]) for row in fields if row["PermissionsRead"])
        editable = frozenset(str(row["Field"]) for row in fields if row["PermissionsEdit"])
        return Rights(False, objects, readable, editable, system)

    def _assigned(self, user_id: str) -> list[Row]:
        now = moment_text(self._records.now())
        rows = self._rows("PermissionSetAssignment", AssigneeId=user_id)
        current = [row for row in rows if not row["ExpirationDate"] or str(row["ExpirationDate"]) > now]
        found = (self._records.get("PermissionSet", str(row["PermissionSetId"])) for row in current)
        return [row for row in found if row]

    def _of(self, sets: list[Row], object_name: str) -> list[Row]:
        return [row for one in sets for row in self._rows(object_name, ParentId=one["Id"])]

    def _rows(self, object_name: str, **where: Value) -> list[Row]:
        return self._records.select(object_name, **where)

    def _on_change(self, change: Change) -> None:
        if change.object in _MATTERS:
            self._schemas, self._rights = {}, {}


def _absent(switches: Switches) -> frozenset[str]:
    there = {
        "ContentNote": switches.notes_enabled,
        "ContentWorkspace": switches.crm_content_enabled,
        "FeedItem": switches.chatter_enabled,
        "DatedConversionRate": switches.dated_rates,
        "Network": switches.experience_site,
    }
    return frozenset(name for name, present in there.items() if not present)


def _system(rows: list[Row]) -> frozenset[str]:
    return frozenset(name for name in SYSTEM_PERMISSIONS if any(row.get(f"Permissions{name}") for row in rows))
