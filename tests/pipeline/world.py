"""A small world for the pipeline: an org in memory that behaves as its port says, and a bell that counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from coach.app.store import SqlStore
from coach.channels.notes import NotesChannel
from coach.channels.notes.nouns import FoundNote, NotePlace, NoteReceipt, NoteSighting, NoteWork, OwnNote
from coach.channels.notes.org import NotesOrg
from coach.channels.notes.strays import SeenByProcess
from coach.engine.model import Deal, Edits, Event, FieldSelection, Outcome, Person, StageChange
from coach.engine.notes.marker import marker, markers_in, markers_in_title
from coach.errors import CoachError
from coach.leases import about_to_create
from coach.ports import NOTHING, ApiUsage, Changes, Clock, DealsRead, Identity, Whereabouts

ORG_ID = "00D000000000001EAA"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANA = Person("005000000000001AAA", "Ana Ruiz", title="Account Executive")


def opportunity_id(number: int) -> str:
    return f"006{number:012}AAA"


def deal(number: int = 1, stage: str = "Negotiation/Review", **changes: object) -> Deal:
    base = Deal(
        org_id=ORG_ID,
        id=opportunity_id(number),
        name=f"Deal {number}",
        stage=stage,
        closed=stage.startswith("Closed"),
        won=stage == "Closed Won",
        amount=Decimal(62_000),
        currency="USD",
        close_date=date(2027, 3, 31),
        created_at=MONDAY - timedelta(days=60),
        modified_at=MONDAY,
        owner=ANA,
        read_at=MONDAY,
        history=(StageChange("Prospecting", MONDAY - timedelta(days=60)), StageChange(stage, MONDAY)),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # the test names the fields


@dataclass
class FakeNote:
    """A note in the org."""

    opportunity_id: str
    title: str
    body: str
    linked: bool = True
    created_at: datetime = MONDAY
    shared: bool = False

    @property
    def markers(self) -> frozenset[str]:
        return markers_in(self.body) | markers_in_title(self.title)


@dataclass
class FakeOrg:
    """Implements coach.ports.Org and NotesOrg in memory.

    ``down`` is raised by every call; ``lose_answers`` applies a write and says nothing; ``refuse`` names words that no
    note may hold; ``takes_its_time`` is called before each answer.
    ``rates`` and ``shows`` are marks; ``clock`` is the org's own time.
    """

    deals: dict[str, Deal] = field(default_factory=dict)
    notes: dict[str, FakeNote] = field(default_factory=dict)
    recycle_bin: set[str] = field(default_factory=set)
    seen_outside: set[str] = field(default_factory=set)
    changes: list[Event] = field(default_factory=list)
    edited: dict[str, Edits] = field(default_factory=dict)
    down: CoachError | None = None
    lose_answers: bool = False
    refuse: str | None = None
    takes_its_time: Callable[[], object] = lambda: None
    reads: list[list[str]] = field(default_factory=list)
    asked_for_edits: list[list[str]] = field(default_factory=list)
    writes: int = 0
    asked_since: list[datetime] = field(default_factory=list)
    asked: FieldSelection = NOTHING
    rates: str | None = None
    lost_at: datetime | None = None
    shows: str = "everything"
    readers: dict[str, set[str]] = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: MONDAY
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def put(self, *deals: Deal) -> None:
        self.deals |= {each.id: each for each in deals}

    def titles(self, number: int = 1) -> list[str]:
        wanted = opportunity_id(number)
        return [note.title for note in self.notes.values() if note.opportunity_id == wanted]

    def identity(self) -> Identity:
        self._answer()
        return Identity(ORG_ID, "005000000000009AAA", "http://127.0.0.1")

    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        self._answer()
        self.reads.append(list(ids))
        return DealsRead(
            {each: self.deals[each] for each in ids if each in self.deals},
            frozenset(each for each in ids if each not in self.deals),
        )

    def deals_named(self, text: str) -> Sequence[str]:
        self._answer()
        return [each.id for each in self.deals.values() if all(word in each.name for word in text.split())]

    def seen_by(self, user_id: str, ids: Sequence[str]) -> frozenset[str]:
        self._answer()
        return frozenset(self.readers.get(user_id, ())) & frozenset(ids)

    def edits(self, ids: Sequence[str], custom_fields: frozenset[str]) -> Mapping[str, Edits]:
        self._answer()
        self.asked_for_edits.append(list(ids))
        return {each: self.edited.get(each, Edits()) for each in ids}

    def now(self) -> datetime:
        self._answer()
        return self.clock()

    def skew(self) -> timedelta | None:
        return timedelta(seconds=-3600)

    def changed_since(self, since: datetime, asked: FieldSelection = NOTHING) -> Changes:
        self._answer()
        self.asked_since.append(since)
        self.asked = asked
        return Changes(self.changes, self.rates, self.lost_at)

    def readable(self, asked: FieldSelection) -> str:
        self._answer()
        return self.shows

    def write_notes(self, work: Sequence[NoteWork]) -> Sequence[NoteReceipt]:
        about_to_create([piece.key for piece in work if piece.note_id is None])
        self._answer()
        self.writes += 1
        return [self._write(piece) for piece in work]

    def innocent_notes(self) -> Sequence[str]:
        return ()

    def find_notes(self, work: Sequence[NoteWork]) -> Mapping[str, FoundNote]:
        self._answer()
        by_marker = {each: note_id for note_id, note in reversed(self.notes.items()) for each in note.markers}
        found = {piece.key: by_marker.get(marker(piece.key)) for piece in work}
        return {key: FoundNote(note_id, f"link-{note_id}") for key, note_id in found.items() if note_id}

    def markers(self, note_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        self._answer()
        return {each: self.notes[each].markers for each in note_ids if each in self.notes}

    def own_notes(self, since: datetime) -> Sequence[OwnNote]:
        if self.down:
            raise self.down
        return [OwnNote(each, note.title, note.created_at) for each, note in self.notes.items()]

    def attached(self, note_ids: frozenset[str]) -> frozenset[str]:
        self._answer()
        return frozenset(each for each in note_ids if self.notes[each].linked)

    def remove_notes(self, note_ids: Sequence[str]) -> Mapping[str, str]:
        self._answer()
        for each in note_ids:
            del self.notes[each]
        return {}

    def look_at_notes(self, places: Mapping[str, NotePlace]) -> Mapping[str, NoteSighting]:
        self._answer()
        return {key: self._sighting(place.note_id) for key, place in places.items()}

    def _sighting(self, note_id: str) -> NoteSighting:
        if note_id in self.recycle_bin:
            return NoteSighting(Whereabouts.REMOVED)
        if note_id not in self.notes:
            return NoteSighting(Whereabouts.LOST)
        if not self.notes[note_id].linked:
            return NoteSighting(Whereabouts.UNLINKED)
        return NoteSighting(Whereabouts.THERE, f"link-{note_id}", f"link-{note_id}" in self.seen_outside)

    def keep_inside(self, link_ids: Sequence[str]) -> int:
        self._answer()
        self.seen_outside -= set(link_ids)
        return len(link_ids)

    def usage(self) -> ApiUsage | None:
        return ApiUsage(10, 100_000)

    def _answer(self) -> None:
        self.takes_its_time()
        if self.down:
            raise self.down

    def _write(self, piece: NoteWork) -> NoteReceipt:
        if self.refuse and self.refuse in piece.title:
            return NoteReceipt(piece.key, Outcome.REFUSED, code="STORAGE_LIMIT_EXCEEDED", sentence="Free some storage.")
        if piece.note_id and piece.note_id not in self.notes and not piece.leaves:
            return NoteReceipt(piece.key, Outcome.VANISHED, code="ENTITY_IS_DELETED", sentence="Somebody deleted it.")
        if piece.leaves and piece.note_id in self.notes and not self.notes[piece.note_id].shared:
            del self.notes[piece.note_id]
            if self.lose_answers:
                return NoteReceipt(piece.key, Outcome.TRY_AGAIN, piece.note_id, after=timedelta(0))
            return NoteReceipt(piece.key, Outcome.LEFT)
        if piece.leaves and piece.note_id not in self.notes:
            return NoteReceipt(piece.key, Outcome.LEFT)
        note_id = piece.note_id or f"069{next(self._numbers):012}AAA"
        shared = note_id in self.notes and self.notes[note_id].shared
        self.notes[note_id] = FakeNote(piece.opportunity_id, piece.title, piece.forms[0], shared=shared)
        if self.lose_answers:
            return NoteReceipt(piece.key, Outcome.IN_DOUBT, sentence="The answer was lost.", after=timedelta(0))
        return NoteReceipt(piece.key, Outcome.WRITTEN, note_id, f"link-{note_id}")


def over_notes(store: SqlStore, org: NotesOrg, clock: Clock, seen: SeenByProcess | None = None) -> tuple[NotesChannel]:
    """Notes as the only channel."""
    return (NotesChannel(org, store, store, clock, seen or SeenByProcess()),)


@dataclass
class Bell:
    """Implements coach.ports.Wake and counts."""

    rung: list[str] = field(default_factory=list)

    def coach(self) -> None:
        self.rung.append("coach")

    def write(self) -> None:
        self.rung.append("write")
