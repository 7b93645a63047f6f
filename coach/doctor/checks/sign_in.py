"""Checks of the address, the API version and the sign-in."""

from coach.doctor.checks.limits import USED_UP
from coach.doctor.checks.words import cause
from coach.doctor.facts import Facts, OrgFacts, ServiceFacts
from coach.doctor.finding import Misconfiguration, Seen, Urgency, Who

SIGN_IN = "Signing in"
_APP = "Setup → External Client App Manager → Coach"
_KEYS = frozenset({"invalid_client", "invalid_client_id", "app_not_found"})
_BLOCKED = frozenset({"invalid_app_access", "unauthorized_client", "OAUTH_APP_BLOCKED"})
_ASSERTIONS = frozenset({"invalid_audience", "invalid_assertion"})
_OFF = frozenset({"unsupported_grant_type"})
_MOVED = frozenset({"REDIRECTED", "ADDRESS_MOVED"})
_SESSION = frozenset({"INVALID_SESSION_ID", "INVALID_AUTH_HEADER", "SESSION_EXPIRED"})
_API_OFF = frozenset({"API_DISABLED", "API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"})
_RETIRED = frozenset({"UNSUPPORTED_API_VERSION", "GONE"})
_AWAY = frozenset({"NOT_JSON", "NOT_REACHED", "ANSWER_LOST", "SERVER_UNAVAILABLE", "SERVICE_UNAVAILABLE", "ORG_LOCKED"})
CLOCK_SECONDS = 60
"""A tolerance: a Date header has whole seconds, and an answer may have been under way for some seconds."""


def _code(service: ServiceFacts) -> str:
    return service.sign_in[0] if service.sign_in else ""


def _says(service: ServiceFacts, *words: str) -> bool:
    """Whether the sentence contains these words.

    They come from the table that turns Salesforce's answers into sentences.
    """
    sentence = service.sign_in[1].lower() if service.sign_in else ""
    return _code(service) == "invalid_grant" and any(word in sentence for word in words)


@Misconfiguration(
    id="settings",
    about="Settings",
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="A setting is missing or wrong: {}",
    mend="corrects it and starts this again",
    where="the environment; coach settings prints them all",
    see="what-the-operator-needs-from-you",
    asks="the environment",
).of_service
def settings(service: ServiceFacts) -> Seen:
    """Wrong settings that keep the program from starting."""
    return " ".join(service.settings).rstrip(".") or False


@Misconfiguration(
    id="address-not-salesforce",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="{} is not an address under which Salesforce hosts orgs",
    mend="sets the org's My Domain address, unless this is a proxy of yours",
    where="COACH_SALESFORCE_URL; Setup → My Domain → Current My Domain URL",
    see="what-the-operator-needs-from-you",
    asks="COACH_SALESFORCE_URL",
).of_service
def address_not_salesforce(service: ServiceFacts) -> Seen:
    """An address that is not Salesforce's. A proxy may have one."""
    return False if service.of_salesforce else service.url


@Misconfiguration(
    id="org-not-reached",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The org could not be asked ({})",
    mend="waits where Salesforce itself is down or in maintenance (status.salesforce.com); else checks the address, and"
    " that this machine may call it through the firewall on port 443",
    where="COACH_SALESFORCE_URL",
    see="when-signing-in-fails",
    asks="the sign-in",
).of_service
def org_not_reached(service: ServiceFacts) -> Seen:
    """Nobody answered."""
    return False if service.reached else f"{service.url}: {cause(service.sign_in[1]) if service.sign_in else ''}"


@Misconfiguration(
    id="address-moved",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The org's address has moved away from {}",
    mend="sets the org's present My Domain address",
    where="COACH_SALESFORCE_URL; Setup → My Domain → Current My Domain URL",
    see="when-signing-in-fails",
    asks="the sign-in",
).of_service
def address_moved(service: ServiceFacts) -> Seen:
    """The old host redirects."""
    return service.url if _code(service) in _MOVED else False


@Misconfiguration(
    id="other-org",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The address leads to another org than the one that is configured ({})",
    mend="corrects the org id or the address",
    where="COACH_SALESFORCE_ORG_ID; Setup → Company Information → Salesforce.com Organization ID",
    see="what-the-operator-needs-from-you",
    asks="the sign-in",
).of_service
def other_org(service: ServiceFacts) -> Seen:
    """The token belongs to another org."""
    if not service.sign_in or _code(service) not in {"OTHER_ORG", "FOREIGN_HOST"}:
        return False
    return cause(service.sign_in[1])


@Misconfiguration(
    id="app-unknown",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org does not know the consumer key, or the secret is wrong",
    mend="copies key and secret once more for the operator, from the app in this very org",
    where=f"{_APP} → Settings → OAuth Settings → Consumer Key and Secret",
    see="2-an-external-client-app",
    asks="the sign-in",
).of_service
def app_unknown(service: ServiceFacts) -> Seen:
    """The key or the secret is wrong."""
    return _code(service) in _KEYS


@Misconfiguration(
    id="flow-off",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The app does not offer the way in that the operator has set up",
    mend="turns on Enable Client Credentials Flow, or Enable JWT Bearer Flow where the operator has a private key",
    where=f"{_APP} → Settings → OAuth Settings → Flow Enablement",
    see="2-an-external-client-app",
    asks="the sign-in",
).of_service
def flow_off(service: ServiceFacts) -> Seen:
    """The OAuth flow is not enabled."""
    return _code(service) in _OFF


@Misconfiguration(
    id="app-blocked",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The app is blocked for the integration user",
    mend="unblocks it, and lets the integration user use it",
    where=f"{_APP} → Policies → Plugin Policies",
    see="2-an-external-client-app",
    asks="the sign-in",
).of_service
def app_blocked(service: ServiceFacts) -> Seen:
    """The app is blocked, or not allowed."""
    return _code(service) in _BLOCKED and app_not_approved.look(Facts(service)) is False


@Misconfiguration(
    id="run-as-missing",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The app has no user to run as, or that user is inactive",
    mend="names the integration user as Run As, and activates it",
    where=f"{_APP} → Policies → OAuth Policies → Client Credentials Flow → Run As; Setup → Users → the integration user"
    " → Edit → Active",
    see="2-an-external-client-app",
    asks="the sign-in",
).of_service
def run_as_missing(service: ServiceFacts) -> Seen:
    """``no client credentials user enabled``: no user is named, or the named one is inactive."""
    return _says(service, "no user to run as")


@Misconfiguration(
    id="app-not-approved",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The integration user is not approved for the app",
    mend="sets Permitted Users to “Admin approved users are pre-authorized”, adds the permission set Coach to the app,"
    " and assigns that permission set to the integration user",
    where=f"{_APP} → Policies → App Policies; Setup → Permission Sets → Coach → Manage Assignments",
    see="2-an-external-client-app",
    asks="the sign-in",
).of_service
def app_not_approved(service: ServiceFacts) -> Seen:
    """Salesforce's words: ``user hasn't approved this consumer``, ``user is not admin approved to access this app``."""
    approved = service.sign_in is not None and "pre-authorized" in service.sign_in[1]
    return approved and _code(service) in _BLOCKED | {"invalid_grant"}


@Misconfiguration(
    id="assertion-refused",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="Salesforce does not accept the signed assertion, whose audience is {}",
    mend="tries the other audience (https://login.salesforce.com, for sandboxes https://test.salesforce.com, or the My"
    " Domain address), and compares certificate, user name and this machine's clock",
    where="COACH_SALESFORCE_JWT_AUDIENCE",
    see="when-signing-in-fails",
    asks="the sign-in",
).of_service
def assertion_refused(service: ServiceFacts) -> Seen:
    """A problem with certificate, audience, user name or clock."""
    refused = _code(service) in _ASSERTIONS or _says(service, "signed assertion")
    return service.audience if refused else False


@Misconfiguration(
    id="sign-in-refused",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org refuses the sign-in ({})",
    mend="looks up the attempt and what it failed at",
    where="Setup → Login History",
    see="when-signing-in-fails",
    asks="the sign-in",
).of_both
def sign_in_refused(facts: Facts) -> Seen:
    """Any refusal that none of the other checks explains."""
    service = facts.service
    if not service.sign_in or not service.reached or _code(service) in _API_OFF | _SESSION:
        return False
    told = any(check.look(facts) not in (False, None) for check in _REFUSALS)
    return False if told else cause(service.sign_in[1])


_REFUSALS = (
    address_moved,
    other_org,
    app_unknown,
    flow_off,
    app_blocked,
    run_as_missing,
    app_not_approved,
    assertion_refused,
)


@Misconfiguration(
    id="api-off",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org does not let the integration user use the API",
    mend="ticks API Enabled in the permission set Coach; where the edition has no API, asks Salesforce for it",
    where="Setup → Permission Sets → Coach → System Permissions → API Enabled",
    see="1-a-user-with-least-privilege",
    asks="the first call",
).of_both
def api_off(facts: Facts) -> Seen:
    """API_DISABLED_FOR_ORG and similar codes, at the sign-in or at the first call."""
    return _code(facts.service) in _API_OFF or _refusal(facts)[0] in _API_OFF


@Misconfiguration(
    id="scope-missing",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org takes the sign-in, and does not let this app use the API",
    mend="adds the scope Manage user data via APIs (api) to the app; where it is there, checks the IP restrictions and"
    " the session security level of the integration user, and API Access Control",
    where=f"{_APP} → Settings → OAuth Settings → OAuth Scopes; Setup → Users → the integration user → Profile",
    see="2-an-external-client-app",
    asks="the first call",
).of_both
def scope_missing(facts: Facts) -> Seen:
    """A session that was just issued is refused: “This session is not valid for use with the REST API”."""
    return _code(facts.service) in _SESSION or _refusal(facts)[0] in _SESSION


@Misconfiguration(
    id="org-away",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The org takes the sign-in and answers no call ({})",
    mend="waits where Salesforce is down or in maintenance (status.salesforce.com); else looks for a proxy or firewall"
    " that answers in its place",
    where="COACH_SALESFORCE_URL",
    see="when-signing-in-fails",
    asks="the first call",
).of_both
def org_away(facts: Facts) -> Seen:
    """A web page came instead of an answer, or nothing: nobody in the org has anything to correct."""
    code, sentence = _refusal(facts)
    return cause(sentence) if _is_away(code) else False


def _is_away(code: str) -> bool:
    """An answer that is not from Salesforce has its HTTP status as its code."""
    return code in _AWAY or code.isdecimal()


@Misconfiguration(
    id="org-refuses",
    about=SIGN_IN,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org takes the sign-in and refuses every call ({})",
    mend="checks session settings, login hours and IP ranges of the integration user, and whether the org is in"
    " maintenance",
    where="Setup → Users → the integration user; Setup → Session Settings",
    see="when-signing-in-fails",
    asks="the first call",
).of_both
def org_refuses(facts: Facts) -> Seen:
    """The first composite call was refused as a whole."""
    code, sentence = _refusal(facts)
    if not code or _is_away(code):
        return False
    return cause(sentence) if code not in _API_OFF | USED_UP | _SESSION | _RETIRED else False


def _refusal(facts: Facts) -> tuple[str, str]:
    return (facts.org.refusal if facts.org else None) or ("", "")


@Misconfiguration(
    id="api-version",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The org does not offer the REST API version {}",
    mend="sets one that it offers",
    where="COACH_SALESFORCE_API_VERSION",
    see="when-signing-in-fails",
    asks="/services/data",
).of_both
def api_version(facts: Facts) -> Seen:
    """The version is newer than the org's release, or retired: the first call then says so, whatever the org lists."""
    asked = facts.service.api_version
    if _refusal(facts)[0] in _RETIRED:
        return f"{asked} any more"
    versions = facts.org.versions if facts.org else None
    if versions is None:
        return None
    return False if asked in versions else f"{asked} (it offers {versions[0]} to {versions[-1]})"


@Misconfiguration(
    id="api-version-newer",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.HINT,
    wrong="The org offers the REST API version {}",
    mend="may set it, once Coach's release notes name it",
    where="COACH_SALESFORCE_API_VERSION",
    see="when-signing-in-fails",
    asks="/services/data",
).of_both
def api_version_newer(facts: Facts) -> Seen:
    """An older version works for some years: Salesforce supports each version for at least three."""
    versions = facts.org.versions if facts.org else None
    if versions is None:
        return None
    newest = versions[-1]
    return newest if float(newest) > float(facts.service.api_version) else False


@Misconfiguration(
    id="clock",
    about=SIGN_IN,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="This machine's clock is {} the org's",
    mend="sets the clock by NTP, for assertions and signatures are only good for some minutes",
    where="this machine, such as timedatectl set-ntp true",
    see="when-signing-in-fails",
    asks="the Date header of an answer",
).of_org
def clock(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Assertions are valid for three minutes, webhook signatures for five."""
    if org.clock_ahead is None:
        return None
    seconds = org.clock_ahead.total_seconds()
    return f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'}" if abs(seconds) > CLOCK_SECONDS else False


CHECKS = (
    settings,
    org_not_reached,
    address_moved,
    address_not_salesforce,
    other_org,
    app_unknown,
    flow_off,
    app_blocked,
    run_as_missing,
    app_not_approved,
    assertion_refused,
    sign_in_refused,
    api_off,
    scope_missing,
    org_away,
    org_refuses,
    api_version,
    api_version_newer,
    clock,
)
