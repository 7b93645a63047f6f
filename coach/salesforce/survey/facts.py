"""Answers → facts of the org."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from coach.doctor.facts import OrgFacts, OrgLimit, OutboundMessage, Rights
from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT, Inventory, Schema
from coach.ids import OPPORTUNITY
from coach.salesforce.facts import BESIDE, DEAL_FACTS, PRODUCT_FACTS, paths
from coach.salesforce.survey.answers import Look, Row, text_in
from coach.salesforce.survey.layouts import layouts
from coach.salesforce.survey.people import agents_in, licences_in, owners_in, permissions_in, senders_in, view_all

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
_LIMITS = ("DailyApiRequests", "ContentPublicationLimit", "DataStorageMB", "FileStorageMB")


def facts_in(
    facts: OrgFacts, look: Look, inventory: Inventory | None, custom_fields: frozenset[str], notes: bool
) -> OrgFacts:
    described = {name: look.answers[name] for name in OBJECTS if isinstance(look.answers.get(name), Mapping)}
    permissions = permissions_in(look.row("permissions"))
    features = _features(look.answers.get("connect"))
    opportunity = described.get("Opportunity", {}).get("fields", ())
    fields = {str(one["name"]) for one in opportunity}
    return replace(
        facts,
        objects={
            name: Rights(_flag(body, "createable"), _flag(body, "updateable")) for name, body in described.items()
        },
        absent=frozenset(name for name in OBJECTS if look.absent(name)),
        hidden=hidden(inventory, custom_fields) if inventory else None,
        user_name=text_in(look.row("me"), "Username"),
        profile=text_in(look.row("profile"), "Name"),
        licence=text_in(look.row("licence"), "Name"),
        permissions=permissions,
        permission_set_licences=licences_in(look.rows("licences")),
        view_all=view_all(look.rows("rights"), permissions),
        sharing=text_in(look.row("org"), "DefaultOpportunityAccess"),
        chatter=_chatter(features, described, look),
        layouts=layouts(look),
        sites=_sites(look),
        open_links=_open(look.rows("links")) if notes else 0,
        triggers=_named(look.rows("triggers"), "Name", "TableEnumOrId"),
        validations=_rules(look.rows("validations")),
        agents=agents_in(look.rows("assigned")),
        senders=senders_in(look.rows("assigned"), look.rows("people")),
        owners=owners_in(look.rows("owners")),
        flows=_labels(look.rows("flows")),
        outbound=_outbound(look.rows("outbound")),
        limits=_limits(look.answers.get("limits")),
        profiles_hidden=_profiles_hidden(look.rows("people")),
        tracked=_tracked(look.rows("tracked")),
        calculated=frozenset(str(one["name"]) for one in opportunity if one.get("calculated") or one.get("autoNumber")),
        several_currencies="CurrencyIsoCode" in fields if fields else None,
        currency=text_in(features, "defaultCurrencyIsoCode"),
        refused=look.refused,
    )


def hidden(inventory: Inventory, custom_fields: frozenset[str]) -> dict[str, str]:
    """What playbooks could name but our user may not read → the object and field behind it."""
    schema, custom = inventory.schema, dict[str, str]()
    for start, path in paths(custom_fields):
        if not schema.place(start, path) and schema.has(start):
            custom[f"fields.{path}"] = ".".join(schema.lost_at(start, path))
    return {fact: _place(schema, fact) for fact in inventory.hidden} | custom


_PARENTS = {"Owner": "User", "Manager": "User"}


def _place(schema: Schema, fact: str) -> str:
    """The first missing step of its path, such as ``Account.Industry``, or the object if all of it is hidden."""
    if fact in BESIDE:
        return BESIDE[fact]
    of_product = fact.startswith("product.")
    known = PRODUCT_FACTS.get(fact.removeprefix("product.")) if of_product else DEAL_FACTS.get(fact)
    if known is None:
        return fact
    return _missing(schema, LINE_OBJECT if of_product else DEAL_OBJECT, known)


def _missing(schema: Schema, start: str, path: str) -> str:
    """A lookup is missing either as its id field, or because the object that it leads to is hidden."""
    owner, step = schema.lost_at(start, path)
    if step == path.rpartition(".")[2]:
        return f"{owner}.{step}"
    leads_to = _PARENTS.get(step, step)
    return f"{owner}.{step}Id" if schema.has(leads_to) else leads_to


def _flag(body: Row, name: str) -> bool:
    return body.get(name) is True


def _open(rows: Sequence[Row] | None) -> int | None:
    """How many links to records are open to all users. A query may filter links only by their document."""
    if rows is None:
        return None
    on_deals = [row for row in rows if str(row.get("LinkedEntityId")).startswith(OPPORTUNITY)]
    return len([row for row in on_deals if row.get("Visibility") == "AllUsers"])


def _features(body: Any) -> Row:
    features = body.get("features") if isinstance(body, Mapping) else None
    return features if isinstance(features, Mapping) else {}


def _chatter(features: Row, described: Mapping[str, Any], look: Look) -> bool | None:
    """Feeds do not exist if Chatter is off; the org says so itself if it may be asked."""
    if isinstance(features.get("chatter"), bool):
        return bool(features["chatter"])
    return True if "FeedItem" in described else (False if look.absent("FeedItem") else None)


def _sites(look: Look) -> tuple[str, ...] | None:
    rows = look.rows("sites")
    if rows is None:
        return () if look.absent("Network") or look.absent("sites") else None
    return tuple(str(row.get("Name")) for row in rows)


def _labels(rows: Sequence[Row] | None) -> tuple[str, ...] | None:
    return None if rows is None else tuple(str(row.get("Label")) for row in rows)


def _named(rows: Sequence[Row] | None, name: str, of: str) -> tuple[str, ...] | None:
    return None if rows is None else tuple(f"{row.get(name)} on {row.get(of)}" for row in rows)


def _rules(rows: Sequence[Row] | None) -> tuple[str, ...] | None:
    if rows is None:
        return None
    return tuple(
        f"{row.get('ValidationName')} on {(row.get('EntityDefinition') or {}).get('QualifiedApiName')}" for row in rows
    )


def _outbound(rows: Sequence[Row] | None) -> tuple[OutboundMessage, ...] | None:
    if rows is None:
        return None
    return tuple(OutboundMessage(str(row.get("Name")), str(row.get("EndpointUrl") or "")) for row in rows)


def _limits(body: Any) -> dict[str, OrgLimit] | None:
    if not isinstance(body, Mapping):
        return None
    found = {name: body[name] for name in _LIMITS if isinstance(body.get(name), Mapping)}
    return {name: OrgLimit(int(one["Remaining"]), int(one["Max"])) for name, one in found.items()}


def _profiles_hidden(rows: Sequence[Row] | None) -> bool | None:
    """Whether Profile Filtering is on: every user has a profile, but only ours shows its name."""
    return (
        None if not rows else any(row.get("ProfileId") and not (row.get("Profile") or {}).get("Name") for row in rows)
    )


def _tracked(rows: Sequence[Row] | None) -> frozenset[str] | None:
    return None if rows is None else frozenset(str(row.get("QualifiedApiName")) for row in rows)
