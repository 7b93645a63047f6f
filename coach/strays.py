"""Notes of ours in the org that the store does not know of.

An attempt may end in the middle: a note is created and hangs nowhere, and by the time it is looked for its title says
something else, or a second one stands. And a database may have been restored from an older copy: what was written since
is on the records, and the store would write it again. Both show in the org alone, as notes by our user whose ids the
store does not have; whose they are is told by their markers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from coach.model import Outcome, Receipt
from coach.notes.title import marker, markers_in
from coach.ports import NEWEST_NOTES, Clock, Memory, Org, OwnNote, Store, Stray

log = structlog.get_logger(__name__)

RESTORED = "database.restored"
SINCE_A_COPY = timedelta(days=29)
"""How far back it is looked for notes that the store does not know of. Rows are kept for at least thirty days, so that
one which retention has removed is not taken for one that was lost.
"""
EVER = datetime(2000, 1, 1, tzinfo=UTC)
LOOSE_FOR = timedelta(minutes=5)
"""A younger note may be about to be linked."""
LOOSE_SINCE = timedelta(days=1)


@dataclass
class Seen:
    """What this process has seen: whether it looked, and a note that it wrote and that must be known ever after."""

    looked: bool = False
    wrote: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def remember(self, receipts: Sequence[Receipt]) -> None:
        """Keep one of the notes that were written just now."""
        for one in receipts:
            if one.outcome is Outcome.WRITTEN and one.note_id:
                self.wrote = {one.note_id: frozenset({marker(one.key)})}


@dataclass(frozen=True)
class Strays:
    """Asks org and store; see the module."""

    store: Store
    org: Org
    memory: Memory
    clock: Clock
    seen: Seen = field(default_factory=Seen)

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
        notes = self.org.own_notes(EVER)
        self.seen.looked = True
        since = self.clock() - SINCE_A_COPY
        if not self._lost(_markers([one for one in notes if one.created_at >= since]), keys):
            return frozenset()
        there = frozenset().union(*_markers(notes).values())
        return keys if len(notes) >= NEWEST_NOTES else frozenset(key for key in keys if marker(key) in there)

    def _lost(self, notes: Mapping[str, frozenset[str]], about_to_create: Collection[str]) -> bool:
        strays = self.store.strays(notes, about_to_create).values() if notes else ()
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
        markers = _markers(notes)
        strays = {each: kind for each, kind in self.store.strays(markers).items() if kind is not Stray.NOBODYS}
        if not strays:
            return
        loose = strays.keys() - self.org.hanging(frozenset(strays))
        spare = sorted(each for each in loose if strays[each] is Stray.SPARE)
        adopted = self.store.adopt({each: markers[each] for each in sorted(loose - set(spare))})
        left = self.org.remove_notes(spare) if spare else {}
        log.info("loose_notes", adopted=adopted, removed=len(spare) - len(left))


def _markers(notes: Sequence[OwnNote]) -> dict[str, frozenset[str]]:
    """Whoever changes a title may write behind the marker: so all that could be one counts."""
    found = {one.note_id: markers_in(one.title) for one in notes}
    return {note_id: markers for note_id, markers in found.items() if markers}
