"""What ``coach doctor`` asks of an org: two composite calls, and what no composite takes, all of it read-only.

Whatever is refused becomes a fact that is None, with the reason beside it; nothing here raises for an answer of the
org. Sources: REST API Developer Guide, "Composite", "Limits", "sObject Layouts"; Connect REST API, "Organization";
Object Reference, UserPermissionAccess (the rights of whoever asks), ObjectPermissions, PermissionSetAssignment,
PermissionSetLicenseAssign, ContentDocumentLink (needs a filter on Id), FieldDefinition, ApexTrigger, Network; Tooling
API, WorkflowOutboundMessage, ValidationRule.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from coach.doctor.facts import AUTONOMOUS_AGENT, SEND_OUTBOUND_MESSAGES, Allowance, OrgFacts, OutboundMessage, Rights
from coach.errors import CoachError
from coach.ids import OPPORTUNITY
from coach.inventory import Inventory
from coach.ports import Identity
from coach.salesforce import composite, query
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import Answer, Part
from coach.salesforce.facts import DEAL_FACTS, PRODUCT_FACTS, paths
from coach.salesforce.faults import Fault, error

SECONDS = 35.0
"""After so long nothing more is asked: the whole of coach doctor takes a minute at most."""

OBJECTS = (
    "Opportunity",
    "OpportunityLineItem",
    "OpportunityContactRole",
    "OpportunityHistory",
    "OpportunityFieldHistory",
    "Product2",
    "Account",
    "User",
    "CurrencyType",
    "DatedConversionRate",
    "ContentNote",
    "ContentDocumentLink",
    "ContentVersion",
    "ContentWorkspace",
    "FeedItem",
    "Network",
)
PERMISSIONS = (
    "ApiEnabled",
    SEND_OUTBOUND_MESSAGES,
    "ViewSetup",
    "ViewAllUsers",
    "ViewRoles",
    "ViewAllData",
    "ModifyAllData",
    "ManageUsers",
    "CustomizeApplication",
)
"""System permissions that every edition has, by the names of UserPermissionAccess without ``Permissions``."""
NOTES_LIST = "AttachedContentNotes"
"""The related list *Notes*; *Notes & Attachments* is RelatedNoteList, and shows no such notes."""
_LIMITS = ("DailyApiRequests", "ContentPublicationLimit", "DataStorageMB", "FileStorageMB")
_LAYOUTS = "sobjects/Opportunity/describe/layouts"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the service would like to know of: custom fields that playbooks name, and some notes of ours."""

    custom_fields: frozenset[str] = frozenset()
    note_ids: tuple[str, ...] = ()


@dataclass(slots=True)
class _Look:
    """What was answered so far, by name; ``refused`` holds the sentences of what was not."""

    answers: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)

    def rows(self, name: str) -> list[Row] | None:
        """The rows of a query; None where it was refused, or not asked."""
        body = self.answers.get(name)
        records = body.get("records") if isinstance(body, Mapping) else None
        return [row for row in records if isinstance(row, Mapping)] if isinstance(records, list) else None

    def row(self, name: str) -> Row | None:
        """One record, or the first of a query."""
        body = self.answers.get(name)
        if isinstance(body, Mapping) and "records" not in body:
            return body
        rows = self.rows(name)
        return rows[0] if rows else None

    def absent(self, name: str) -> bool:
        """Whether describe says that there is no such object, for our user at least."""
        fault = self.faults.get(name)
        return fault is not None and (fault.status == 404 or fault.code in {"NOT_FOUND", "INVALID_TYPE"})


class Surveyor:
    """Asks an org all that the doctor wants to know. ``ask`` reads an address without signing in."""

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

    def survey(self, wanted: Wanted, inventory: Callable[[], Inventory]) -> tuple[OrgFacts, Inventory | None]:
        """The facts, and what the org has for playbooks to name. Raises what signing in raises."""
        began = self._monotonic()
        identity = self._identity()
        facts = self._of_service(OrgFacts(user_id=identity.user_id), identity)
        if facts.versions is not None and self._api_version not in facts.versions:
            return facts, None
        look = _Look()
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
        return _facts(facts, look, found, wanted), found

    def _inventory(self, look: _Look, inventory: Callable[[], Inventory]) -> Inventory | None:
        try:
            return inventory()
        except CoachError as failure:
            look.refused["inventory"] = str(failure)
            return None

    def _of_service(self, facts: OrgFacts, identity: Identity) -> OrgFacts:
        """Versions and clock: an address that needs no session. The Date header has whole seconds."""
        try:
            response = self._session.get(f"{identity.instance_url}/services/data/")
            offered = response.json()
        except (requests.RequestException, ValueError, CoachError):
            return facts
        there = _date(response.headers.get("Date", ""))
        versions = [str(one["version"]) for one in offered if isinstance(one, Mapping) and one.get("version")]
        return replace(
            facts,
            versions=tuple(sorted(versions, key=float)) or None,
            clock_ahead=datetime.now(UTC) - there if there else None,
        )

    def _first(self) -> list[Part]:
        parts = [Part(name, "GET", f"sobjects/{name}/describe") for name in OBJECTS]
        parts.append(Part("layouts", "GET", _LAYOUTS))
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
        return parts + [Part(name, "GET", query.path(soql)) for name, soql in asked.items()]

    def _second(self, look: _Look, identity: Identity, wanted: Wanted) -> list[Part]:
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
        parts = [Part(name, "GET", address) for name, address in rows.items()]
        parts += [Part(name, "GET", query.path(soql)) for name, soql in asked.items()]
        further = list(_layout_addresses(look.answers.get("layouts"), self._client.data_path))
        return parts + [
            Part(f"layout{n}", "GET", path) for n, path in enumerate(further[: composite.PARTS - len(parts)])
        ]

    def _ask(self, look: _Look, parts: Sequence[Part]) -> tuple[str, str] | None:
        """(code, sentence) where the whole call was refused."""
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
    def _keep(look: _Look, name: str, answer: Answer | None) -> None:
        fault = answer.fault if answer else Fault("NOT_JSON")
        if answer and not fault:
            look.answers[name] = answer.body
        elif fault:
            look.faults[name] = fault
            look.refused[name] = str(error(fault))

    def _get(self, look: _Look, name: str, path: str) -> None:
        try:
            look.answers[name] = self._client.get(path)
        except Refused as refusal:
            look.faults[name] = refusal.fault
            look.refused[name] = str(error(refusal.fault))
        except CoachError as failure:
            look.refused[name] = str(failure)


_OUTBOUND = (
    "SELECT Name, EndpointUrl FROM WorkflowOutboundMessage WHERE EntityDefinition.QualifiedApiName = 'Opportunity'"
)
_VALIDATIONS = (
    "SELECT ValidationName, EntityDefinition.QualifiedApiName FROM ValidationRule WHERE Active = true AND "
    "EntityDefinition.QualifiedApiName IN ('ContentVersion', 'ContentDocument', 'ContentDocumentLink')"
)


_ALONE = {
    "limits": "limits",
    "connect": "connect/organization",
    "outbound": f"tooling/{query.path(_OUTBOUND)}",
    "validations": f"tooling/{query.path(_VALIDATIONS)}",
}
"""What is no part of a composite: limits, and Tooling, which has one of its own."""


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header)
    except ValueError:
        return None


def _layout_addresses(body: Any, data_path: str) -> Iterator[str]:
    """An org with record types names its layouts instead of showing them. Addresses begin with the path of the API."""
    if not isinstance(body, Mapping) or body.get("layouts"):
        return
    seen: set[str] = set()
    for mapping in body.get("recordTypeMappings") or ():
        urls = mapping.get("urls") if isinstance(mapping, Mapping) else None
        address = str((urls or {}).get("layout", ""))
        ours = address.startswith(f"{data_path}/{_LAYOUTS}/") and address not in seen
        if ours and mapping.get("available", True):
            seen.add(address)
            yield address.removeprefix(f"{data_path}/")


def _facts(facts: OrgFacts, look: _Look, inventory: Inventory | None, wanted: Wanted) -> OrgFacts:
    described = {name: look.answers[name] for name in OBJECTS if isinstance(look.answers.get(name), Mapping)}
    permissions = _permissions(look.row("permissions"))
    features = _features(look.answers.get("connect"))
    fields = {str(one["name"]) for one in described.get("Opportunity", {}).get("fields", ())}
    return replace(
        facts,
        objects={
            name: Rights(_flag(body, "createable"), _flag(body, "updateable")) for name, body in described.items()
        },
        absent=frozenset(name for name in OBJECTS if look.absent(name)),
        hidden=_hidden(inventory, wanted) if inventory else None,
        user_name=_text(look.row("me"), "Username"),
        profile=_text(look.row("profile"), "Name"),
        licence=_text(look.row("licence"), "Name"),
        permissions=permissions,
        permission_set_licences=_licences(look.rows("licences")),
        view_all=_view_all(look.rows("rights"), permissions),
        sharing=_text(look.row("org"), "DefaultOpportunityAccess"),
        chatter=_chatter(features, described, look),
        layouts=_layouts(look),
        sites=_sites(look),
        open_links=_open(look.rows("links")) if wanted.note_ids else 0,
        triggers=_named(look.rows("triggers"), "Name", "TableEnumOrId"),
        validations=_rules(look.rows("validations")),
        agents=_agents(look.rows("assigned")),
        senders=_senders(look.rows("assigned"), look.rows("people")),
        owners=_owners(look.rows("owners")),
        outbound=_outbound(look.rows("outbound")),
        limits=_limits(look.answers.get("limits")),
        profiles_hidden=_profiles_hidden(look.rows("people")),
        tracked=_tracked(look.rows("tracked")),
        several_currencies="CurrencyIsoCode" in fields if fields else None,
        currency=_text(features, "defaultCurrencyIsoCode"),
        refused=look.refused,
    )


def _hidden(inventory: Inventory, wanted: Wanted) -> dict[str, str]:
    """What playbooks could name and our user may not read → the object and field behind it."""
    schema, custom = inventory.schema, dict[str, str]()
    for start, path in paths(wanted.custom_fields):
        if not schema.place(start, path) and schema.has(start):
            custom[f"fields.{path}"] = ".".join(schema.lost_at(start, path))
    return {fact: _place(fact) for fact in inventory.hidden} | custom


_PARENTS = {"Owner": "User", "Manager": "User"}
_WHOLE = {
    "product": "OpportunityLineItem",
    "stage_history": "OpportunityHistory",
    "contact_roles": "OpportunityContactRole",
}


def _place(fact: str) -> str:
    """``Opportunity.Amount``, ``Account.Industry``, or the object where all of it is hidden."""
    if fact in _WHOLE:
        return _WHOLE[fact]
    of_product = fact.startswith("product.")
    known = PRODUCT_FACTS.get(fact.removeprefix("product.")) if of_product else DEAL_FACTS.get(fact)
    if known is None:
        return fact
    *ways, name = str(known).split(".")
    start = "OpportunityLineItem" if of_product else "Opportunity"
    return f"{_PARENTS.get(ways[-1], ways[-1]) if ways else start}.{name}"


def _flag(body: Row, name: str) -> bool:
    return body.get(name) is True


def _text(row: Row | None, name: str) -> str | None:
    value = row.get(name) if row else None
    return value if isinstance(value, str) and value else None


def _open(rows: Sequence[Row] | None) -> int | None:
    """Links to records of all users. A link may be asked for by its document, and filtered by nothing else."""
    if rows is None:
        return None
    on_deals = [row for row in rows if str(row.get("LinkedEntityId")).startswith(OPPORTUNITY)]
    return len([row for row in on_deals if row.get("Visibility") == "AllUsers"])


def _permissions(row: Row | None) -> dict[str, bool] | None:
    if row is None:
        return None
    return {one: row[f"Permissions{one}"] is True for one in PERMISSIONS if f"Permissions{one}" in row}


def _licences(rows: Sequence[Row] | None) -> frozenset[str] | None:
    if rows is None:
        return None
    return frozenset(str((row.get("PermissionSetLicense") or {}).get("DeveloperName")) for row in rows)


def _view_all(rows: Sequence[Row] | None, permissions: Mapping[str, bool] | None) -> bool | None:
    if permissions and (permissions.get("ViewAllData") or permissions.get("ModifyAllData")):
        return True
    return None if rows is None else any(row.get("PermissionsViewAllRecords") is True for row in rows)


def _features(body: Any) -> Row:
    features = body.get("features") if isinstance(body, Mapping) else None
    return features if isinstance(features, Mapping) else {}


def _chatter(features: Row, described: Mapping[str, Any], look: _Look) -> bool | None:
    """Feeds are absent where Chatter is off; the org says so itself where it may be asked."""
    if isinstance(features.get("chatter"), bool):
        return bool(features["chatter"])
    return True if "FeedItem" in described else (False if look.absent("FeedItem") else None)


def _layouts(look: _Look) -> dict[str, bool] | None:
    bodies = [body for name, body in look.answers.items() if name.startswith("layout") and isinstance(body, Mapping)]
    types = dict(pair for body in bodies for pair in _record_types(body))
    found = dict(pair for body in bodies for pair in _pages(body))
    return {types.get(layout, "") or layout: has for layout, has in found.items()} or None


def _record_types(body: Row) -> Iterator[tuple[str, str]]:
    """Layouts have no name in a description; the record types that show them have."""
    for mapping in body.get("recordTypeMappings") or ():
        yield str(mapping.get("layoutId")), f"of record type {mapping.get('name')}"


def _pages(body: Row) -> Iterator[tuple[str, bool]]:
    """The layouts of one answer, with whether it has the list of notes: several, or the one of a record type."""
    alone = [body] if "relatedLists" in body else []
    for place, layout in enumerate(body.get("layouts") or alone, 1):
        lists = [one for one in layout.get("relatedLists") or () if isinstance(one, Mapping)]
        yield str(layout.get("id") or place), any(one.get("name") == NOTES_LIST for one in lists)


def _sites(look: _Look) -> tuple[str, ...] | None:
    rows = look.rows("sites")
    if rows is None:
        return () if look.absent("Network") or look.absent("sites") else None
    return tuple(str(row.get("Name")) for row in rows)


def _named(rows: Sequence[Row] | None, name: str, of: str) -> tuple[str, ...] | None:
    return None if rows is None else tuple(f"{row.get(name)} on {row.get(of)}" for row in rows)


def _rules(rows: Sequence[Row] | None) -> tuple[str, ...] | None:
    if rows is None:
        return None
    return tuple(
        f"{row.get('ValidationName')} on {(row.get('EntityDefinition') or {}).get('QualifiedApiName')}" for row in rows
    )


def _agents(rows: Sequence[Row] | None) -> tuple[str, ...] | None:
    if rows is None:
        return None
    mine = [row for row in rows if (row.get("PermissionSet") or {}).get("Name") == AUTONOMOUS_AGENT]
    people = [row.get("Assignee") or {} for row in mine]
    return tuple(str(one.get("Name")) for one in people if one.get("IsActive") is not False)


def _senders(assigned: Sequence[Row] | None, people: Sequence[Row] | None) -> frozenset[str] | None:
    """Who may send outbound messages, by a permission set or by their profile."""
    if assigned is None or people is None:
        return None
    permission = f"Permissions{SEND_OUTBOUND_MESSAGES}"
    by_set = (row["AssigneeId"] for row in assigned if (row.get("PermissionSet") or {}).get(permission) is True)
    by_profile = (row["Id"] for row in people if (row.get("Profile") or {}).get(permission) is True)
    return frozenset(str(one) for one in (*by_set, *by_profile))


def _owners(rows: Sequence[Row] | None) -> dict[str, str] | None:
    if rows is None:
        return None
    return {str(row["OwnerId"]): str(row.get("name") or row["OwnerId"]) for row in rows if row.get("OwnerId")}


def _outbound(rows: Sequence[Row] | None) -> tuple[OutboundMessage, ...] | None:
    if rows is None:
        return None
    return tuple(OutboundMessage(str(row.get("Name")), str(row.get("EndpointUrl") or "")) for row in rows)


def _limits(body: Any) -> dict[str, Allowance] | None:
    if not isinstance(body, Mapping):
        return None
    found = {name: body[name] for name in _LIMITS if isinstance(body.get(name), Mapping)}
    return {name: Allowance(int(one["Remaining"]), int(one["Max"])) for name, one in found.items()}


def _profiles_hidden(rows: Sequence[Row] | None) -> bool | None:
    """Profile Filtering: every user has a profile, and ours alone shows its name."""
    return (
        None if not rows else any(row.get("ProfileId") and not (row.get("Profile") or {}).get("Name") for row in rows)
    )


def _tracked(rows: Sequence[Row] | None) -> frozenset[str] | None:
    return None if rows is None else frozenset(str(row.get("QualifiedApiName")) for row in rows)
