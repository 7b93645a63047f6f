"""Whether cards can be written as notes, who sees them, and who must not."""

from coach.doctor.checks.limits import A_BATCH, ANCHOR, LIMITS, LOW, left
from coach.doctor.checks.words import counted, several
from coach.doctor.facts import OrgFacts, ServiceFacts
from coach.doctor.finding import Misconfiguration, Seen, Urgency, Who

NOTES = "Notes"
SEEN = "3-notes-that-reps-see"
_LIBRARY = "ContentWorkspace"


def _hangs(service: ServiceFacts) -> bool | None:
    """Whether a write test could attach a note to a deal; None if there was no test."""
    if service.trial is None or "link" not in service.trial.answers:
        return None
    return service.trial.answers["link"] == "yes"


@Misconfiguration(
    id="notes-off",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Notes are switched off in the org, so that no card can be written",
    mend="ticks Enable Notes",
    where="Setup → Notes Settings",
    see=SEEN,
    asks="describe of ContentNote",
).of_org
def notes_off(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """The object does not exist then. Source: Object Reference, ContentNote."""
    return None if org.objects is None else "ContentNote" in org.absent


@Misconfiguration(
    id="notes-not-created",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The integration user may not create {}",
    mend="gives it the permission set licence Salesforce API Integration, and Create on Files where the org offers"
    " that",
    where="Setup → Permission Sets → Coach → Object Settings; Setup → Salesforce Files → General Settings",
    see=SEEN,
    asks="describes of ContentNote and ContentDocumentLink",
).of_org
def notes_not_created(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Notes are on, but not for our user."""
    if org.objects is None:
        return None
    needed = {"ContentNote": "notes", "ContentDocumentLink": "links that hang notes on records"}
    return several(what for name, what in needed.items() if name in org.objects and not org.objects[name].create)


@Misconfiguration(
    id="chatter-off",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Chatter is switched off, without which the related list Notes shows nothing",
    mend="ticks Enable next to Chatter Settings",
    where="Setup → Chatter Settings → Edit → Enable",
    see=SEEN,
    asks="/connect/organization, describe of FeedItem",
).of_org
def chatter_off(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Chatter is off in orgs created since Summer '26. Source: Salesforce Help, "Set Up Notes"."""
    return None if org.chatter is None else not org.chatter


@Misconfiguration(
    id="crm-content-off",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Salesforce CRM Content is switched off, without which the org refuses to share a note on a record",
    mend="ticks Enable Salesforce CRM Content, or proves with coach doctor --write-test that notes can be hung on"
    " deals",
    where="Setup → Salesforce CRM Content → Edit",
    see=SEEN,
    asks="describe of ContentWorkspace",
).of_org
def crm_content_off(org: OrgFacts, service: ServiceFacts) -> Seen:
    """Share types I and V are refused then. No API reports the setting.

    So if libraries do not exist, and no note of ours was ever attached to a record, the setting is assumed to be off.
    """
    if org.objects is None:
        return None
    return _LIBRARY in org.absent and not service.linked and _hangs(service) is not True


@Misconfiguration(
    id="notes-not-on-layout",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The related list Notes is missing from {}, so that reps do not see the cards",
    mend="adds Notes (not Notes & Attachments) to the related lists, high up",
    where="Setup → Object Manager → Opportunity → Page Layouts → the layout → Related Lists",
    see=SEEN,
    asks="sobjects/Opportunity/describe/layouts",
).of_org
def notes_not_on_layout(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """The layouts that describe shows to our user. There the list is called AttachedContentNotes."""
    if org.layouts is None:
        return None
    return several(
        (
            f"the page layout {name}".removesuffix(" of record type Master")
            for name, has in sorted(org.layouts.items())
            if not has
        ),
        len(org.layouts),
    )


@Misconfiguration(
    id="outsiders-read",
    about=NOTES,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="{} can be read by partners and customers who sign in to the org's sites",
    mend="sees that worker and beat run, for Coach closes them with its daily look at what it wrote; an admin can close"
    " one at once in its Sharing Settings",
    where="Procfile: worker, beat; the note → Share → Prevent others",
    see="who-sees-a-note",
    asks="Network, ContentDocumentLink",
).of_org
def outsiders_read(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Links with Visibility AllUsers in an org that has a site."""
    if org.open_links is None or org.sites is None:
        return None
    return counted(org.open_links, "note") if org.sites and org.open_links else False


@Misconfiguration(
    id="internal-only-refused",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The org has a site for outsiders ({}) and does not take notes for internal users only, so that outsiders"
    " can read"
    " them",
    mend="allows files on records to be for internal users only, and has coach doctor --write-test run again",
    where="Setup → Salesforce Files → General Settings; Setup → Digital Experiences → Settings",
    see="who-sees-a-note",
    asks="Network; what writing notes found out",
).of_org
def internal_only_refused(org: OrgFacts, service: ServiceFacts) -> Seen:
    """The visibility with which notes were last attached to records, while there is a site."""
    if org.sites is None:
        return None
    return several(org.sites, 3) if service.visibility == "AllUsers" else False


@Misconfiguration(
    id="site",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.HINT,
    wrong="The org has a site for outsiders ({})",
    mend="knows that Coach hangs its notes on records for internal users only, and that this must be left so",
    where="Setup → Digital Experiences → All Sites",
    see="who-sees-a-note",
    asks="Network",
).of_org
def site(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """An org with a site accepts InternalUsers; one without accepts only AllUsers."""
    return None if org.sites is None else several(org.sites, 3)


@Misconfiguration(
    id="triggers-on-notes",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="Code of the org runs whenever a note is written or hung on a record, and may refuse it: {}",
    mend="sees that it leaves the integration user's notes alone, and proves it with coach doctor --write-test",
    where="Setup → Apex Triggers; Setup → Object Manager → Content Version → Validation Rules",
    see=SEEN,
    asks="ApexTrigger; ValidationRule (Tooling)",
).of_org
def triggers_on_notes(org: OrgFacts, service: ServiceFacts) -> Seen:
    """As far as visible. A write test that passed shows that they do not refuse notes."""
    if org.triggers is None and org.validations is None:
        return None
    if _hangs(service):
        return False
    return several((*(org.triggers or ()), *(org.validations or ())))


@Misconfiguration(
    id="write-test-failed",
    about=NOTES,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="The last write test could not {}",
    mend="mends what its sentence says, and has coach doctor --write-test run again",
    where="coach doctor --write-test",
    see="6-see-that-it-works",
    asks="what the last write test found",
).of_service
def write_test_failed(service: ServiceFacts) -> Seen:
    """What was tried with a real note."""
    if service.trial is None or not service.trial.answers:
        return None
    tried = {"note": "write a note", "link": "hang a note on the deal"}
    return several(
        f"{what} ({service.trial.answers[name]})"
        for name, what in tried.items()
        if service.trial.answers.get(name, "yes") != "yes"
    )


@Misconfiguration(
    id="note-versions",
    about=LIMITS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Only {} note and file versions of the last 24 hours are left",
    mend="finds out what publishes so many files, or asks Salesforce for more",
    where="Setup → System Overview; /limits: ContentPublicationLimit",
    see=ANCHOR,
    asks="/limits: ContentPublicationLimit",
).of_org
def note_versions(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Every change of a note creates a version."""
    return left(org, "ContentPublicationLimit", LOW, A_BATCH)


@Misconfiguration(
    id="file-storage",
    about=LIMITS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="Only {} MB of file storage are left",
    mend="frees some or buys more, for notes are kept there",
    where="Setup → Storage Usage",
    see=ANCHOR,
    asks="/limits: FileStorageMB",
).of_org
def file_storage(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Notes use file storage."""
    return left(org, "FileStorageMB", LOW, 1)


CHECKS = (
    notes_off,
    notes_not_created,
    chatter_off,
    crm_content_off,
    notes_not_on_layout,
    outsiders_read,
    internal_only_refused,
    site,
    triggers_on_notes,
    write_test_failed,
    note_versions,
    file_storage,
)
