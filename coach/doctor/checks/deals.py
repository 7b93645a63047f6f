"""Checks about deals, and about who changes them."""

from coach.doctor.checks.words import listed, several
from coach.doctor.facts import AUTONOMOUS_AGENT, OrgFacts, ServiceFacts
from coach.doctor.finding import Misconfiguration, Seen, Urgency, Who

DEALS = "Deals"
_PROFILE = "owner_profile"


@Misconfiguration(
    id="agent-changes-deals",
    about=DEALS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="Agentforce Pipeline Management changes deals by itself, after reading the notes that Coach writes ({})",
    mend="turns off automatic updates, so that a person approves each, or takes the permission set"
    f" {AUTONOMOUS_AGENT} away",
    where="Setup → Pipeline Management → Automatic Updates; Setup → Permission Sets → the set → Manage Assignments",
    see="agents-that-change-deals",
    asks="PermissionSetAssignment",
).of_org
def agent_changes_deals(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Changes by an agent do not count as a rep's, but a card may be done before the rep sees it."""
    return None if org.agents is None else several(org.agents, 3)


@Misconfiguration(
    id="currency-unknown",
    about=DEALS,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="Playbooks compare amounts in a currency, and Coach does not know the org's, so that they give no card: {}",
    mend="sets the org's currency",
    where="COACH_SALESFORCE_CURRENCY; Setup → Company Information → Currency Locale",
    see="what-the-operator-needs-from-you",
    asks="describe of Opportunity, /connect/organization; the playbooks in force",
).of_org
def currency_unknown(org: OrgFacts, service: ServiceFacts) -> Seen:
    """In an org with a single currency, no record names it."""
    if org.several_currencies is None:
        return None
    return False if org.several_currencies or service.currency else several(service.priced)


@Misconfiguration(
    id="currency-other",
    about=DEALS,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The org's currency is {}",
    mend="sets that one",
    where="COACH_SALESFORCE_CURRENCY",
    see="what-the-operator-needs-from-you",
    asks="/connect/organization",
).of_org
def currency_other(org: OrgFacts, service: ServiceFacts) -> Seen:
    """Coach would misread amounts as being in another currency."""
    if org.currency is None or org.several_currencies is None:
        return None
    if org.several_currencies or not service.currency or service.currency == org.currency:
        return False
    return f"{org.currency}, and Coach is told that it is {service.currency}"


@Misconfiguration(
    id="rates-hidden",
    about=DEALS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org has several currencies, and the integration user may not read {}, so that amounts cannot be"
    " converted",
    mend="gives it View Setup and Configuration, with which rates can be read",
    where="Setup → Permission Sets → Coach → System Permissions",
    see="1-a-user-with-least-privilege",
    asks="describe of CurrencyType",
).of_org
def rates_hidden(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Conversion rates. If dated rates are hidden, the org looks as if it had none."""
    if org.several_currencies is None or org.objects is None:
        return None
    return "the conversion rates" if org.several_currencies and "CurrencyType" not in org.objects else False


@Misconfiguration(
    id="profiles-hidden",
    about=DEALS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Profile Filtering hides the profiles of others from the integration user, so that playbooks for a"
    " profile give"
    " no card: {}",
    mend="ticks View All Profiles",
    where="Setup → Permission Sets → Coach → System Permissions; Setup → User Management Settings → Profile Filtering",
    see="1-a-user-with-least-privilege",
    asks="User; the playbooks in force",
).of_org
def profiles_hidden(org: OrgFacts, service: ServiceFacts) -> Seen:
    """Profile Filtering. Source: Salesforce Help, "Restrict Profile Names"."""
    if org.profiles_hidden is None:
        return None
    return several(service.needs.get(_PROFILE, ())) if org.profiles_hidden else False


@Misconfiguration(
    id="history-not-tracked",
    about=DEALS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="The org keeps no history of {}, so that nobody can tell whether a rep changed it",
    mend="ticks them under Set History Tracking",
    where="Setup → Object Manager → Opportunity → Fields & Relationships → Set History Tracking",
    see="who-changed-a-deal",
    asks="FieldDefinition; the playbooks in force",
).of_org
def history_not_tracked(org: OrgFacts, service: ServiceFacts) -> Seen:
    """Fields whose changes playbooks look for.

    Stage, amount, close date and probability have a history of their own.
    """
    if org.tracked is None:
        return None
    missing = sorted(service.follows - org.tracked - org.calculated)
    return several(missing, len(missing))


@Misconfiguration(
    id="history-hidden",
    about=DEALS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="The integration user may not read the history of opportunities ({}), so that nobody can tell who changed"
    " a deal",
    mend="gives it Read on Opportunity and on the fields, from which the histories follow",
    where="Setup → Permission Sets → Coach → Object Settings → Opportunities",
    see="who-changed-a-deal",
    asks="describes of OpportunityHistory and OpportunityFieldHistory",
).of_org
def history_hidden(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Stage history, and field history if any field is tracked."""
    if org.objects is None or "Opportunity" not in org.objects:
        return None
    missing = [name for name in ("OpportunityHistory", "OpportunityFieldHistory") if name in org.absent]
    return listed(missing) if missing else False


CHECKS = (
    agent_changes_deals,
    currency_unknown,
    currency_other,
    rates_hidden,
    profiles_hidden,
    history_not_tracked,
    history_hidden,
)
