"""Notes of ours in the org that the store does not know of.

An attempt may end in the middle: a note is created but attached nowhere, and by the time Coach looks for it, its title
has changed, or a second one exists. And a database may have been restored from an older copy: what was written since is
on the records, and the store would write it again. Both show only in the org, as notes by our user whose ids the store
does not have. Their markers say whose they are.
"""

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from coach.channels.notes.nouns import OwnNote
from coach.channels.notes.org import NotesOrg
from coach.engine.model import Outcome, Receipt
from coach.engine.notes import NOTE
from coach.engine.notes.marker import marker, markers_in_title
from coach.ports import Clock, Marks, Memory, Store, Stray

log = structlog.get_logger(__name__)

MARKS = Marks(NOTE, marker)
RESTORED = "database.restored"
SINCE_A_COPY = timedelta(days=29)
"""How far back Coach looks for notes that the store does not know of.

Rows are kept for at least thirty days, so that a row removed by retention is not mistaken for a lost one.
"""
MOST_READ = 50
"""The most notes that are read to find out whose they are, with one call each."""
LOOSE_FOR = timedelta(minutes=5)
"""A younger note may be about to be linked."""
LOOSE_SINCE = timedelta(days=1)


@dataclass
class SeenByProcess:
    """What this process has seen: whether it looked, and one note that it wrote and that the store must know of."""

    looked: bool = False
    wrote: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def remember(self, receipts: Sequence[Receipt]) -> None:
        """Remember one of the notes that were written just now."""
        for one in receipts:
            if one.outcome is Outcome.WRITTEN and one.remote_id:
                self.wrote = {one.remote_id: frozenset({marker(one.key)})}


@dataclass(frozen=True)
class Strays:
    """Compares org and store; see the module."""

    store: Store
    org: NotesOrg
    memory: Memory
    clock: Clock
    seen: SeenByProcess = field(default_factory=SeenByProcess)

    def to_look_for(self, about_to_create: Collection[str]) -> frozenset[str]:
        """The keys whose note may exist without the store knowing: the database is, or was, an older copy.

        Each process asks the org once, and relies on its own memory afterwards. Raises CoachError if the org does not
        answer.
        """
        keys = frozenset(about_to_create)
        if self.memory.recall(RESTORED) or self._lost(self.seen.wrote):
            return keys
        if self.seen.looked:
            return frozenset()
        unknown = self._unknown(self.org.own_notes(self.clock() - SINCE_A_COPY))
        self.seen.looked = True
        return keys if any(self._lost(some) for some in self._markers(unknown)) else frozenset()

    def _lost(self, notes: Mapping[str, frozenset[str]]) -> bool:
        strays = self.store.strays(MARKS, notes).values() if notes else ()
        lost = [one for one in strays if one in (Stray.UNAWARE, Stray.NOBODYS)]
        return self._notice(len(lost)) if lost else False

    def _notice(self, notes: int) -> bool:
        self.memory.remember(RESTORED, self.clock().isoformat())
        log.warning("database_restored", notes_unknown=notes)
        return True

    def tidy(self) -> None:
        """Attach notes that are on no record, or remove them if their card has another note or wants none."""
        now = self.clock()
        notes = [one for one in self.org.own_notes(now - LOOSE_SINCE) if one.created_at <= now - LOOSE_FOR]
        unknown = self._unknown(notes)
        if not unknown:
            return
        on_records = self.org.attached(frozenset(one.note_id for one in unknown))
        markers = dict(ChainMap(*self._markers([one for one in unknown if one.note_id not in on_records])))
        strays = {each: kind for each, kind in self.store.strays(MARKS, markers).items() if kind is not Stray.NOBODYS}
        spare = sorted(each for each, kind in strays.items() if kind is Stray.SPARE)
        adopted = self.store.adopt(MARKS, {each: markers[each] for each in sorted(strays.keys() - set(spare))})
        left = self.org.remove_notes(spare) if spare else {}
        log.info("loose_notes", adopted=adopted, removed=len(spare) - len(left))

    def _unknown(self, notes: Sequence[OwnNote]) -> list[OwnNote]:
        unknown = self.store.unknown(NOTE, [one.note_id for one in notes])
        return [one for one in notes if one.note_id in unknown]

    def _markers(self, notes: Sequence[OwnNote]) -> Iterator[dict[str, frozenset[str]]]:
        """The markers of these notes: first those found in titles, then one note after the other.

        A healthy store knows all notes, so there is hardly ever one to read.
        """
        in_titles = {one.note_id: markers_in_title(one.title) for one in notes}
        yield {note_id: those for note_id, those in in_titles.items() if those}
        to_read = [note_id for note_id, those in in_titles.items() if not those][:MOST_READ]
        for note_id in to_read:
            yield {one: those for one, those in self.org.markers([note_id]).items() if those}
