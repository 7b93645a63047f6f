"""What is read from an org, and in which calls.

Sources: REST API Developer Guide, "Composite" and "Limits"; Connect REST API, "Organization"; Object Reference,
ContentDocumentLink (needs a filter on its document), FieldDefinition, FlowDefinitionView, ApexTrigger, Network; Tooling
API, WorkflowOutboundMessage and ValidationRule.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from coach.doctor.facts import AUTONOMOUS_AGENT, SEND_OUTBOUND_MESSAGES, OrgFacts
from coach.engine.inventory import Inventory
from coach.errors import CoachError
from coach.ports import Identity
from coach.salesforce import composite, query
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import PartAnswer, RequestPart
from coach.salesforce.faults import Fault, error
from coach.salesforce.lookout import versions_in
from coach.salesforce.survey.answers import Look
from coach.salesforce.survey.facts import OBJECTS, facts_in
from coach.salesforce.survey.layouts import LAYOUTS, layout_addresses
from coach.salesforce.survey.people import PERMISSIONS

SECONDS = 25.0
"""After this time nothing more is asked: the whole of coach doctor takes a minute at most."""

_OUTBOUND = (
    "SELECT Name, EndpointUrl FROM WorkflowOutboundMessage WHERE EntityDefinition.QualifiedApiName = 'Opportunity'"
)
_VALIDATIONS = (
    "SELECT ValidationName, EntityDefinition.QualifiedApiName FROM ValidationRule WHERE Active = true AND "
    "EntityDefinition.QualifiedApiName IN ('ContentVersion', 'ContentDocument', 'ContentDocumentLink')"
)

_FLOWS = (
    "SELECT Label FROM FlowDefinitionView WHERE IsActive = true AND "
    "TriggerObjectOrEvent.QualifiedApiName = 'Opportunity'"
)

_ALONE = {
    "limits": "limits",
    "connect": "connect/organization",
    "flows": query.path(_FLOWS),
    "outbound": f"tooling/{query.path(_OUTBOUND)}",
    "validations": f"tooling/{query.path(_VALIDATIONS)}",
}
"""Requests that cannot be part of the composite: limits, Tooling, which has its own, and a query beyond the five.

Source: REST API Developer Guide, "Composite".
"""


@dataclass(frozen=True, slots=True)
class SurveyRequest:
    """What the service wants to know: custom fields that playbooks name, and some notes of ours."""

    custom_fields: frozenset[str] = frozenset()
    note_ids: tuple[str, ...] = ()


class Surveyor:
    """Asks an org everything that the doctor wants to know. ``session`` reads an address that needs no sign-in."""

    def __init__(
        self,
        client: Client,
        identity: Callable[[], Identity],
        session: requests.Session,
        api_version: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._identity = identity
        self._session = session
        self._api_version = api_version
        self._monotonic = monotonic

    def survey(self, wanted: SurveyRequest, inventory: Callable[[], Inventory]) -> tuple[OrgFacts, Inventory | None]:
        """The facts, and what the org has that playbooks can name. Raises what signing in raises."""
        began = self._monotonic()
        identity = self._identity()
        facts = self._of_service(OrgFacts(user_id=identity.user_id), identity)
        if facts.versions is not None and self._api_version not in facts.versions:
            return facts, None
        look = Look()
        refusal = self._ask(look, self._first())
        if refusal:
            return replace(facts, refusal=refusal), None
        found: Inventory | None = None
        self._ask(look, self._second(look, identity, wanted))
        for name, path in _ALONE.items():
            if self._monotonic() - began < SECONDS:
                self._get(look, name, path)
        if self._monotonic() - began < SECONDS:
            found = self._inventory(look, inventory)
        return facts_in(facts, look, found, wanted.custom_fields, bool(wanted.note_ids)), found

    def _inventory(self, look: Look, inventory: Callable[[], Inventory]) -> Inventory | None:
        try:
            return inventory()
        except CoachError as failure:
            look.refused["inventory"] = str(failure)
            return None

    def _of_service(self, facts: OrgFacts, identity: Identity) -> OrgFacts:
        """Read versions and clock from an address that needs no session. The Date header has whole seconds."""
        try:
            response = self._session.get(f"{identity.instance_url}/services/data/")
            offered = response.json()
        except (requests.RequestException, ValueError, CoachError):
            return facts
        there = _date(response.headers.get("Date", ""))
        versions = versions_in(offered)
        return replace(
            facts,
            versions=tuple(sorted(versions, key=float)) or None,
            clock_ahead=datetime.now(UTC) - there if there else None,
        )

    def _first(self) -> list[RequestPart]:
        parts = [RequestPart(name, "GET", f"sobjects/{name}/describe") for name in OBJECTS]
        parts.append(RequestPart("layouts", "GET", LAYOUTS))
        user = self._identity().user_id
        asked = {
            "permissions": f"SELECT {', '.join(f'Permissions{one}' for one in PERMISSIONS)} FROM UserPermissionAccess",
            "licences": "SELECT PermissionSetLicense.DeveloperName FROM PermissionSetLicenseAssign "
            f"WHERE AssigneeId = {query.quoted(user)}",
            "rights": "SELECT PermissionsViewAllRecords FROM ObjectPermissions WHERE SobjectType = 'Opportunity' AND "
            f"ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId ="
            f" {query.quoted(user)})",
            "assigned": "SELECT AssigneeId, Assignee.Name, Assignee.IsActive, PermissionSet.Name, "
            f"PermissionSet.Permissions{SEND_OUTBOUND_MESSAGES} FROM PermissionSetAssignment WHERE "
            f"PermissionSet.Name = '{AUTONOMOUS_AGENT}' OR PermissionSet.Permissions{SEND_OUTBOUND_MESSAGES} = true",
            "sites": "SELECT Name FROM Network WHERE Status = 'Live'",
        }
        return parts + [RequestPart(name, "GET", query.path(soql)) for name, soql in asked.items()]

    def _second(self, look: Look, identity: Identity, wanted: SurveyRequest) -> list[RequestPart]:
        me = f"sobjects/User/{identity.user_id}"
        rows = {
            "me": f"{me}?fields=Username,ProfileId,UserType",
            "profile": "sobjects/Profile/@{me.ProfileId}?fields=Name,UserLicenseId",
            "licence": "sobjects/UserLicense/@{profile.UserLicenseId}?fields=Name",
            "org": f"sobjects/Organization/{identity.org_id}?fields=DefaultOpportunityAccess,IsSandbox",
        }
        asked = {
            "owners": "SELECT OwnerId, Owner.Name name FROM Opportunity "
            "WHERE IsClosed = false AND Owner.IsActive = true GROUP BY OwnerId, Owner.Name",
            "triggers": "SELECT Name, TableEnumOrId FROM ApexTrigger WHERE Status = 'Active' AND TableEnumOrId IN "
            "('ContentVersion', 'ContentDocument', 'ContentDocumentLink')",
            "people": f"SELECT Id, ProfileId, Profile.Name, Profile.Permissions{SEND_OUTBOUND_MESSAGES} FROM User "
            "WHERE IsActive = true AND UserType = 'Standard' LIMIT 2000",
            "tracked": "SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = "
            "'Opportunity' AND IsFieldHistoryTracked = true",
        }
        if wanted.note_ids:
            among = query.among(wanted.note_ids)
            asked["links"] = (
                f"SELECT LinkedEntityId, Visibility FROM ContentDocumentLink WHERE ContentDocumentId IN {among}"
            )
        parts = [RequestPart(name, "GET", address) for name, address in rows.items()]
        parts += [RequestPart(name, "GET", query.path(soql)) for name, soql in asked.items()]
        further = list(layout_addresses(look.answers.get("layouts"), self._client.data_path))
        return parts + [
            RequestPart(f"layout{n}", "GET", path) for n, path in enumerate(further[: composite.PARTS - len(parts)])
        ]

    def _ask(self, look: Look, parts: Sequence[RequestPart]) -> tuple[str, str] | None:
        """Ask in one composite call; returns (code, sentence) if the whole call was refused."""
        try:
            body = self._client.post_reading("composite", composite.request(self._client, parts))
            answered = composite.answers(body)
        except Refused as refusal:
            return refusal.fault.code or str(refusal.fault.status), str(error(refusal.fault))
        except CoachError as failure:
            return str(getattr(failure, "code", "")) or "UNKNOWN", str(failure)
        for part in parts:
            self._keep(look, part.name, answered.get(part.name))
        return None

    @staticmethod
    def _keep(look: Look, name: str, answer: PartAnswer | None) -> None:
        fault = answer.fault if answer else Fault("NOT_JSON")
        if answer and not fault:
            look.answers[name] = answer.body
        elif fault:
            look.faults[name] = fault
            look.refused[name] = str(error(fault))

    def _get(self, look: Look, name: str, path: str) -> None:
        try:
            look.answers[name] = self._client.get(path)
        except Refused as refusal:
            look.faults[name] = refusal.fault
            look.refused[name] = str(error(refusal.fault))
        except CoachError as failure:
            look.refused[name] = str(failure)


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header)
    except ValueError:
        return None
