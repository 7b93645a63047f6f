"""Chooses the rung, steps down where the org refuses a way of calling, and finds the one draft that spoils a batch.

Which rung an org takes is found out with real work and remembered. Where a batch breaks on a rung that is known to
work, a draft is at fault: the batch is halved until it fits the next rung down, where each draft is answered on its
own. Where it breaks on a rung not known yet, it goes down whole; only if every draft then gets through was the rung at
fault.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from coach.errors import AnswerLost, CoachError
from coach.salesforce.client import Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault, Kind, error, rule
from coach.salesforce.findings import Finding
from coach.salesforce.notes.draft import LOST, Draft, Said
from coach.salesforce.notes.rungs import Rung, portions

DETOURS = 100
"""Extra calls that one descent spends on finding drafts that spoil batches; what is left waits for the next."""

_HELD_BACK = Said(Saved(None, Fault("PROCESSING_HALTED")))

Look = Callable[[Sequence[Draft]], Mapping[str, Said]]


@dataclass(slots=True)
class Sent:
    """What was said, by key; what was not sent, and why not."""

    said: dict[str, Said] = field(default_factory=dict)
    unsent: list[Draft] = field(default_factory=list)
    stopped: CoachError | None = None


class Ladder:
    """Sends drafts over the widest rung that the org takes.

    ``look`` says which drafts were carried out after all, once the org has broken on a whole call: its parts are not
    one transaction.
    """

    def __init__(self, rungs: Sequence[Rung], finding: Finding, look: Look | None = None) -> None:
        self._rungs = rungs
        self._finding = finding
        self._look = look

    def send(self, drafts: Sequence[Draft]) -> Sent:
        """Every draft is in the result once: said or unsent."""
        return _Run(self._rungs, self._finding, self._look).send(drafts)


class _Run:
    """One descent: ``level`` is the rung in use, ``proven`` whether it is known to work."""

    def __init__(self, rungs: Sequence[Rung], finding: Finding, look: Look | None) -> None:
        self._rungs = rungs
        self._finding = finding
        self._look = look
        self._sent = Sent()
        self._said_on: dict[str, int] = {}
        self._detours = DETOURS
        names = [rung.name for rung in rungs]
        known = finding.get()
        self._proven = known in names
        self._level = names.index(known) if known in names else 0

    def send(self, drafts: Sequence[Draft]) -> Sent:
        self._over(drafts, self._level)
        return self._sent

    @property
    def _last(self) -> int:
        return len(self._rungs) - 1

    def _over(self, drafts: Sequence[Draft], level: int) -> None:
        """Send over this rung, or a lower one where it has turned out meanwhile not to be offered."""
        rest = list(drafts)
        while rest:
            now = max(level, self._level)
            batch, rest = rest[: self._rungs[now].most], rest[self._rungs[now].most :]
            if self._sent.stopped:
                self._sent.unsent += batch
            else:
                self._batch(batch, now)

    def _batch(self, batch: Sequence[Draft], level: int) -> None:
        said = self._call(batch, level)
        if said is None or (level == self._last and self._takes_none(batch, said)):
            return
        broken = [one for one in batch if self._breaks(said[one.key], level)]
        again = {one.key for one in broken}
        settled = {key: answer for key, answer in said.items() if key not in again}
        self._sent.said |= settled
        self._said_on |= dict.fromkeys(settled, level)
        took_some = any(one.saved.fault is None for one in settled.values())
        if level == self._level and took_some:
            self._prove()
        if broken:
            self._again(broken, said, bool(settled), took_some, level)

    def _call(self, batch: Sequence[Draft], level: int) -> dict[str, Said] | None:
        """None where nothing more can be said: the run is stopped, or the answer lost."""
        try:
            return self._rungs[level].send(batch)
        except AnswerLost as loss:
            self._stop(loss, ())
            self._sent.said |= dict.fromkeys((one.key for one in batch), LOST)
        except Refused as refusal:
            return self._refused(batch, refusal)
        except CoachError as failure:
            self._stop(failure, batch)
        return None

    def _refused(self, batch: Sequence[Draft], refusal: Refused) -> dict[str, Said] | None:
        kind = rule(refusal.fault).kind
        if kind is Kind.LOST:
            self._stop(error(refusal.fault), ())
            return dict.fromkeys((one.key for one in batch), LOST)
        if kind in {Kind.AGAIN, Kind.SESSION}:
            self._stop(error(refusal.fault), batch)
            return None
        found: Mapping[str, Said] = {}
        if self._look and refusal.fault.status >= 500:
            try:
                found = self._look(batch)
            except CoachError as failure:
                self._stop(failure, ())
                return dict.fromkeys((one.key for one in batch), LOST)
        return {one.key: found.get(one.key) or Said(Saved(None, refusal.fault), whole=True) for one in batch}

    def _takes_none(self, batch: Sequence[Draft], said: Mapping[str, Said]) -> bool:
        """Whether the org has refused every rung: then nobody's turn comes before an admin has acted."""
        faults = [fault for one in batch if (fault := said[one.key].saved.fault)]
        if self._proven or not faults or rule(faults[0]).kind is not Kind.SHAPE:
            return False
        self._stop(error(faults[0]), batch)
        return True

    def _breaks(self, said: Said, level: int) -> bool:
        """Whether this draft has to be sent again some other way."""
        if said.saved.fault is None or level == self._last:
            return False
        kind = rule(said.saved.fault).kind
        return (said.whole and kind is not Kind.AGAIN) or kind in {Kind.SHAPE, Kind.INNOCENT}

    def _again(
        self, broken: Sequence[Draft], said: Mapping[str, Said], some_settled: bool, took_some: bool, level: int
    ) -> None:
        kinds = {rule(fault).kind for one in broken if (fault := said[one.key].saved.fault)}
        if Kind.SHAPE in kinds and not took_some:
            self._step_down(level)
            self._over(broken, level + 1)
        elif self._detours <= 0:
            self._sent.said |= dict.fromkeys((one.key for one in broken), _HELD_BACK)
        elif kinds == {Kind.INNOCENT} and some_settled:
            self._detours -= 1
            self._over(broken, level)
        elif Kind.SHAPE not in kinds and self._proven and len(broken) > self._rungs[level + 1].most:
            self._halve(broken, level)
        else:
            self._go_down(broken, level)

    def _halve(self, broken: Sequence[Draft], level: int) -> None:
        for half in portions(broken, -(-len(broken) // 2)):
            self._detours -= 1
            self._over(half, level)

    def _go_down(self, broken: Sequence[Draft], level: int) -> None:
        doubtful = level == self._level and not self._proven
        self._detours -= 1
        self._over(broken, self._last if self._proven and len(broken) == 1 else level + 1)
        if doubtful and level == self._level and not self._proven and all(map(self._got_through, broken)):
            self._level = min(self._said_on[one.key] for one in broken)
            self._prove()

    def _got_through(self, draft: Draft) -> bool:
        said = self._sent.said.get(draft.key)
        return said is not None and said.saved.fault is None

    def _step_down(self, level: int) -> None:
        if level == self._level:
            self._level, self._proven = level + 1, False

    def _prove(self) -> None:
        self._proven = True
        self._finding.set(self._rungs[self._level].name)

    def _stop(self, failure: CoachError, unsent: Sequence[Draft]) -> None:
        self._sent.stopped = self._sent.stopped or failure
        self._sent.unsent += unsent
