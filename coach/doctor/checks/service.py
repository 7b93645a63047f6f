"""Checks of the service on this machine: database, broker, queue, playbooks, secrets, pages."""

from datetime import timedelta

from coach.doctor.checks.words import cause, counted, several
from coach.doctor.facts import ServiceFacts
from coach.doctor.finding import Misconfiguration, Seen, Urgency, Who

SERVICE, PLAYBOOKS, PAGES = "The service", "Playbooks", "Pages"
ANCHOR = "what-the-operator-looks-at"
OLD = timedelta(minutes=5)
MISSED = 3
"""Reconcile passes in a row that did not run."""


def _length(time: timedelta) -> str:
    minutes = time.total_seconds() / 60
    return f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"


@Misconfiguration(
    id="data-folder",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The data folder cannot be written to ({})",
    mend="gives the service's user the right to write there",
    where="COACH_DATA_DIR",
    see=ANCHOR,
    asks="the folder",
).of_service
def data_folder(service: ServiceFacts) -> Seen:
    """The folder that holds the embedded database and broker."""
    return service.folder or False


@Misconfiguration(
    id="data-folder-open",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="Other users of this machine can get at what Coach keeps: {}",
    mend="gives Coach a folder that is its user's alone, and what lies in it to that user",
    where="COACH_DATA_DIR",
    see=ANCHOR,
    asks="the folder",
).of_service
def data_folder_open(service: ServiceFacts) -> Seen:
    """What Coach could not close itself: somebody else's file, or a folder that everybody shares."""
    return several(service.open_to_others, 3)


@Misconfiguration(
    id="database-away",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The database cannot be used ({})",
    mend="starts it, and corrects its address",
    where="DATABASE_URL",
    see=ANCHOR,
    asks="the database",
).of_service
def database_away(service: ServiceFacts) -> Seen:
    """Without the database no event is accepted."""
    return service.database.rstrip(".") if service.database else False


@Misconfiguration(
    id="database-old",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The database is not there yet, or not up to date",
    mend="brings it up to date with this command",
    where="coach migrate",
    see=ANCHOR,
    asks="the database",
).of_service
def database_old(service: ServiceFacts) -> Seen:
    """The database lacks a revision."""
    return None if service.database or service.foreign else not service.migrated


@Misconfiguration(
    id="database-foreign",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The database is of another version of Coach (revision {}), which coach migrate cannot bring to this one",
    mend="starts that version, or this one with an empty database",
    where="DATABASE_URL",
    see=ANCHOR,
    asks="the database",
).of_service
def database_foreign(service: ServiceFacts) -> Seen:
    """The database has a revision that this version does not know."""
    return None if service.database else service.foreign or False


@Misconfiguration(
    id="broker-away",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="Workers are not woken ({})",
    mend="starts the broker, and corrects its address, user name and password",
    where="CLOUDAMQP_URL or REDIS_URL",
    see=ANCHOR,
    asks="the broker",
).of_service
def broker_away(service: ServiceFacts) -> Seen:
    """Events are stored all the same."""
    return cause(service.broker.partition(". ")[0]) if service.broker else False


@Misconfiguration(
    id="no-worker",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="No worker has ever been heard of",
    mend="starts the worker and beat processes",
    where="Procfile: worker, beat",
    see=ANCHOR,
    asks="heartbeats in the database",
).of_service
def no_worker(service: ServiceFacts) -> Seen:
    """No worker yet, as before the first start."""
    return None if service.queue is None else service.queue.workers == 0 and service.queue.reconciled is None


@Misconfiguration(
    id="workers-stopped",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="No worker has been heard of in the last minutes, so that no card is written",
    mend="starts the worker and beat processes again",
    where="Procfile: worker, beat",
    see=ANCHOR,
    asks="heartbeats in the database",
    follows=("queue-stuck", "no-reconcile"),
).of_service
def workers_stopped(service: ServiceFacts) -> Seen:
    """A canary sent every 30 seconds reaches no worker: none runs, or beat does not. They have run before."""
    return None if service.queue is None else service.queue.workers == 0 and service.queue.reconciled is not None


@Misconfiguration(
    id="queue-stuck",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="Deals wait to be looked at: {}",
    mend="does what the reason says, or starts workers where there is none",
    where="the page Operations",
    see=ANCHOR,
    asks="the queue",
).of_service
def queue_stuck(service: ServiceFacts) -> Seen:
    """The oldest deal has waited for more than five minutes."""
    if service.queue is None:
        return None
    if service.queue.oldest <= OLD:
        return False
    reason = f" (the last try: {service.queue.hindrance.rstrip('.')})" if service.queue.hindrance else ""
    return f"{counted(service.queue.deals_waiting, 'deal')}, the longest for {_length(service.queue.oldest)}{reason}"


@Misconfiguration(
    id="deals-failing",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="{} could not be decided on again and again",
    mend="looks at the reasons and tries them again",
    where="the page Operations → Deals that keep failing",
    see=ANCHOR,
    asks="the queue",
).of_service
def deals_failing(service: ServiceFacts) -> Seen:
    """Three tries without an answer."""
    return None if service.queue is None else bool(service.queue.failing) and counted(service.queue.failing, "deal")


@Misconfiguration(
    id="notes-parked",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="Notes wait for somebody to act: {}",
    mend="has that done and tries them again",
    where="the page Operations, or coach retry --all",
    see=ANCHOR,
    asks="the queue",
).of_service
def notes_parked(service: ServiceFacts) -> Seen:
    """Each reason says who must act."""
    if service.queue is None:
        return None
    return several((_because(*group) for group in service.queue.parked.items()), 3)


def _because(sentence: str, count: int) -> str:
    return f"{count} because “{sentence.rstrip('.')}”"


@Misconfiguration(
    id="notes-refused",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.ERROR,
    wrong="The org refuses every note: {}",
    mend="has that done and tries them again",
    where="the page Operations, or coach retry --all",
    see=ANCHOR,
    asks="the queue",
).of_service
def notes_refused(service: ServiceFacts) -> Seen:
    """Nothing is parked for it, and Coach tries one now and then."""
    if service.queue is None:
        return None
    return several((_because(*group) for group in service.queue.refused.items()), 3)


@Misconfiguration(
    id="notes-in-doubt",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.HINT,
    wrong="Of {} the answer was lost",
    mend="need not act, for Coach looks on the record before it writes again",
    where="the page Operations",
    see=ANCHOR,
    asks="the queue",
).of_service
def notes_in_doubt(service: ServiceFacts) -> Seen:
    """Only time is needed."""
    return None if service.queue is None else bool(service.queue.in_doubt) and counted(service.queue.in_doubt, "note")


@Misconfiguration(
    id="no-reconcile",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="The pass that looks for changes without an event last ran {} ago",
    mend="starts the beat process",
    where="Procfile: beat",
    see=ANCHOR,
    asks="what the workers last heard",
).of_service
def no_reconcile(service: ServiceFacts) -> Seen:
    """Three passes did not run, in a service that has run before."""
    if service.queue is None or service.queue.reconciled is None:
        return None
    late = service.queue.reconciled > service.reconcile_every * MISSED
    return late and _length(service.queue.reconciled)


@Misconfiguration(
    id="playbooks-broken",
    about=PLAYBOOKS,
    who=Who.ENABLEMENT,
    severity=Urgency.ERROR,
    wrong="The playbooks of the folder are not those that are decided with: {}",
    mend="corrects the files",
    where="coach lint; the page Library",
    see=ANCHOR,
    asks="the folder, the database",
).of_service
def playbooks_broken(service: ServiceFacts) -> Seen:
    """Mistakes with their file and line."""
    return service.library.rstrip(".") if service.library else False


@Misconfiguration(
    id="no-playbook-live",
    about=PLAYBOOKS,
    who=Who.ENABLEMENT,
    severity=Urgency.ERROR,
    wrong="No playbook is live, so that no deal gets a card",
    mend="sets status: live in one at least",
    where="COACH_PLAYBOOKS_DIR",
    see=ANCHOR,
    asks="the folder",
).of_service
def no_playbook_live(service: ServiceFacts) -> Seen:
    """Drafts and retired playbooks give no cards."""
    return None if service.library else service.live == 0


@Misconfiguration(
    id="playbooks-and-org",
    about=PLAYBOOKS,
    who=Who.ENABLEMENT,
    severity=Urgency.ERROR,
    wrong="Playbooks name what this org does not have: {}",
    mend="writes it as the org does",
    where="coach lint --org",
    see=ANCHOR,
    asks="describes, OpportunityStage, Product2, UserRole, Profile; the folder",
).of_service
def playbooks_and_org(service: ServiceFacts) -> Seen:
    """Unknown stages, products, fields, picklist values, roles: such playbooks never apply."""
    return several((remark.rstrip(".") for remark in service.remarks), 3)


@Misconfiguration(
    id="weak-secret",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="Whoever guesses can guess the secret in {}",
    mend="draws a new one at random",
    where="openssl rand -hex 32",
    see="secrets-rotation-removal",
    asks="the settings",
).of_service
def weak_secret(service: ServiceFacts) -> Seen:
    """Secrets that are long enough but have few different characters, or come from an example."""
    return several(service.weak)


@Misconfiguration(
    id="unknown-setting",
    about=SERVICE,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="The environment sets what is no setting, so it changes nothing: {}",
    mend="corrects the name, or removes the variable",
    where="the environment; coach settings prints all settings",
    see="secrets-rotation-removal",
    asks="the environment",
).of_service
def unknown_setting(service: ServiceFacts) -> Seen:
    """Variables that begin with COACH_ and that nothing reads: mostly misspelt."""
    return several(service.unknown)


@Misconfiguration(
    id="no-pages",
    about=PAGES,
    who=Who.OPERATOR,
    severity=Urgency.HINT,
    wrong="The pages are off, so that reps cannot respond to cards and managers see no log",
    mend="sets a secret key and the public address, and has an admin prepare the sign-in for people",
    where="COACH_SECRET_KEY and COACH_PUBLIC_URL",
    see="5-sign-in-for-people",
    asks="the settings",
).of_service
def no_pages(service: ServiceFacts) -> Seen:
    """Notes are written without the pages, too."""
    return not service.pages


@Misconfiguration(
    id="no-sign-in",
    about=PAGES,
    who=Who.OPERATOR,
    severity=Urgency.WARNING,
    wrong="The pages are on, and nobody can sign in to them: no app for people has a secret or is public",
    mend="sets key and secret of the app that people sign in with",
    where="COACH_SIGN_IN_KEY and COACH_SIGN_IN_SECRET",
    see="5-sign-in-for-people",
    asks="the settings",
).of_service
def no_sign_in(service: ServiceFacts) -> Seen:
    """With a private key, the integration's own app has no secret that the sign-in for people could share."""
    return service.pages and not service.sign_in_ready


CHECKS = (
    data_folder,
    data_folder_open,
    database_away,
    database_old,
    database_foreign,
    broker_away,
    weak_secret,
    unknown_setting,
    no_worker,
    workers_stopped,
    queue_stuck,
    deals_failing,
    notes_parked,
    notes_refused,
    notes_in_doubt,
    no_reconcile,
    playbooks_broken,
    no_playbook_live,
    playbooks_and_org,
    no_pages,
    no_sign_in,
)
