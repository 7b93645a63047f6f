"""What is known of an org that takes no notes, and what follows from that. Without I/O."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from coach.ports import EVERY_NOTE_REFUSED
from coach.salesforce.circuit.pauses import HOUR, LONGEST, MINUTE, moment, pause
from coach.salesforce.circuit.refusal import RefusalReason
from coach.salesforce.circuit.stored import StoredState

FEW = 3
"""After so many different notes were refused and none was taken, it is the org that refuses."""
KEPT_KEYS = 50
NOBODY_KNOWS = "One answer after the other was lost: before more notes are sent, Coach looks for those."


@dataclass(slots=True)
class RefusedNotes(StoredState):
    """What happened since the org last took a note.

    Times are seconds of the epoch. ``runs`` counts attempts in a row that brought no note. ``wide``
    says that the org refuses all notes. ``keys`` are the notes that failed. ``evidence`` are
    different notes that the org did not take; ``unknown`` one note for each call without an answer, until it turns out
    what became of it. ``parked`` are notes that were refused for good before the org was known to refuse all. ``calls``
    are the times of calls for writing. ``least`` is the shortest wait of notes that are not tried now.
    """

    runs: int = 0
    wide: bool = False
    keys: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)
    until: float = 0.0
    least: float = MINUTE
    sentence: str = ""

    @property
    def unsure(self) -> bool:
        """Whether nobody knows if the org takes notes, as too many answers were lost."""
        return not self.wide and bool(self.unknown) and len(self.evidence) + len(self.unknown) >= FEW

    @property
    def words(self) -> str:
        """The sentence for notes that wait."""
        if self.unsure:
            return NOBODY_KNOWS
        return f"{self.sentence} {EVERY_NOTE_REFUSED}" if self.wide else self.sentence

    def left(self, now: float) -> float:
        """Seconds until the next note may be tried. A time too far ahead was stored by a wrong clock."""
        left = self.until - now
        return left if 0 < left <= LONGEST else 0.0

    def refused(self, keys: Sequence[str], why: RefusalReason, whole: bool) -> bool:
        """Add notes that the org refused, or all notes (``whole``); returns whether it is wide only since then."""
        self._fail(keys, why)
        self.evidence += [key for key in dict.fromkeys(keys) if key not in self.evidence][:FEW]
        return self._widen(whole)

    def lost(self, keys: Sequence[str], why: RefusalReason) -> bool:
        """Add a call without an answer; returns whether the state is wide only since then.

        What was sent in vain before is evidence now: had it arrived, it would not have been sent again.
        """
        self._fail(keys, why)
        self.evidence += self._no_longer_unknown(keys)
        self.unknown += [key for key in keys if key not in self.evidence][:1]
        return self._turned_out()

    def missed(self, keys: Collection[str]) -> bool:
        """Add notes that a look did not find; returns whether the state is wide only since then."""
        self.evidence += self._no_longer_unknown(keys)
        return self._turned_out()

    def wait(self, now: float, runs: int | None = None) -> None:
        """Set the pause before the next attempt, after so many ``runs`` (those so far, if not given)."""
        runs = self.runs if runs is None else runs
        if self.wide:
            seconds = pause(runs - 1)
        elif self.unsure:
            seconds = moment(runs - FEW + 1)
        else:
            seconds = pause(runs - 2)
        self.until = now + seconds

    def _fail(self, keys: Sequence[str], why: RefusalReason) -> None:
        self.runs += 1
        self.keys = list(dict.fromkeys([*self.keys, *keys]))[-KEPT_KEYS:]
        self.sentence = why.sentence
        self.least = HOUR if why.used_up else MINUTE

    def _no_longer_unknown(self, keys: Collection[str]) -> list[str]:
        known = [key for key in self.unknown if key in keys]
        self.unknown = [key for key in self.unknown if key not in known]
        return known

    def _widen(self, whole: bool) -> bool:
        if self.wide or not (whole or len(self.evidence) >= FEW):
            return False
        self.wide = True
        return True

    def _turned_out(self) -> bool:
        """What waited for this has waited enough: the next note is tried at once."""
        if news := self._widen(False):
            self.runs = 1
        return news
