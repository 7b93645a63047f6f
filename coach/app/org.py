"""The Org port over Salesforce, which the composition root builds."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from coach.channels.notes.careful import CarefulWriter
from coach.channels.notes.find import attached, find_notes
from coach.channels.notes.nouns import FoundNote, NotePlace, NoteReceipt, NoteSighting, NoteWork, OwnNote
from coach.channels.notes.on_record import attached_to
from coach.channels.notes.own import markers, own_notes
from coach.channels.notes.remove import remove_notes
from coach.channels.notes.trial import WriteTest, remember
from coach.channels.notes.visibility import keep_inside
from coach.channels.notes.whereabouts import look_at_notes
from coach.channels.notes.writer import NoteWriter
from coach.doctor import OrgFacts
from coach.doctor.trial import TrialResult
from coach.engine.inventory import Inventory
from coach.engine.model import Deal, Edits, FieldSelection, User
from coach.ports import NOTHING, ApiUsage, Changes, Clock, DealsRead, Identity, Memory
from coach.salesforce.accounts import Accounts
from coach.salesforce.beside import paths_of
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.changes import changed_since, last_change
from coach.salesforce.circuit.calls import CallCircuit
from coach.salesforce.circuit.writes import WriteCircuit
from coach.salesforce.client import Client, Pace, Refused
from coach.salesforce.deals import DealReader
from coach.salesforce.describer import Describer
from coach.salesforce.editors import Editors
from coach.salesforce.edits import EditReader
from coach.salesforce.facts import paths
from coach.salesforce.faults import error
from coach.salesforce.inventory import take_inventory
from coach.salesforce.limits import used_up
from coach.salesforce.may_see import deals_named, seen_by
from coach.salesforce.orgtime import OrgTime
from coach.salesforce.past.ids import deals_since, open_deals
from coach.salesforce.past.read import PastReader
from coach.salesforce.people import users
from coach.salesforce.readable import readable
from coach.salesforce.schema import NO_OBJECT, Schema
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import AUDIENCE_KEPT, SignIn
from coach.salesforce.survey import Surveyor, SurveyRequest
from coach.salesforce.transport import OrgSession
from coach.salesforce.usage import CallBudget

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def _translate_errors(method: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Translate API errors that no caller handled into CoachError."""

    @wraps(method)
    def told(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        try:
            return method(*args, **kwargs)
        except Refused as refusal:
            raise error(refusal.fault) from None

    return told


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _ticks_of(clock: Clock) -> Callable[[], float]:
    return lambda: clock().timestamp()


class SalesforceOrg:
    """One org. Safe to share between threads; build it after a fork, not before.

    Nothing is sent until the first call. ``memory`` keeps what is found out about the org. ``time`` is the org's own
    time, used when deals are read and for the age of cached findings, unless ``clock`` replaces it. ``pace`` and
    ``monotonic`` are replaced in tests.
    """

    def __init__(
        self,
        settings: OrgSettings,
        memory: Memory,
        clock: Clock | None = None,
        pace: Pace | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        session = OrgSession(settings.url, settings.client_name, settings.timeout)
        # When a past is simulated, pauses last as long as in that past.
        ticks = monotonic or (_ticks_of(clock) if clock else time.monotonic)
        self.time = OrgTime(clock or _utc_now, ticks)
        session.hooks["response"].append(self.time.note)
        clock = clock or self.time
        self._settings = settings
        self._session = session
        self._memory = memory
        self._clock = clock
        self._budget = CallBudget(settings.api_budget_share, ticks)
        taken_audience = CachedCapability(memory, "jwt_audience", AUDIENCE_KEPT, clock)
        self._signin = SignIn(settings, session, ticks, self.time, taken_audience)
        where = f"{settings.url} {settings.api_version}"
        circuit = None if settings.insistent else CallCircuit(memory, clock, where)
        self._client = Client(settings, session, self._signin, self._budget, pace or Pace(), circuit)
        self._describer = Describer(self._client, memory, clock, settings.schema_age)
        self._deals = DealReader(self._client, self._describer, settings, clock, memory)
        self._past = PastReader(self._client, self._deals, self._describer)
        editors = Editors(self._client, self._signin, settings.automated_users, memory, clock)
        self._edits = EditReader(self._client, self._describer, editors)
        self._accounts = Accounts(self._signin, memory)
        self._elsewhere: set[str] = set()
        self._circuit = WriteCircuit(memory, clock, where, lambda: used_up(self._writing))
        self._writing = self._client.counting(self._circuit.spend)
        # A look in the middle of writing is one of the calls for writing.
        find = partial(self._find, self._writing)
        self._writer = NoteWriter(self._writing, memory, clock, find, self._accounts.ids, self._circuit.arrived)
        self._notes = CarefulWriter(self._writer, self._circuit)

    @_translate_errors
    def identity(self) -> Identity:
        """Sign in if needed, and return who we are signed in as."""
        return self._signin.token().identity

    @_translate_errors
    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """Every opportunity of ``ids``: a deal, or gone. Raises ValueError for an id that is not an opportunity's."""
        return self._deals.read(ids, custom_fields)

    @_translate_errors
    def deals_named(self, text: str) -> Sequence[str]:
        """The ids of opportunities whose name, or whose account's, contains every word of ``text``: at most 200."""
        return deals_named(self._client, self._describer.schema(), text)

    @_translate_errors
    def seen_by(self, user_id: str, ids: Sequence[str]) -> frozenset[str]:
        """Of these opportunities, those that this user may read in the org."""
        return seen_by(self._client, user_id, ids)

    @_translate_errors
    def edits(self, ids: Sequence[str], custom_fields: frozenset[str]) -> Mapping[str, Edits]:
        """Who changed what on these opportunities; changes that the org hides from us are missing."""
        return self._edits.read(ids, custom_fields)

    @_translate_errors
    def changed_since(self, since: datetime, asked: FieldSelection = NOTHING) -> Changes:
        """What changed at or after ``since``: opportunities, and records related to open ones that ``asked`` needs."""
        schema = self._seen(asked)
        try:
            return changed_since(self._client, schema, self._settings.org_id, since, self.time(), asked)
        except Refused as refusal:
            if refusal.fault.code != NO_OBJECT:
                raise
            renewed = self._describer.renew(schema)
        return changed_since(self._client, renewed, self._settings.org_id, since, self.time(), asked)

    @_translate_errors
    def readable(self, asked: FieldSelection) -> str:
        """A mark that changes whenever a field in ``asked`` becomes readable or unreadable to us."""
        return readable(self._seen(asked), asked)

    def _seen(self, asked: FieldSelection) -> Schema:
        """The schema with everything on the paths of the requested fields, including formulas."""
        schema = self._describer.schema(paths(asked.fields))
        return self._describer.schema(paths_of(asked, schema))

    def skew(self) -> timedelta | None:
        """How far the org's time is ahead of this worker's; None before the first answer."""
        return self.time.skew

    @_translate_errors
    def now(self) -> datetime:
        """The org's own time; signs in if no answer has contained it yet.

        If something between us strips the time from all answers, it is the time of the last change there: too early a
        time does no harm.
        """
        if not self.time.heard:
            self._signin.token()
        return self.time() if self.time.heard else last_change(self._client) or self.time()

    @_translate_errors
    def open_deals(self) -> Sequence[str]:
        """The ids of all open opportunities, in order."""
        return open_deals(self._client)

    @_translate_errors
    def deals_since(self, since: datetime) -> Sequence[str]:
        """The ids of all opportunities that are open, or changed at or after ``since``, in order."""
        return deals_since(self._client, since)

    @_translate_errors
    def past_deals(
        self, ids: Sequence[str], custom_fields: frozenset[str], as_today: bool = False
    ) -> Mapping[str, Sequence[Deal]]:
        """Each of these opportunities as it stood after every change that the org remembers, oldest first.

        :mod:`coach.salesforce.past.rebuild` says what is known of a past deal and what is not. With ``as_today``,
        unknown values are taken as they are today, instead of as unreadable.
        """
        return self._past.read(ids, custom_fields, as_today)

    @_translate_errors
    def write_notes(self, work: Sequence[NoteWork]) -> Sequence[NoteReceipt]:
        """One receipt for each piece of work, in any order; raises only if nothing at all was done.

        Outcomes that a caller sees, beside WRITTEN: IN_DOUBT for a create whose answer was lost; an update is simply
        tried again. REMOVED if somebody deleted the note that was to be updated. VANISHED, without a ``note_id``, if
        the note is gone and nothing says why: the next piece of work creates it anew. RECORD_GONE if the opportunity is
        gone. Failures with a ``note_id`` and no ``link_id``: the note exists but is attached nowhere yet; handed in
        again with that ``note_id``, it is updated and linked.
        """
        return self._notes.write(work)

    def innocent_notes(self) -> Sequence[str]:
        """The keys of notes that were refused for good before it turned out that the org refuses all.

        Returned once only.
        """
        return self._circuit.innocent()

    @_translate_errors
    def find_notes(self, work: Sequence[NoteWork]) -> Mapping[str, FoundNote]:
        """The notes that exist for this work, attached or not, by key; the oldest if there are several.

        Looking is allowed while the org is left alone: what is found shows that it takes notes.
        """
        found = self._find(self._client, work)
        self._circuit.looked([one.key for one in work], found)
        return found

    @_translate_errors
    def own_notes(self, since: datetime) -> list[OwnNote]:
        """The newest notes that Coach has made since then, except deleted ones."""
        return own_notes(self._client, self._accounts.ids(), since)

    @_translate_errors
    def markers(self, note_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The markers in these notes' contents, by id. One call each."""
        return markers(self._client, note_ids)

    @_translate_errors
    def attached(self, note_ids: frozenset[str]) -> frozenset[str]:
        """The notes that are attached to an opportunity."""
        return attached(self._client, note_ids)

    @_translate_errors
    def look_at_notes(self, places: Mapping[str, NotePlace]) -> Mapping[str, NoteSighting]:
        """What has become of these notes, by key."""
        return look_at_notes(self._client, places)

    @_translate_errors
    def keep_inside(self, link_ids: Sequence[str]) -> int:
        """Limit these links to internal users, if the org knows that limit; returns how many are limited by now."""
        changed = keep_inside(self._client, link_ids)
        if changed:
            self._writer.inside()
        return changed

    @_translate_errors
    def users(self) -> Sequence[User]:
        """Everybody who works or worked in the org, with the person they report to."""
        return users(self._client, self._settings.permission_sets, self._clock())

    @_translate_errors
    def remove_notes(self, note_ids: Sequence[str]) -> Mapping[str, str]:
        """Remove notes from all records, into the recycle bin.

        Returns those that remain: note id → who must do what.
        """
        return remove_notes(self._client, note_ids)

    @_translate_errors
    def inventory(self, now: datetime, custom_fields: frozenset[str] = frozenset()) -> Inventory:
        """What the org has that playbooks can name, as our user sees it ``now``.

        That includes what lies beyond lookups on the way to ``custom_fields``.
        """
        return take_inventory(self._client, self._settings.org_id, now, self._settings.currency, custom_fields)

    @_translate_errors
    def survey(
        self, custom_fields: frozenset[str], note_ids: Sequence[str], now: datetime
    ) -> tuple[OrgFacts, Inventory | None]:
        """How the org is set up, as far as our user sees it; and its inventory, if that could be taken.

        ``custom_fields`` are those that playbooks name; ``note_ids`` are some notes of ours.
        """
        surveyor = Surveyor(self._client, self.identity, self._session, self._settings.api_version)
        return surveyor.survey(
            SurveyRequest(custom_fields, tuple(note_ids)), lambda: self.inventory(now, custom_fields)
        )

    @_translate_errors
    def notes_on(self, deal_id: str) -> frozenset[str]:
        """The ids of everything attached to this opportunity. Raises ValueError if this is not an opportunity's id."""
        return attached_to(self._client, deal_id)

    @_translate_errors
    def write_test(self, deal_id: str) -> TrialResult:
        """Write notes on this deal in every way that is undocumented, and remove them.

        The results are remembered for writing notes. Raises ValueError if this is not an opportunity's id.
        """
        result = WriteTest(self._client, self._signin.token, self._session, self._settings).run(deal_id)
        remember(result, self._memory, self._clock)
        return result

    def usage(self) -> ApiUsage | None:
        """The last known API usage; None before the first call."""
        return self._budget.last

    def _find(self, client: Client, work: Sequence[NoteWork]) -> Mapping[str, FoundNote]:
        return find_notes(client, self._accounts.ids(), work, self._elsewhere)
