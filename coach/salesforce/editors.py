"""User ids → who acts under them: a person, an agent or integration, or unknown.

A flow runs as the person who triggered it, and counts as theirs. Everything that runs as itself has a user of its own,
recognized by its type (the platform's processes), its licence, or its permission sets. The user of Agentforce Pipeline
Management, which sets next step and stage by itself, has PipelineManagementAgentAutonomousUser and may be in an
opportunity's team as a sales representative. A user who may use nothing but the API is a program.
Source: Object Reference, "User" (UserType), "PermissionSet" and "Profile" (PermissionsApiUserOnly),
"PermissionSetAssignment", "UserLicense"; Salesforce Help, "Give Integration Users API Only Access".
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from coach.engine.model import Editor, Nature
from coach.ids import USER, to18
from coach.ports import Clock, Memory
from coach.salesforce import query
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import PartAnswer
from coach.salesforce.faults import kept_from_us
from coach.salesforce.signin import SignIn

log = structlog.get_logger(__name__)

AGENT_PERMISSION_SETS = frozenset({"PipelineManagementAgentAutonomousUser"})
AUTOMATED_LICENCES = frozenset(
    {
        "Salesforce Integration",
        "Einstein Agent",
        "Automated Process",
        "Cloud Integration User",
        "Analytics Cloud Integration User",
        "Platform Integration",
    }
)
PEOPLE_TYPES = frozenset({"Standard", "PowerPartner", "PowerCustomerSuccess", "CspLitePortal", "CustomerSuccess"})
AUTOMATED_TYPES = frozenset({"AutomatedProcess", "CloudIntegrationUser"})

USERS_AT_ONCE = 300
KEPT_FOR = timedelta(minutes=5)
NOT_FORGOTTEN_FOR = timedelta(days=400)
"""What an agent did stays the agent's even after it lost its permission set. Longer than any window."""

_USERS, _LICENCES, _PROFILES, _GRANTS = "users", "licences", "profiles", "grants"
_QUERIES: Mapping[str, str] = {
    _USERS: "SELECT Id, Username, UserType FROM User WHERE Id IN ",
    _LICENCES: "SELECT Id, Profile.UserLicense.Name FROM User WHERE Id IN ",
    _PROFILES: "SELECT Id, Profile.PermissionsApiUserOnly FROM User WHERE Id IN ",
    _GRANTS: (
        "SELECT AssigneeId, PermissionSet.Name, PermissionSet.PermissionsApiUserOnly FROM PermissionSetAssignment "
        "WHERE AssigneeId IN "
    ),
}
"""Separate queries, because each alone may be hidden from us: grants need View Setup and Configuration."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the org says about some users; None for what it hides from us."""

    users: Mapping[str, Row]
    licences: Mapping[str, str | None]
    programs: frozenset[str]
    grants: Mapping[str, Sequence[Row]] | None


class Editors:
    """Looks users up, and remembers them for five minutes; users that an agent acted under, for good.

    ``automated`` names further users whose changes are not a person's: by user name, by id, or by the name of a
    permission set.
    """

    def __init__(self, client: Client, signin: SignIn, automated: Iterable[str], memory: Memory, clock: Clock) -> None:
        self._client = client
        self._agents = CachedCapability(memory, "agents", NOT_FORGOTTEN_FOR, clock)
        self._signin = signin
        self._automated = frozenset(_plainly(each) for each in automated)
        self._clock = clock
        self._lock = threading.Lock()
        self._natures: dict[str, Nature] = {}
        self._until = clock()

    def of(self, user_ids: Iterable[str]) -> dict[str, Editor]:
        """Who each user is, by id as given."""
        ids = {each: to18(each, USER) for each in user_ids}
        with self._lock:
            self._look_up(set(ids.values()))
            return {each: Editor(id18, self._natures[id18]) for each, id18 in ids.items()}

    def _look_up(self, ids: set[str]) -> None:
        if self._clock() >= self._until:
            self._natures, self._until = {}, self._clock() + KEPT_FOR
        unknown = sorted(ids - self._natures.keys())
        for start in range(0, len(unknown), USERS_AT_ONCE):
            some = unknown[start : start + USERS_AT_ONCE]
            known = self._ask(some)
            agents = self._ever_agents(known)
            self._natures |= {each: Nature.AUTOMATION if each in agents else self._nature(each, known) for each in some}

    def _ever_agents(self, known: _Known) -> set[str]:
        """Users who have an agent's permission set, and users who ever had one, as found by any process."""
        before = set((self._agents.get() or "").split())
        found = {user for user in known.grants or () if _sets_of(user, known) & AGENT_PERMISSION_SETS}
        if not found <= before:
            self._agents.set(" ".join(sorted(before | found)))
        return before | found

    def _ask(self, ids: Sequence[str]) -> _Known:
        answered = query.ask(
            self._client, {name: query.path(soql + query.among(ids)) for name, soql in _QUERIES.items()}
        )
        rows = {name: self._rows(name, answer) for name, answer in answered.items()}
        grants = rows[_GRANTS]
        return _Known(
            users={to18(str(row["Id"])): row for row in rows[_USERS] or ()},
            licences={to18(str(row["Id"])): _licence(row) for row in rows[_LICENCES] or ()},
            programs=frozenset(to18(str(row["Id"])) for row in rows[_PROFILES] or () if _uses_only_the_api(row)),
            grants=None if grants is None else _by_assignee(grants),
        )

    def _rows(self, name: str, answer: PartAnswer) -> list[Row] | None:
        try:
            return query.rows_in(self._client, answer)
        except Refused as refusal:
            if not kept_from_us(refusal.fault):
                raise
            log.info("not_allowed_to_ask", about=name, code=refusal.fault.code)
            return None

    def _nature(self, user_id: str, known: _Known) -> Nature:
        user = known.users.get(user_id)
        if user_id == self._signin.token().identity.user_id:
            return Nature.AUTOMATION
        if user is None:
            return Nature.NOT_KNOWN
        if self._is_automated(user_id, user, known):
            return Nature.AUTOMATION
        if user.get("UserType") not in PEOPLE_TYPES:
            return Nature.NOT_KNOWN
        return Nature.UNSURE if known.grants is None else Nature.PERSON

    def _is_automated(self, user_id: str, user: Row, known: _Known) -> bool:
        grants = (known.grants or {}).get(user_id, ())
        sets = [row["PermissionSet"] for row in grants if row.get("PermissionSet")]
        names = {name.casefold() for name in _sets_of(user_id, known)}
        said = {user_id.casefold(), str(user.get("Username")).casefold(), *names}
        return (
            user.get("UserType") in AUTOMATED_TYPES
            or known.licences.get(user_id) in AUTOMATED_LICENCES
            or user_id in known.programs
            or any(each.get("PermissionsApiUserOnly") is True for each in sets)
            or bool(said & self._automated)
        )


def _plainly(name: str) -> str:
    """A name in the form for comparison: ids have 18 characters, case does not count."""
    try:
        return to18(name, USER).casefold()
    except ValueError:
        return name.casefold()


def _sets_of(user_id: str, known: _Known) -> set[str]:
    """The names of a user's permission sets, as far as we may see them."""
    rows = (known.grants or {}).get(user_id, ())
    return {str(row["PermissionSet"].get("Name")) for row in rows if row.get("PermissionSet")}


def _licence(row: Row) -> str | None:
    profile = row.get("Profile") or {}
    return (profile.get("UserLicense") or {}).get("Name")


def _uses_only_the_api(row: Row) -> bool:
    return (row.get("Profile") or {}).get("PermissionsApiUserOnly") is True


def _by_assignee(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(to18(str(row["AssigneeId"])), []).append(row)
    return grouped
