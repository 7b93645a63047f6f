"""Who sees what: the schema of one user, worked out once and again whenever the setup or somebody's rights change."""

from collections.abc import Callable

from coach.localorg.records import Change, Records
from coach.localorg.schema import Schema
from coach.localorg.setup.rights import EVERYTHING, Rights, seen
from coach.localorg.setup.switches import Switches

INTEGRATION_PROFILE = "Minimum Access - API Only Integrations"
_MATTERS = frozenset({"User", "Profile"})


class Access:
    """Safe to use from several threads: at worst something is worked out twice."""

    def __init__(self, records: Records, switches: Callable[[], Switches]) -> None:
        self._records = records
        self._switches = switches
        self._known_for: Switches | None = None
        self._schemas: dict[str, Schema] = {}
        records.subscribe(self._hear)

    def schema(self, user_id: str) -> Schema:
        """The objects and fields that this user sees."""
        switches = self._switches()
        if self._known_for is not switches:
            self._schemas, self._known_for = {}, switches
        found = self._schemas.get(user_id)
        if found is None:
            found = seen(self._records.schema, switches, self._rights(user_id, switches))
            self._schemas[user_id] = found
        return found

    def hidden_opportunities(self, user_id: str) -> str | tuple[str, ...]:
        """``owned``: all that are another's; or the ids of those that this user does not see."""
        switches = self._switches()
        if switches.record_visibility == "all" or not self._is_integration(user_id):
            return ()
        if switches.record_visibility == "owned":
            sees_all = self._rights(user_id, switches).of("Opportunity") in ("view_all", "all")
            return () if sees_all else "owned"
        return tuple(switches.record_visibility)

    def _rights(self, user_id: str, switches: Switches) -> Rights:
        if not self._is_integration(user_id):
            return EVERYTHING
        return Rights(switches.object_rights, switches.field_rights)

    def _is_integration(self, user_id: str) -> bool:
        user = self._records.get("User", user_id)
        profile = self._records.get("Profile", str(user["ProfileId"])) if user else None
        return bool(profile) and profile["Name"] == INTEGRATION_PROFILE if profile else False

    def _hear(self, change: Change) -> None:
        if change.object in _MATTERS:
            self._schemas = {}
