"""All switches, declared once; the control API, ``coach localorg --setup``, the pages and the docs are derived from it.

The defaults describe a new Enterprise org of 2026, with Coach's user, permission set and app as in docs/admin.md.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

NEWEST_VERSION = 67
OLDEST_VERSION = 31
"""Older versions are retired: https://help.salesforce.com/s/articleView?id=000389618"""

TRACKED = (
    "Name",
    "StageName",
    "Amount",
    "CloseDate",
    "Probability",
    "ForecastCategoryName",
    "NextStep",
    "Type",
    "OwnerId",
    "AccountId",
    "Competitor__c",
    "Economic_Buyer_Identified__c",
    "Metrics__c",
    "Mutual_Plan_Link__c",
    "Paper_Process__c",
    "VAC_Date__c",
    "Deal_Desk_Approval__c",
    "Formulary_Status__c",
)
"""The opportunity fields whose changes are tracked by default."""


class Page(StrEnum):
    """The page of Setup on which an administrator finds a switch, by the platform's own name."""

    NOTES = "Notes Settings"
    CHATTER = "Chatter Settings"
    CONTENT = "Salesforce CRM Content"
    SITES = "Digital Experiences"
    LAYOUTS = "Page Layouts"
    USERS = "Users"
    PERMISSION_SETS = "Permission Sets"
    SHARING = "Sharing Settings"
    APPS = "External Client App Manager"
    COMPANY = "Company Information"
    STORAGE = "Storage Usage"
    FIELDS = "Opportunity Fields: Set History Tracking"
    MY_DOMAIN = "My Domain"
    CURRENCIES = "Manage Currencies"
    USER_MANAGEMENT = "User Management Settings"
    PIPELINE = "Pipeline Management"
    PLATFORM = "The platform itself"
    """Not on any page: something that Salesforce does to the org, and no administrator can set."""


def switch(default: Any, page: Page, meaning: str, label: str = "") -> Any:
    """One switch: its default, its page in Setup, its meaning, and its label on that page."""
    return Field(default, description=meaning, json_schema_extra={"page": page.value, "label": label})


ObjectRight = Literal["none", "read", "view_all", "edit", "create", "all"]
FieldRight = Literal["hidden", "read", "edit"]
ShareType = Literal["V", "C", "I"]
Permission = Literal[
    "ApiEnabled",
    "ApiUserOnly",
    "AssignPermissionSets",
    "CustomizeApplication",
    "EnableNotifications",
    "ManageUsers",
    "ModifyAllData",
    "QueryAllFiles",
    "ViewAllData",
    "ViewAllProfiles",
    "ViewAllUsers",
    "ViewRoles",
    "ViewSetup",
]
Count = Annotated[int, Field(ge=0)]
MOST_TRACKED = 20
"""https://help.salesforce.com/s/articleView?id=xcloud.tracking_field_history.htm"""


class Refusal(BaseModel):
    """How writes are refused: the errorCode, the message, and the HTTP status of a single call.

    With ``whole_call``, one such write in a batch makes the whole batch fail. ``objects`` are those whose writes are
    refused; empty means all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = "UNKNOWN_EXCEPTION"
    message: str
    status: Annotated[int, Field(ge=400, le=599)] = 400
    whole_call: StrictBool = False
    objects: tuple[str, ...] = ()


class Switches(BaseModel):
    """The whole setup at one moment."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    notes_enabled: StrictBool = switch(True, Page.NOTES, "Off: the object ContentNote does not exist.", "Enable Notes")
    chatter_enabled: StrictBool = switch(
        False,
        Page.CHATTER,
        "Off, as in orgs made since Summer '26: the related list Notes is shown on no record.",
        "Enable",
    )
    crm_content_enabled: StrictBool = switch(
        True,
        Page.CONTENT,
        "Off: a link from a file to a record is refused, with share type I and with V.",
        "Enable Salesforce CRM Content",
    )
    share_types_refused: tuple[ShareType, ...] = switch(
        (), Page.CONTENT, "Share types that a link to a record is refused with, whatever else is on."
    )
    experience_site: StrictBool = switch(
        False,
        Page.SITES,
        "The org has an Experience Cloud site: links may be for InternalUsers, and are where nothing is said; partners "
        "see what is for AllUsers. Off: InternalUsers is refused.",
        "Enable Digital Experiences",
    )
    internal_users_refused: StrictBool = switch(
        False, Page.SITES, "InternalUsers is refused although the org has a site."
    )
    note_layout: Literal["notes", "classic", "none"] = switch(
        "notes",
        Page.LAYOUTS,
        "The related list on the opportunity's layout: Notes, the old Notes & Attachments, or neither.",
        "Notes related list",
    )
    licence: Literal["Salesforce Integration", "Salesforce"] = switch(
        "Salesforce Integration",
        Page.USERS,
        "The licence of the integration user; the profile is the one with least rights.",
    )
    permission_set_licence: StrictBool = switch(
        True,
        Page.USERS,
        "The integration user holds the permission set licence Salesforce API Integration. Off: neither has it the "
        "permission set Coach, which cannot be assigned without.",
    )
    object_rights: dict[str, ObjectRight] = switch(
        {},
        Page.PERMISSION_SETS,
        "What the permission set Coach allows with an object; at first what docs/admin.md asks.",
    )
    field_rights: dict[str, FieldRight] = switch(
        {},
        Page.PERMISSION_SETS,
        "What the permission set Coach allows with a field, by Object.Field: read but for these.",
    )
    user_rights: dict[Permission, StrictBool] = switch(
        {}, Page.PERMISSION_SETS, "System permissions of the permission set Coach; at first those of docs/admin.md."
    )
    outbound_messages_allowed: StrictBool | tuple[str, ...] = switch(
        True, Page.PERMISSION_SETS, "People hold Send Outbound Messages: all, nobody, or these user names."
    )
    record_visibility: Literal["all", "owned"] | tuple[str, ...] = switch(
        "all",
        Page.SHARING,
        "Which opportunities the integration user sees: all; its own, unless it has View All; or all but these ids.",
    )
    field_history: Annotated[tuple[str, ...], Field(max_length=MOST_TRACKED)] = switch(
        TRACKED,
        Page.FIELDS,
        "The opportunity fields whose changes are kept in OpportunityFieldHistory: at most 20.",
        "Track old and new values",
    )
    jwt_audience: tuple[Literal["login", "test", "my_domain"], ...] = switch(
        ("login", "test", "my_domain"),
        Page.APPS,
        "The audiences that a JWT may be made for: login.salesforce.com, test.salesforce.com, the org's own address.",
    )
    userinfo_claims: Literal["all", "by_scope"] = switch(
        "all",
        Page.APPS,
        "What userinfo tells: all; or, as OpenID has it, names only with the scope profile. Which is not known.",
    )
    dated_rates: StrictBool = switch(
        False,
        Page.CURRENCIES,
        "Advanced Currency Management: rates by date, in DatedConversionRate, where the org has several currencies.",
        "Enable Advanced Currency Management",
    )
    profile_filtering: StrictBool = switch(
        False,
        Page.USER_MANAGEMENT,
        "Profile Filtering: without View All Profiles, Profile.Name of other users is empty.",
        "Profile Filtering",
    )
    pipeline_agent: Literal["off", "suggest", "auto"] = switch(
        "off",
        Page.PIPELINE,
        "Agentforce Pipeline Management: on, it has a user of its own; auto, that user may change deals by itself.",
        "Pipeline Management",
    )
    api_disabled: StrictBool = switch(False, Page.PLATFORM, "The edition has no API.")
    api_versions: tuple[int, int] = switch(
        (OLDEST_VERSION, NEWEST_VERSION), Page.PLATFORM, "The oldest and the newest API version that the org offers."
    )
    my_domain_moved: str = switch(
        "",
        Page.MY_DOMAIN,
        "The new address of an org whose My Domain was renamed: the old one answers 302, sign-in included.",
    )
    maintenance: StrictBool = switch(
        False, Page.PLATFORM, "Every call, sign-in included, answers 503 SERVER_UNAVAILABLE."
    )
    refuse_writes: Refusal | None = switch(
        None,
        Page.PLATFORM,
        "Every write is refused with this code, message and status; whole_call refuses the batch, objects names some.",
    )
    refusal_words: Literal["specific", "general"] = switch(
        "specific",
        Page.PLATFORM,
        "In which words markup in a note is refused: those that name HTML tags, or only: Note could not be saved.",
    )
    publication_limit: Count | None = switch(
        None,
        Page.COMPANY,
        "How many versions of notes and files may still be published today, from now on. Used up: the whole call ends.",
    )
    api_calls_left: Count | None = switch(
        None,
        Page.COMPANY,
        "How many API calls are left of the day, from now on. Used up: TotalRequests Limit exceeded.",
    )
    storage_left: Count | None = switch(
        None, Page.STORAGE, "Megabytes of file storage that are left. 0: notes are refused with STORAGE_LIMIT_EXCEEDED."
    )


def page_of(name: str) -> Page:
    """The Setup page of a switch."""
    return Page(_declared(name, "page"))


def label_of(name: str) -> str:
    """The label of a switch on its page: the platform's own, or the switch's name in plain words."""
    return _declared(name, "label") or name.replace("_", " ").capitalize()


def _declared(name: str, what: str) -> str:
    extra = Switches.model_fields[name].json_schema_extra
    if not isinstance(extra, dict):
        raise TypeError(f"{name} is not declared with switch()")
    return str(extra[what])
