"""Who the integration user is, and what it may read."""

from collections.abc import Iterator, Mapping

from coach.doctor.checks.words import listed, several
from coach.doctor.facts import INTEGRATION_LICENCE, OrgFacts, Rights, ServiceFacts
from coach.doctor.finding import Misconfiguration, Seen, Urgency, Who

ACCESS = "Access"
USER = "1-a-user-with-least-privilege"
_SET = "Setup → Permission Sets → Coach"
_INTEGRATION = "salesforce integration"
_LICENCE = "the permission set licence Salesforce API Integration"
_OF_NO_OPPORTUNITY = (
    "objects-hidden",
    "fields-hidden",
    "view-all",
    "no-deal-seen",
    "history-hidden",
    "playbooks-and-org",
)
_OF_NO_RIGHTS = ("opportunity-hidden", "users-hidden", "setup-hidden", "crm-content-off", *_OF_NO_OPPORTUNITY)
_OF_ANOTHER_USER = ("licence", "too-many-rights", "user-sends-events", *_OF_NO_RIGHTS)
_FREELY_SHARED = frozenset({"Read", "Edit", "ReadEdit", "ReadWrite", "All"})
_OBJECTS = ("OpportunityLineItem", "Product2", "OpportunityContactRole", "Account", "User", "OpportunityHistory")


@Misconfiguration(
    id="permission-set-licence",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The integration user lacks {}, without which it may read no records",
    mend="assigns the permission set licence “Salesforce API Integration” where it has none, then the permission set"
    " Coach",
    where="Setup → Users → the integration user → Permission Set License Assignments → Edit Assignments; Setup →"
    " Permission Sets → Coach → Manage Assignments",
    see=USER,
    asks="PermissionSetLicenseAssign, User, describes",
    follows=_OF_NO_RIGHTS,
).of_org
def permission_set_licence(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Without it, Salesforce says: “The user license doesn't allow the permission: Read Accounts”."""
    if org.licence is None:
        return None
    if org.licence.lower() != _INTEGRATION:
        return False
    held = org.permission_set_licences
    if held is not None and INTEGRATION_LICENCE.lower() not in {one.lower() for one in held}:
        return _LICENCE
    if _reads_nothing(org):
        return "the permission set Coach" if held else f"{_LICENCE}, or the permission set Coach"
    return None if held is None else False


def _reads_nothing(org: OrgFacts) -> bool:
    """Without the licence, the permission set cannot have been assigned either, and no assignment can be read."""
    return org.objects is not None and not {"Opportunity", "Account", "Product2"} & org.objects.keys()


@Misconfiguration(
    id="wrong-user",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Coach signs in as a person: {}",
    mend="names the integration user instead, as Run As; for the JWT bearer flow the operator sets"
    " COACH_SALESFORCE_USERNAME",
    where="Setup → External Client App Manager → Coach → Policies → OAuth Policies → Run As",
    see=USER,
    asks="User, Profile, UserLicense, Opportunity, UserPermissionAccess",
    follows=_OF_ANOTHER_USER,
).of_org
def wrong_user(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """A user with a person's licence who administers the org, or owns or changes deals:

    Coach's own user only reads them.
    """
    if org.licence is None:
        return None
    if org.licence.lower() == _INTEGRATION:
        return False
    deals = (org.objects or {}).get("Opportunity")
    if (org.permissions or {}).get("ModifyAllData"):
        does = "may modify all data"
    elif org.user_id in (org.owners or {}):
        does = "owns open opportunities"
    elif deals and deals.edit:
        does = "may change opportunities"
    else:
        return None if org.owners is None or org.permissions is None else False
    return f"{org.user_name or org.user_id} has the licence {org.licence}, and {does}"


@Misconfiguration(
    id="licence",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="The integration user has the licence {}, which pays for a seat and lets it sign in to pages",
    mend="gives Coach a user of its own with the licence Salesforce Integration and the profile Minimum Access -"
    " API Only"
    " Integrations",
    where="Setup → Users → New User",
    see=USER,
    asks="User, Profile, UserLicense",
).of_org
def licence(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """A person's licence on a user that is not a person's."""
    if org.licence is None:
        return None
    return False if org.licence.lower() == _INTEGRATION else org.licence


@Misconfiguration(
    id="opportunity-hidden",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The integration user may not read opportunities",
    mend="gives it Read and View All on Opportunity",
    where=f"{_SET} → Object Settings → Opportunities",
    see=USER,
    asks="describe of Opportunity",
    follows=_OF_NO_OPPORTUNITY,
).of_org
def opportunity_hidden(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Nothing works without opportunities."""
    return None if org.objects is None else "Opportunity" not in org.objects


@Misconfiguration(
    id="objects-hidden",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="The integration user may not read {}",
    mend="gives it Read on them, unless your org does not use them",
    where=f"{_SET} → Object Settings",
    see=USER,
    asks="describes",
).of_org
def objects_hidden(org: OrgFacts, service: ServiceFacts) -> Seen:
    """Objects that no playbook needs today, but the next one may."""
    if org.objects is None or org.hidden is None:
        return None
    needed = {org.hidden[fact].partition(".")[0] for fact in service.needs.keys() & org.hidden.keys()}
    return several((name for name in _OBJECTS if name not in org.objects and name not in needed), len(_OBJECTS))


@Misconfiguration(
    id="fields-hidden",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Playbooks in force name what the integration user may not read, or the org does not have, so that they give"
    " no card: {}",
    mend="gives it Read on each of these objects, and Read Access on each of these fields; where the org has no such"
    " field, enablement takes it out of the playbook",
    where=f"{_SET} → Object Settings → the object → Object Permissions, Field Permissions",
    see=USER,
    asks="describes; the playbooks in force",
).of_org
def fields_hidden(org: OrgFacts, service: ServiceFacts) -> Seen:
    """Every field, because the admin grants all of them in one go; and the playbooks that each one affects."""
    if org.hidden is None or org.objects is None or "Opportunity" not in org.objects:
        return None
    books: dict[str, set[str]] = {}
    for fact in service.needs.keys() & org.hidden.keys():
        books.setdefault(org.hidden[fact], set()).update(service.needs[fact])
    return several((f"{place} ({listed(sorted(names), 2)})" for place, names in sorted(books.items())), len(books))


@Misconfiguration(
    id="view-all",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="The integration user sees only the opportunities that are shared with it, for the org-wide default is {}"
    " and it"
    " has no View All",
    mend="gives it View All on Opportunity, or shares the deals that are to be coached",
    where=f"{_SET} → Object Settings → Opportunities → View All Records",
    see=USER,
    asks="ObjectPermissions, Organization",
).of_org
def view_all(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """A deal that is not shared with us looks deleted."""
    if org.view_all or org.sharing in _FREELY_SHARED:
        return False
    if org.view_all is None or org.sharing is None:
        return None
    return {"None": "Private", "ControlledByParent": "Controlled by Parent"}.get(org.sharing, org.sharing)


@Misconfiguration(
    id="no-deal-seen",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The integration user sees no open opportunity at all, and has no View All on them",
    mend="gives it View All on Opportunity, or shares the deals that are to be coached, unless there are none yet",
    where=f"{_SET} → Object Settings → Opportunities → View All Records",
    see=USER,
    asks="Opportunity",
).of_org
def no_deal_seen(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Judged by counts. A user who may see all deals and sees none is in an org without any."""
    if org.owners is None or org.view_all is None:
        return None
    return not org.owners and not org.view_all


@Misconfiguration(
    id="users-hidden",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The integration user may not see all users, their roles or managers ({})",
    mend="ticks View All Users and View Roles and Role Hierarchy",
    where=f"{_SET} → System Permissions",
    see=USER,
    asks="UserPermissionAccess",
).of_org
def users_hidden(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Managers see their people's coaching only if Coach can read these."""
    if org.permissions is None:
        return None
    wanted = {"ViewAllUsers": "View All Users", "ViewRoles": "View Roles and Role Hierarchy"}
    return several(f"no {name}" for key, name in wanted.items() if org.permissions.get(key) is False)


@Misconfiguration(
    id="setup-hidden",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="The integration user may not see Setup, so that {}",
    mend="ticks View Setup and Configuration",
    where=f"{_SET} → System Permissions",
    see=USER,
    asks="UserPermissionAccess",
).of_org
def setup_hidden(org: OrgFacts, service: ServiceFacts) -> Seen:
    """The permission changes nothing in the org, and lets Coach read who has which permission set."""
    if org.permissions is None:
        return None
    if org.permissions.get("ViewSetup") is not False:
        return False
    lost = "nobody is an administrator of Coach by permission set, and " if service.people_by_set else ""
    return f"{lost}coach doctor cannot look at licences, agents and outbound messages"


@Misconfiguration(
    id="too-many-rights",
    about=ACCESS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="The integration user may do more than Coach needs ({})",
    mend="takes it away",
    where=f"{_SET} → System Permissions, Object Settings; Setup → Users → the integration user → Permission Set"
    " Assignments",
    see=USER,
    asks="UserPermissionAccess, describes",
).of_org
def too_many_rights(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Least privilege: these rights are what a stolen secret could use."""
    if org.permissions is None or org.objects is None:
        return None
    much = {
        "ModifyAllData": "Modify All Data",
        "ViewAllData": "View All Data",
        "ManageUsers": "Manage Users",
        "AssignPermissionSets": "Assign Permission Sets",
        "CustomizeApplication": "Customize Application",
        "QueryAllFiles": "Query All Files",
    }
    system = [name for key, name in much.items() if org.permissions.get(key)]
    return several([*system, *_writable(org.objects)], len(much) + len(_READ_ONLY))


_READ_ONLY = ("Opportunity", "Account", "Product2")


def _writable(objects: Mapping[str, Rights]) -> Iterator[str]:
    """The rights to write to records that Coach only ever reads."""
    for name in _READ_ONLY:
        rights = objects.get(name)
        words = [word for word, held in (("Create", rights.create), ("Edit", rights.edit)) if held] if rights else []
        if words:
            yield f"{' and '.join(words)} on {name}"


CHECKS = (
    permission_set_licence,
    wrong_user,
    licence,
    opportunity_hidden,
    objects_hidden,
    fields_hidden,
    view_all,
    no_deal_seen,
    users_hidden,
    setup_hidden,
    too_many_rights,
)
