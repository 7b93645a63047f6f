"""Whether Coach is notified of changes."""

from datetime import timedelta
from urllib.parse import urlsplit

from coach.doctor.checks.words import listed, several
from coach.doctor.facts import SEND_OUTBOUND_MESSAGES, OrgFacts, ServiceFacts
from coach.doctor.finding import Misconfiguration, Seen, Urgency, Who

EVENTS = "Events"
ANCHOR = "4-tell-coach-when-an-opportunity-changed"
SILENT = timedelta(days=1)
_MESSAGE = "Setup → Outbound Messages → the message → Edit → Endpoint URL"
_FIELDS = frozenset({"Id"})


@Misconfiguration(
    id="no-door",
    about=EVENTS,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="No way for events is configured, so that Coach sees a change only with the next reconcile pass",
    mend="sets a token for outbound messages, or a secret for another sender",
    where="COACH_OUTBOUND_TOKENS, COACH_WEBHOOK_SECRETS or COACH_BEARER_TOKENS",
    see=ANCHOR,
    asks="the settings",
).of_service
def no_door(service: ServiceFacts) -> Seen:
    """Tokens and secrets for all three endpoints are unset."""
    return not service.doors


@Misconfiguration(
    id="user-sends-events",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The integration user may send outbound messages, so that Coach's own changes come back to it as events",
    mend="unticks Send Outbound Messages",
    where="Setup → Permission Sets → Coach → System Permissions → Send Outbound Messages",
    see=ANCHOR,
    asks="UserPermissionAccess",
).of_org
def user_sends_events(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """The documented way to stop loops. Source: SOAP API Developer Guide, "Outbound Messaging"."""
    if org.permissions is None or SEND_OUTBOUND_MESSAGES not in org.permissions:
        return None
    return org.permissions[SEND_OUTBOUND_MESSAGES]


@Misconfiguration(
    id="reps-send-no-events",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Changes by {} send no outbound message, for they lack Send Outbound Messages",
    mend="ticks it in the profile or a permission set of all who change deals",
    where="Setup → Permission Sets → one that reps have → System Permissions → Send Outbound Messages",
    see=ANCHOR,
    asks="PermissionSetAssignment, Opportunity",
    follows=("no-event-yet",),
).of_org
def reps_send_no_events(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Owners of open deals. Checked only if the org has an outbound message at all."""
    if org.senders is None or org.owners is None or org.outbound is None:
        return None
    if not org.outbound:
        return False
    return several(
        (name for owner, name in sorted(org.owners.items()) if owner not in org.senders and owner != org.user_id), 3
    )


@Misconfiguration(
    id="no-outbound-message",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org has no outbound message on Opportunity, although the operator has set a token for one",
    mend="makes one, and the flow that sends it",
    where="Setup → Outbound Messages → New Outbound Message → Opportunity",
    see=ANCHOR,
    asks="WorkflowOutboundMessage (Tooling)",
    follows=("no-event-yet", "events-stopped"),
).of_org
def no_outbound_message(org: OrgFacts, service: ServiceFacts) -> Seen:
    """As far as the Tooling API shows."""
    if org.outbound is None:
        return None
    return "outbound messages" in service.doors and not org.outbound


@Misconfiguration(
    id="no-flow",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="No active flow begins with a change of an opportunity, so that nothing sends the outbound message",
    mend="makes the flow, or activates it",
    where="Setup → Flows → the flow → Activate",
    see=ANCHOR,
    asks="FlowDefinitionView; the inbox",
    follows=("no-event-yet", "events-stopped"),
).of_org
def no_flow(org: OrgFacts, service: ServiceFacts) -> Seen:
    """An old workflow rule may send it, too: then events arrive, and nothing is wrong."""
    if org.outbound is None or org.flows is None:
        return None
    return bool(org.outbound) and not org.flows and not _comes(service)


def _comes(service: ServiceFacts) -> bool:
    """Whether events arrive: the last pushed event is newer than the last change found by a reconcile pass."""
    arrived = service.arrived
    if arrived is None or arrived.reported is None:
        return False
    return arrived.found is None or arrived.reported <= arrived.found


@Misconfiguration(
    id="outbound-address",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The outbound message {}",
    mend="sets the endpoint that the operator names: https://, Coach's host, /hooks/salesforce/outbound-messages/"
    " and the"
    " token, and nothing behind it",
    where=_MESSAGE,
    see=ANCHOR,
    asks="WorkflowOutboundMessage (Tooling); COACH_PUBLIC_URL, COACH_OUTBOUND_TOKENS",
    follows=("no-event-yet", "events-stopped"),
).of_org
def outbound_address(org: OrgFacts, service: ServiceFacts) -> Seen:
    """No outbound message leads here. A message to another system beside ours is fine."""
    if org.outbound is None:
        return None
    if not org.outbound or not service.outbound_addresses:
        return False
    if any(_leads(one.url, service.outbound_addresses) for one in org.outbound):
        return False
    return listed(f"“{one.name}” goes to {_safe(one.url)}, which is not this Coach" for one in org.outbound)


def _leads(url: str, addresses: tuple[str, ...]) -> bool:
    """Whether the endpoint is one of ours. The host is compared only if Coach knows its own."""
    there = urlsplit(url)
    for address in addresses:
        ours = urlsplit(address)
        if there.path == ours.path and not there.query and ours.netloc.lower() in {"", there.netloc.lower()}:
            return True
    return False


def _safe(url: str) -> str:
    """The address without the last part of its path, which is a token."""
    return url.rpartition("/")[0] + "/…" if urlsplit(url).path.strip("/") else url


@Misconfiguration(
    id="outbound-not-secure",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The outbound message {} goes over plain http, with its token for all to read",
    mend="sets an endpoint that begins with https://",
    where=_MESSAGE,
    see=ANCHOR,
    asks="WorkflowOutboundMessage (Tooling)",
).of_org
def outbound_not_secure(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Plain http is fine to this machine itself, where the look-alike runs."""
    if org.outbound is None:
        return None
    return several(
        f"“{one.name}”"
        for one in org.outbound
        if one.url.lower().startswith("http://") and urlsplit(one.url).hostname not in {"127.0.0.1", "localhost", "::1"}
    )


@Misconfiguration(
    id="no-event-yet",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="No event has ever come from the org",
    mend="sets up the flow, changes a deal, and looks whether the message is delivered",
    where="Setup → Outbound Messages → View Message Delivery Status",
    see=ANCHOR,
    asks="the inbox",
).of_service
def no_event_yet(service: ServiceFacts) -> Seen:
    """The inbox is empty although an endpoint for events is configured."""
    if service.arrived is None or not service.doors:
        return None
    return service.arrived.reported is None


@Misconfiguration(
    id="events-stopped",
    about=EVENTS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="No event has come for {}, although deals have changed since",
    mend="looks whether the flow is active, and why messages are not delivered",
    where="Setup → Flows; Setup → Outbound Messages → View Message Delivery Status",
    see=ANCHOR,
    asks="the inbox, the reconcile pass",
).of_service
def events_stopped(service: ServiceFacts) -> Seen:
    """Silence alone is no fault; it is one only if a reconcile pass found a change that no event reported."""
    arrived = service.arrived
    if arrived is None or arrived.reported is None:
        return None
    if arrived.reported < SILENT or arrived.found is None or arrived.found > arrived.reported:
        return False
    return f"{arrived.reported.total_seconds() / 86_400:.1f} days"


CHECKS = (
    no_door,
    user_sends_events,
    reps_send_no_events,
    no_outbound_message,
    no_flow,
    outbound_address,
    outbound_not_secure,
    no_event_yet,
    events_stopped,
)
