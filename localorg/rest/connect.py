"""The org's features and page layouts: the Connect API's organization resource, and describe's layouts.

Sources: Connect REST API Developer Guide, "Organization Settings" and "Features"; REST API Developer Guide, "Describe
Layouts". The layouts are those assigned to the caller's profile; they have an id, but no name.
"""

from typing import Any

from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.router import Route

_LAYOUT = "00hKx000000Layt"
_MASTER = "012000000000000AAA"
_LISTS = {
    "notes": ("AttachedContentNotes", "Notes", "AttachedContentNote"),
    "classic": ("NotesAndAttachments", "Notes & Attachments", "NoteAndAttachment"),
}


def organization(org: Org, request: RestRequest) -> RestResponse:
    """The org's features, and whether each is on."""
    switches, several = org.setup.now, org.records.schema.features.multi_currency
    features: dict[str, Any] = {
        "activityReminderNotificationsEnabled": True,
        "chatter": switches.chatter_enabled,
        "communitiesEnabled": switches.experience_site,
        "defaultCurrencyIsoCode": None if several else "USD",
        "files": True,
        "multiCurrency": several,
    }
    body = {
        "accessTimeout": 120,
        "features": features,
        "name": "Local Org",
        "orgId": org.directory.organization_id,
        "userSettings": {"userId": request.user_id, "currencyIsoCode": "USD"},
    }
    return RestResponse(body=body)


def layouts(org: Org, request: RestRequest, object: str) -> RestResponse:
    """The page layouts of an object. Raises ApiError (404)."""
    one = org.schema(request).at_path(object)
    lists = [("OpportunityLineItems", "Products", "OpportunityLineItem")] if one.name == "Opportunity" else []
    if one.name == "Opportunity" and org.setup.now.note_layout in _LISTS:
        lists.append(_LISTS[org.setup.now.note_layout])
    related = [{"name": name, "label": label, "sobject": kind, "custom": False} for name, label, kind in lists]
    layout = {
        "id": _LAYOUT,
        "buttonLayoutSection": None,
        "detailLayoutSections": [],
        "editLayoutSections": [],
        "relatedLists": related,
    }
    address = request.url(f"/sobjects/{one.name}/describe/layouts/{_MASTER}")
    mapping = {"available": True, "defaultRecordTypeMapping": True, "master": True, "name": "Master"}
    mapping |= {"layoutId": _LAYOUT, "recordTypeId": _MASTER, "urls": {"layout": address}}
    body = {"layouts": [layout], "recordTypeMappings": [mapping], "recordTypeSelectorRequired": [False]}
    return RestResponse(body=body)


ROUTES = (
    Route("GET", "/connect/organization", organization),
    Route("GET", "/sobjects/<object>/describe/layouts", layouts),
)
