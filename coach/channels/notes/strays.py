"""Notes of ours in the org that the store does not know of.

An attempt may end in the middle: a note is created and hangs nowhere, and by the time it is looked for its title says
something else, or a second one stands. And a database may have been restored from an older copy: what was written since
is on the records, and the store would write it again. Both show in the org alone, as notes by our user whose ids the
store does not have; whose they are is told by their markers.
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
"""How far back it is looked for notes that the store does not know of. Rows are kept for at least thirty days, so that
one which retention has removed is not taken for one that was lost.
"""
MOST_READ = 50
"""Notes that are read to find out whose they are, each with a call of its own."""
LOOSE_FOR = timedelta(minutes=5)
"""A younger note may be about to be linked."""
LOOSE_SINCE = timedelta(days=1)


@dataclass
class SeenByProcess:
    """What this process has seen: whether it looked, and a note that it wrote and that must be known ever after."""

    looked: bool = False
    wrote: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def remember(self, receipts: Sequence[Receipt]) -> None:
        """Keep one of the notes that were written just now."""
        for one in receipts:
            if one.outcome is Outcome.WRITTEN and one.remote_id:
                self.wrote = {one.remote_id: frozenset({marker(one.key)})}


@dataclass(frozen=True)
class Strays:
    """Asks org and store; see the module."""

    store: Store
    org: NotesOrg
    memory: Memory
    clock: Clock
    seen: SeenByProcess = field(default_factory=SeenByProcess)

    def to_look_for(self, about_to_create: Collection[str]) -> frozenset[str]:
        """Those of these keys whose note may be there although the store does not know of it: where the database is, or
        was, an older copy. Each process asks the org once, and then itself. Raises CoachError where the org does not
        answer.
        """
        keys = frozenset(about_to_create)
        if self.memory.recall(RESTORED) or self._lost(self.seen.wrote, keys):
            return keys
        if self.seen.looked:
            return frozenset()
        unknown = self._unknown(self.org.own_notes(self.clock() - SINCE_A_COPY))
        self.seen.looked = True
        return keys if any(self._lost(some, keys) for some in self._markers(unknown)) else frozenset()

    def _lost(self, notes: Mapping[str, frozenset[str]], about_to_create: Collection[str]) -> bool:
        strays = self.store.strays(MARKS, notes, about_to_create).values() if notes else ()
        lost = [one for one in strays if one in (Stray.UNAWARE, Stray.NOBODYS)]
        return self._notice(len(lost)) if lost else False

    def _notice(self, notes: int) -> bool:
        self.memory.remember(RESTORED, self.clock().isoformat())
        log.warning("database_restored", notes_unknown=notes)
        return True

    def tidy(self) -> None:
        """Link what hangs nowhere, or remove it where its card has another note or wants none."""
        now = self.clock()
        notes = [one for one in self.org.own_notes(now - LOOSE_SINCE) if one.created_at <= now - LOOSE_FOR]
        unknown = self._unknown(notes)
        if not unknown:
            return
        on_records = self.org.hanging(frozenset(one.note_id for one in unknown))
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
        """The markers of these notes: first of those whose titles have them, then one after the other. A healthy store
        knows all notes, so there is hardly ever one to read.
        """
        in_titles = {one.note_id: markers_in_title(one.title) for one in notes}
        yield {note_id: those for note_id, those in in_titles.items() if those}
        to_read = [note_id for note_id, those in in_titles.items() if not those][:MOST_READ]
        for note_id in to_read:
            yield {one: those for one, those in self.org.markers([note_id]).items() if those}
