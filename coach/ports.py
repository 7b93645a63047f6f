"""What the pipeline needs from the world. Adapters and the fakes in the tests implement these; nothing else is needed.

All methods may raise :class:`~coach.errors.TryAgain` (time helps) and :class:`~coach.errors.Undeliverable` (an admin of
the org must act), and nothing else that a caller should catch.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from coach.model import (
    Card,
    Deal,
    Decision,
    Delivery,
    Event,
    Note,
    NoteState,
    NoteWork,
    Observed,
    PastCard,
    Reason,
    Receipt,
    RepLoad,
    Watch,
)

# ---------------------------------------------------------------- the org


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom we are signed in as: both ids have 18 characters; ``instance_url`` has no trailing slash."""

    org_id: str
    user_id: str
    instance_url: str


@dataclass(frozen=True, slots=True)
class DealsRead:
    """The answer to one read: ``deals`` by id; ``gone`` are deleted, or hidden from our user."""

    deals: Mapping[str, Deal]
    gone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ApiUsage:
    """API calls used of those allowed in the last 24 hours, as the org last told us."""

    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note of ours that a look-up found. ``link_id`` is None where it hangs on no record yet."""

    note_id: str
    link_id: str | None


class Org(Protocol):
    """The one configured Salesforce org."""

    def identity(self) -> Identity:
        """Sign in where needed, and say as whom."""

    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """Read opportunities (18-character ids) with all that a :class:`Deal` holds, in as few calls as possible."""

    def changed_since(self, since: datetime) -> Sequence[Event]:
        """An event for every opportunity whose SystemModstamp is at or after ``since``, oldest first.

        The event's own id is made from record id and modstamp, so that a change is counted once however often it is
        seen.
        """

    def write_notes(self, work: Sequence[NoteWork]) -> Sequence[Receipt]:
        """Create and update notes; one receipt for each piece of work, in any order; a bad note raises nothing."""

    def find_notes(self, work: Sequence[NoteWork]) -> Mapping[str, FoundNote]:
        """Look for notes by record and title, linked or not; the keys of ``work`` that were found. Oldest wins."""

    def notes_present(self, note_ids: Sequence[str]) -> frozenset[str]:
        """Which of these notes still exist and are not in the recycle bin."""

    def usage(self) -> ApiUsage | None:
        """The last known API usage; None before the first call."""


class Memory(Protocol):
    """What has been found out about the org, kept for every process and the next start."""

    def recall(self, name: str) -> str | None:
        """The remembered value."""

    def remember(self, name: str, value: str) -> None:
        """Keep a value, replacing what was there."""


# ---------------------------------------------------------------- the playbooks in force


@dataclass(frozen=True, slots=True)
class Offer:
    """A valid library that a process found in its folder.

    ``texts`` are the files' texts by playbook name, ``revision`` is where they came from, empty where that is not
    known. ``place`` names the folder among all that processes read from. ``before`` is the library that this process
    last found there, None at its start.
    """

    library: str
    revision: str
    texts: Mapping[str, str]
    place: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """A library coming into force for every process: the ``number``-th time that one did, at ``at``.

    ``revisited_at`` is when the last open deal had been decided on again, None as long as some are left.
    """

    number: int
    library: str
    revision: str
    at: datetime
    revisited_at: datetime | None = None


class Libraries(Protocol):
    """Which library is in force: one for all processes, whatever each finds in its own folder."""

    def in_force(self) -> Shipment | None:
        """The last shipment; None before the first."""

    def ship(self, offer: Offer, *, anyway: bool = False) -> Shipment:
        """What is in force once ``offer`` was considered: news comes into force, or, ``anyway``, what is asked for."""

    def texts(self, library: str) -> Mapping[str, str]:
        """The texts of a library that has been in force, by playbook name; empty where they are not known."""


# ---------------------------------------------------------------- the queue of record


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a delivery led to: events that were new, and events that had been received before."""

    new: int
    repeated: int


@dataclass(frozen=True, slots=True)
class DealClaim:
    """A deal held under a lease. ``fence`` rises with each claim; a write with an older one changes nothing.

    ``wanted`` is the wish that this claim answers: done follows it, so that an event that arrives in between counts.
    ``event_id`` is the source's own id of the oldest event among those that led here, for the logs.
    """

    opportunity_id: str
    wanted: int
    fence: int
    attempts: int
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Teaches:
    """What a playbook's card is about: its skill, and for how long what it asks for is looked for on the deal."""

    skill: str | None
    within: timedelta | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """All that one evaluation of a deal leads to; committed together with "done".

    ``decisions`` holds every decision, KEEP too; those that repeat the last one logged for their playbook are not
    logged again. ``cards`` are the open cards as they read now, ``retired`` the keys of cards that no longer apply and
    why. ``notes`` are the wanted notes of the deal, whole. ``check_at`` is when a condition or a limit could next flip
    without an event. ``deal`` is None where the record is gone. ``teaches`` says, by playbook, what new cards teach and
    look for; ``observed`` what the deal's watches have come to.
    """

    opportunity_id: str
    deal: Deal | None
    decisions: tuple[Decision, ...]
    cards: tuple[Card, ...]
    retired: Mapping[str, Reason]
    notes: tuple[Note, ...]
    library: str
    check_at: datetime | None
    teaches: Mapping[str, Teaches] = field(default_factory=dict)
    observed: tuple[Observed, ...] = ()


class Evaluation(Protocol):
    """An open transaction over a batch of claimed deals; it commits when the ``with`` block ends without an error."""

    def claims(self) -> Sequence[DealClaim]:
        """Those of the claims that are still ours."""

    def past(self, opportunity_id: str) -> Sequence[PastCard]:
        """Every card ever given on this deal, oldest first."""

    def standing(self, opportunity_id: str) -> Sequence[Card]:
        """The deal's cards, open and retired, as they last read, for those whose note may still be on the record."""

    def watches(self, opportunity_id: str) -> Sequence[Watch]:
        """What is still looked for on the deal."""

    def load(self, rep_id: str) -> RepLoad:
        """What the rep has been given, what was saved earlier in this transaction included. The rep's row is locked."""

    def save(self, claim: DealClaim, evaluated: Evaluated) -> None:
        """Keep the outcome, and mark the claim's wish as done."""


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note as it is wanted now, how far it is, and whether the record has it or could have it."""

    note: Note
    state: NoteState
    on_record: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept about one deal: ``past`` and ``standing`` as an :class:`Evaluation` gives them, notes by key.

    ``decided`` says that the deal is decided on again after an edit: it was before, and is open or has a card that is.
    """

    past: Sequence[PastCard] = ()
    standing: Sequence[Card] = ()
    notes: Mapping[str, KeptNote] = field(default_factory=dict)
    decided: bool = True


@dataclass(frozen=True, slots=True)
class NoteClaim:
    """A wanted note held under a lease, its attempt already committed.

    ``look_first`` says that an earlier create may have been carried out; ``give_up_looking`` that enough time has
    passed for the org to have finished any earlier request, so that a note not found may be created again.
    ``event_id`` is the source's own id of the event that led to it, for the logs.
    """

    work: NoteWork
    fence: int
    attempt: int
    look_first: bool = False
    give_up_looking: bool = False
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """How much could be worked on now."""

    deals: int
    notes: int


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """The queue as every process sees it: ages in seconds, 0 where nothing waits. ``notes`` counts by state,
    ``decisions`` by (verdict, reason), ``events`` by (source, kind), ``ignored`` by reason. ``hindrance`` says
    in a sentence why the last try to look at the longest waiting deal failed; empty where none did.
    """

    deals_waiting: int
    oldest_event_seconds: float
    oldest_note_seconds: float
    notes: Mapping[str, int]
    decisions: Mapping[tuple[str, str], int]
    events: Mapping[tuple[str, str], int]
    ignored: Mapping[str, int]
    workers_alive: int
    hindrance: str = ""
    extra: Mapping[str, float] = field(default_factory=dict)


class Store(Protocol):
    """The queue of record. Every method is one transaction; leases use the database's clock."""

    def accept(self, delivery: Delivery) -> Accepted:
        """Commit the events and wish for their deals to be looked at. Raises TryAgain where it was not committed."""

    def claim_deals(self, limit: int, lease: timedelta) -> Sequence[DealClaim]:
        """Take deals with an unanswered wish that are due and unclaimed, longest waiting first."""

    def release_deals(self, claims: Sequence[DealClaim], after: timedelta, sentence: str) -> None:
        """Give deals back, due again after this long; the sentence is kept to be shown."""

    def evaluating(self, claims: Sequence[DealClaim], library: str | None = None) -> AbstractContextManager[Evaluation]:
        """Open the transaction in which the deals are decided on, with this library.

        Raises TryAgain where another is in force by now.
        """

    def claim_notes(self, limit: int, lease: timedelta) -> Sequence[NoteClaim]:
        """Take wanted notes that are due, and commit an attempt for each before returning."""

    def settle_notes(self, claims: Sequence[NoteClaim], receipts: Sequence[Receipt]) -> None:
        """Keep what became of each attempt, and when to look at it again."""

    def wish_for_due_checks(self) -> int:
        """Wish for every deal whose next check time has come to be looked at; how many there were."""

    def revisit_deals(self, limit: int) -> int:
        """Wish for up to ``limit`` deals that were last decided on with another library than the one in force.

        Returns how many; 0 once all have been, and for every other caller within a few seconds.
        """

    def due(self) -> Due:
        """How much could be claimed now."""

    def claim_slot(self, job: str, slot: str) -> bool:
        """True for the one caller, of however many, that may run this job for this slot of time."""

    def written_notes(self, after_key: str, limit: int) -> Mapping[str, str]:
        """A page of written notes in order of their keys: key → note id."""

    def lost_notes(self, keys: Sequence[str]) -> None:
        """These notes vanished from the record although we wrote them: write them again."""

    def heartbeat(self, worker: str) -> None:
        """This worker has just finished a piece of work."""

    def figures(self) -> QueueFigures:
        """The figures for /metrics and /readyz."""


class Wake(Protocol):
    """Tells workers that there is work. Best effort: what it loses, the sweep finds."""

    def coach(self) -> None:
        """Deals wait."""

    def write(self) -> None:
        """Notes wait."""


class Clock(Protocol):
    """The time that decisions are made at: aware, UTC."""

    def __call__(self) -> datetime:
        """Now."""
