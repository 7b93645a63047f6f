"""A set-up in which nothing is wrong, and for each finding the one thing that makes it so."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from coach.channels.registry import CHECKS
from coach.doctor import Arrived, Diagnosis, Facts, OrgFacts, OutboundMessage, Queue, ServiceFacts, Trial, diagnose
from coach.doctor.facts import INTEGRATION_LICENCE, SEND_OUTBOUND_MESSAGES, OrgLimit, Rights
from coach.ports import EVERY_NOTE_REFUSED

REP = "005Kx000001RepIAAA"
ALL, READ = Rights(create=True, edit=True), Rights(create=False, edit=False)
OBJECTS = dict.fromkeys(
    (
        "Opportunity",
        "OpportunityLineItem",
        "OpportunityContactRole",
        "OpportunityHistory",
        "OpportunityFieldHistory",
        "Product2",
        "Account",
        "User",
        "ContentNote",
        "ContentDocumentLink",
        "ContentVersion",
        "ContentWorkspace",
        "FeedItem",
    ),
    ALL,
) | dict.fromkeys(("Opportunity", "Account", "Product2"), READ)
LIMIT = OrgLimit(9_000, 10_000)
ORG = OrgFacts(
    user_id="005Kx000001IntGAAA",
    versions=("66.0", "67.0"),
    clock_ahead=timedelta(seconds=1),
    objects=OBJECTS,
    hidden={},
    user_name="coach@acme.com",
    licence="Salesforce Integration",
    profile="Minimum Access - API Only Integrations",
    permissions={
        "ViewSetup": True,
        "ViewAllUsers": True,
        "ViewRoles": True,
        "ModifyAllData": False,
        SEND_OUTBOUND_MESSAGES: False,
    },
    permission_set_licences=frozenset({INTEGRATION_LICENCE}),
    view_all=True,
    sharing="None",
    chatter=True,
    layouts={"of record type Master": True},
    sites=(),
    open_links=0,
    triggers=(),
    validations=(),
    agents=(),
    senders=frozenset({REP}),
    owners={REP: "Mia Berg"},
    outbound=(OutboundMessage("Coach", "https://coach.acme.com/hooks/salesforce/outbound-messages/token"),),
    flows=("Opportunity: Coach",),
    limits=dict.fromkeys(("DailyApiRequests", "ContentPublicationLimit", "DataStorageMB", "FileStorageMB"), LIMIT),
    profiles_hidden=False,
    tracked=frozenset({"NextStep"}),
    several_currencies=False,
    currency="EUR",
)
SERVICE = ServiceFacts(
    url="https://acme.my.salesforce.com",
    api_version="67.0",
    doors=("outbound messages",),
    outbound_addresses=("https://coach.acme.com/hooks/salesforce/outbound-messages/token",),
    pages=True,
    public_url="https://coach.acme.com",
    live=2,
    needs={"amount": ("big-deals",), "owner_profile": ("new-reps",)},
    follows=frozenset({"NextStep"}),
    priced=("big-deals",),
    currency="EUR",
    queue=Queue(workers=1, reconciled=timedelta(minutes=4)),
    arrived=Arrived(timedelta(minutes=1), timedelta(hours=1)),
    trial=Trial({"note": "yes", "link": "yes"}),
)
GOOD = Facts(SERVICE, ORG)


def diagnosed(facts: Facts) -> Diagnosis:
    """What is wrong, by all findings."""
    return diagnose(facts, CHECKS)


def org(**changed: Any) -> Callable[[Facts], Facts]:
    """The good set-up, with these facts of the org otherwise."""
    return lambda facts: replace(facts, org=replace(ORG, **changed))


def service(**changed: Any) -> Callable[[Facts], Facts]:
    """The good set-up, with these facts of the service otherwise."""
    return lambda facts: replace(facts, service=replace(SERVICE, **changed))


def refused(code: str, sentence: str, reached: bool = True) -> Callable[[Facts], Facts]:
    """Nobody could sign in."""
    return lambda _: Facts(replace(SERVICE, sign_in=(code, sentence), reached=reached))


def queue(**changed: Any) -> Callable[[Facts], Facts]:
    """Something waits."""
    return service(queue=Queue(**{"workers": 1, **changed}))


def without(*names: str) -> dict[str, Any]:
    """Objects that describe does not know."""
    left = {name: rights for name, rights in OBJECTS.items() if name not in names}
    return {"objects": left, "absent": frozenset(names)}


def left(name: str) -> Callable[[Facts], Facts]:
    """Little is left of this allowance."""
    return org(limits={**(ORG.limits or {}), name: OrgLimit(5, 1_000)})


_RUN_AS = (
    "The External Client App has no user to run as: an admin turns on the client credentials flow in its policies."
)
_APPROVED = "An admin sets it to “Admin approved users are pre-authorized” and adds the user's permission set."
_ASSERTION = "Salesforce does not accept the signed assertion: an admin checks the certificate."

WRONG: Mapping[str, Callable[[Facts], Facts]] = {
    "settings": service(settings=("COACH_SALESFORCE_URL is Salesforce's own page for all orgs.",)),
    "org-not-reached": refused("NOT_REACHED", "The org could not be reached to sign in.", reached=False),
    "address-moved": refused("REDIRECTED", "The org's address has moved."),
    "address-not-salesforce": service(of_salesforce=False),
    "other-org": refused("OTHER_ORG", "The sign-in led to the org 00D…, but 00D… is configured."),
    "app-unknown": refused("invalid_client_id", "Salesforce does not know the consumer key."),
    "flow-off": refused("unsupported_grant_type", "The app does not offer this way to sign in."),
    "app-blocked": refused("OAUTH_APP_BLOCKED", "The app is blocked."),
    "run-as-missing": refused("invalid_grant", _RUN_AS),
    "app-not-approved": refused("invalid_grant", _APPROVED),
    "assertion-refused": refused("invalid_audience", _ASSERTION),
    "sign-in-refused": refused("invalid_grant", "The integration user cannot sign in."),
    "api-off": org(refusal=("API_DISABLED_FOR_ORG", "The API is off.")),
    "scope-missing": org(refusal=("INVALID_SESSION_ID", "Salesforce refuses the session.")),
    "org-away": org(refusal=("NOT_JSON", "Something answered in Salesforce's place (HTTP status 503): a page.")),
    "org-refuses": org(refusal=("FUNCTIONALITY_NOT_ENABLED", "The org does not offer this.")),
    "api-version": org(versions=("31.0", "66.0")),
    "api-version-newer": org(versions=("67.0", "68.0")),
    "clock": org(clock_ahead=timedelta(seconds=-400)),
    "permission-set-licence": org(permission_set_licences=frozenset()),
    "wrong-user": org(licence="Salesforce", owners={ORG.user_id: "Mia Berg"}),
    "licence": org(licence="Salesforce"),
    "opportunity-hidden": org(**without("Opportunity")),
    "objects-hidden": org(**without("OpportunityContactRole")),
    "fields-hidden": org(hidden={"amount": "Opportunity.Amount"}),
    "view-all": org(view_all=False),
    "no-deal-seen": org(owners={}, view_all=False),
    "users-hidden": org(permissions={"ViewAllUsers": False}),
    "setup-hidden": org(permissions={"ViewSetup": False}),
    "too-many-rights": org(permissions={"ModifyAllData": True}),
    "notes-off": org(**without("ContentNote")),
    "notes-not-created": org(objects={**OBJECTS, "ContentNote": Rights(create=False, edit=False)}),
    "chatter-off": org(chatter=False),
    "crm-content-off": lambda facts: replace(
        facts, service=replace(SERVICE, trial=Trial()), org=replace(ORG, **without("ContentWorkspace"))
    ),
    "notes-not-on-layout": org(layouts={"of record type Master": True, "of record type Partner": False}),
    "outsiders-read": org(sites=("Partners",), open_links=3),
    "internal-only-refused": lambda facts: replace(
        facts, service=replace(SERVICE, visibility="AllUsers"), org=replace(ORG, sites=("Partners",))
    ),
    "site": org(sites=("Partners",)),
    "triggers-on-notes": lambda facts: replace(
        facts, service=replace(SERVICE, trial=Trial()), org=replace(ORG, triggers=("Guard on ContentDocumentLink",))
    ),
    "write-test-failed": service(trial=Trial({"note": "no: NOT_FOUND", "link": "yes"})),
    "no-door": service(doors=()),
    "user-sends-events": org(permissions={SEND_OUTBOUND_MESSAGES: True}),
    "reps-send-no-events": org(senders=frozenset()),
    "no-outbound-message": org(outbound=()),
    "no-flow": lambda facts: replace(facts, service=replace(SERVICE, arrived=Arrived()), org=replace(ORG, flows=())),
    "outbound-address": org(outbound=(OutboundMessage("Coach", "https://coach.acme.com/hooks/salesforce/x"),)),
    "outbound-not-secure": org(outbound=(OutboundMessage("Coach", "http://coach.acme.com/hooks/x"),)),
    "no-event-yet": service(arrived=Arrived()),
    "events-stopped": service(arrived=Arrived(timedelta(days=3), timedelta(hours=1))),
    "agent-changes-deals": org(agents=("Pipeline Agent",)),
    "currency-unknown": service(currency=None),
    "currency-other": service(currency="USD"),
    "rates-hidden": org(several_currencies=True),
    "profiles-hidden": org(profiles_hidden=True),
    "history-not-tracked": org(tracked=frozenset()),
    "history-hidden": org(**without("OpportunityFieldHistory")),
    "api-calls": left("DailyApiRequests"),
    "note-versions": left("ContentPublicationLimit"),
    "data-storage": left("DataStorageMB"),
    "file-storage": left("FileStorageMB"),
    "data-folder": service(folder="/var/coach"),
    "data-folder-open": service(open_to_others=("/tmp",)),  # noqa: S108  # a name
    "database-away": service(database="The database could not be used (08006)."),
    "database-old": service(migrated=False),
    "database-foreign": service(migrated=False, foreign="0017"),
    "broker-away": service(broker="The broker does not answer: events are kept, and answered once it does."),
    "unknown-setting": service(unknown=("COACH_WEEKLY_MINUTE (COACH_WEEKLY_MINUTES?)",)),
    "weak-secret": service(weak=("COACH_OUTBOUND_TOKENS",)),
    "no-worker": queue(workers=0),
    "workers-stopped": queue(workers=0, reconciled=timedelta(minutes=20)),
    "queue-stuck": queue(deals_waiting=3, oldest=timedelta(minutes=9), hindrance="Salesforce is not available."),
    "deals-failing": queue(failing=2),
    "notes-parked": queue(parked={"Notes are off: an admin turns them on.": 4}),
    "notes-refused": queue(
        refused={f"A validation rule refuses it: an admin exempts the user. {EVERY_NOTE_REFUSED}": 4}
    ),
    "notes-in-doubt": queue(in_doubt=1),
    "no-reconcile": queue(reconciled=timedelta(hours=3)),
    "playbooks-broken": service(library="The folder has a mistake."),
    "no-playbook-live": service(live=0),
    "playbooks-and-org": service(remarks=("a.yaml:4:3: Your org has no stage “Propsal”. (unknown-stage)",)),
    "no-pages": service(pages=False),
    "no-sign-in": service(sign_in_ready=False),
}
