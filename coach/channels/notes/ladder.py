"""Choose the rung, step down if the org refuses a way of calling, and find the one draft that breaks a batch.

Which rung an org accepts is found out with real work and remembered. If a batch breaks on a rung that is known to work,
a draft is at fault: the batch is halved until it fits the next rung down, where each draft gets its own answer. If it
breaks on a rung not known yet, the whole batch goes down; only if every draft then gets through was the rung at fault.

If nothing at all gets through, the org itself refuses, in whatever words. So two drafts are tried alone before a batch
is taken apart, and after a few refusals without a single success the run ends.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coach.channels.notes.draft import Draft, Said
from coach.channels.notes.rungs import WHOLE, Rung, portions
from coach.errors import AnswerLost, CoachError, TryAgain
from coach.leases import about_to_create
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.client import Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault, FaultKind, error, lost, of_a_call, rule

DETOURS = 100
"""Extra calls that one run may spend on finding drafts that break batches.

The remaining drafts wait for the next run.
"""

FEW = 3
"""After so many refused drafts and not one success, no more are sent: the drafts are not at fault."""

_HELD_BACK = Said(Saved(None, Fault("PROCESSING_HALTED")))

Look = Callable[[Sequence[Draft]], Mapping[str, Said]]


class Refusing(TryAgain):
    """The org refuses one draft after the other. ``plainer`` says whether it may be their form that it refuses."""

    def __init__(self, fault: Fault) -> None:
        ruling = rule(fault)
        super().__init__(ruling.sentence, ruling.after, fault.code)
        self.plainer = ruling.kind in {FaultKind.FORM, FaultKind.UNCLAIMED, FaultKind.SPOILED}


@dataclass(slots=True)
class Sent:
    """The answers, by key; the drafts that were not sent, and why."""

    said: dict[str, Said] = field(default_factory=dict)
    unsent: list[Draft] = field(default_factory=list)
    stopped: CoachError | None = None


class Ladder:
    """Sends drafts over the widest rung that the org accepts.

    ``look`` says which drafts were saved after all, once the org has broken on a whole call: the parts of a call are
    not one transaction.
    """

    def __init__(self, rungs: Sequence[Rung], finding: CachedCapability, look: Look | None = None) -> None:
        self._rungs = rungs
        self._finding = finding
        self._look = look

    def send(
        self, drafts: Sequence[Draft], sounding: bool = False, alone: bool = False, takes_notes: bool = False
    ) -> Sent:
        """Send drafts. The result contains every draft once: in ``said`` or in ``unsent``.

        ``sounding`` only finds out whether the org accepts anything, and spends no further call to look for unconfirmed
        notes. ``alone`` gives each draft a call of its own. ``takes_notes`` says that the org accepted a note a moment
        ago.
        """
        look = None if sounding else self._look
        return _Run(self._rungs, self._finding, look, takes_notes).send(drafts, alone)


class _Run:
    """One run down the ladder: ``level`` is the rung in use, ``proven`` says whether it is known to work."""

    def __init__(self, rungs: Sequence[Rung], finding: CachedCapability, look: Look | None, takes_notes: bool) -> None:
        self._rungs = rungs
        self._finding = finding
        self._look = look
        self._sent = Sent()
        self._said_on: dict[str, int] = {}
        self._detours = DETOURS
        self._took_any = takes_notes
        self._failed = 0
        names = [rung.name for rung in rungs]
        known = finding.get()
        self._proven = known in names
        self._level = names.index(known) if known in names else 0

    def send(self, drafts: Sequence[Draft], alone: bool) -> Sent:
        self._over(drafts, self._last if alone else self._level)
        return self._sent

    @property
    def _last(self) -> int:
        return len(self._rungs) - 1

    def _over(self, drafts: Sequence[Draft], level: int) -> None:
        """Send over this rung, or over a lower one if this one has turned out not to be offered."""
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
        if said is None:
            return
        said = _of_creations(batch, self._looked_for(batch, said, level))
        if level == self._last and self._takes_none(batch, said):
            return
        broken = [one for one in batch if self._breaks(said[one.key], level, len(batch))]
        again = {one.key for one in broken}
        settled = {key: answer for key, answer in said.items() if key not in again}
        took_some = self._settle(settled, level)
        if level == self._level and took_some:
            self._prove()
        if broken:
            self._again(broken, said, bool(settled), took_some, level)

    def _settle(self, settled: Mapping[str, Said], level: int) -> bool:
        """Store final answers; returns whether any draft was taken."""
        self._sent.said |= settled
        self._said_on |= dict.fromkeys(settled, level)
        faults = [fault for one in settled.values() if (fault := one.saved.fault)]
        took_some = len(faults) < len(settled)
        self._took_any = self._took_any or took_some
        self._failed += len(faults)
        if faults and not self._took_any and self._failed >= FEW:
            self._stop(Refusing(faults[-1]), ())
        return took_some

    def _call(self, batch: Sequence[Draft], level: int) -> Mapping[str, Said] | None:
        """None if there is no answer to process: the run has stopped, or the answer is lost."""
        try:
            about_to_create([one.key for one in batch if one.note_id is None])
            return self._rungs[level].send(batch)
        except AnswerLost as loss:
            self._stop(loss, ())
            fault = Fault("ANSWER_LOST", sentence=str(loss))
            self._sent.said |= dict.fromkeys((one.key for one in batch), Said(Saved(None, fault)))
        except Refused as refusal:
            return self._refused(batch, refusal, level)
        except CoachError as failure:
            self._stop(failure, batch)
        return None

    def _refused(self, batch: Sequence[Draft], refusal: Refused, level: int) -> Mapping[str, Said] | None:
        kind = rule(refusal.fault).kind
        if kind in WHOLE and not self._misshapen(refusal.fault, level):
            self._stop(error(refusal.fault), batch if kind is not FaultKind.LOST else ())
            return dict.fromkeys((one.key for one in batch), _lost(refusal.fault)) if kind is FaultKind.LOST else None
        return dict.fromkeys((one.key for one in batch), Said(Saved(None, refusal.fault), whole=True))

    def _looked_for(self, batch: Sequence[Draft], said: Mapping[str, Said], level: int) -> Mapping[str, Said]:
        """Add the notes that exist although the org says that it broke; a doubt if that cannot be checked."""
        broken = [one for one in batch if one.note_id is None and self._unclear(said[one.key], level)]
        if not broken:
            return said
        if self._look is None:
            doubts = [one for one in broken if not _spoiled(said[one.key])]
            return {**said, **{one.key: _lost(said[one.key].saved.fault) for one in doubts}}
        if len(batch) == 1 and level == self._last and broken[0].next_form() is None:
            return {broken[0].key: _lost(said[broken[0].key].saved.fault)}
        try:
            found = self._look(broken)
        except CoachError as failure:
            self._stop(failure, ())
            return {**said, **{one.key: _lost(said[one.key].saved.fault) for one in broken}}
        return {**said, **found}

    def _unclear(self, said: Said, level: int) -> bool:
        """Whether a note may exist although this was said of it."""
        fault = said.saved.fault
        return _spoiled(said) or (said.whole and fault is not None and self._misshapen(fault, level))

    def _misshapen(self, fault: Fault, level: int) -> bool:
        """Whether a call with many notes was refused with a code that the org has for single ones only."""
        return level < self._last and not of_a_call(fault)

    def _takes_none(self, batch: Sequence[Draft], said: Mapping[str, Said]) -> bool:
        """Whether the org has refused every rung: then nothing can be sent before an admin has acted."""
        faults = [fault for one in batch if (fault := said[one.key].saved.fault)]
        if self._took_any or not faults or rule(faults[0]).kind is not FaultKind.SHAPE:
            return False
        self._stop(error(faults[0]), batch)
        return True

    def _breaks(self, said: Said, level: int, among: int) -> bool:
        """Whether this draft has to be sent again some other way.

        A draft that was alone in its call need not be, as long as nothing shows that others are taken.
        """
        if said.saved.fault is None or level == self._last:
            return False
        kind = rule(said.saved.fault).kind
        if kind is FaultKind.LOST or (kind is FaultKind.SPOILED and among == 1 and self._proven and not self._took_any):
            return False
        return (said.whole and kind is not FaultKind.AGAIN) or kind in {FaultKind.SHAPE, FaultKind.INNOCENT}

    def _again(
        self, broken: Sequence[Draft], said: Mapping[str, Said], some_settled: bool, took_some: bool, level: int
    ) -> None:
        if self._sent.stopped:
            self._sent.unsent += broken
            return
        faults = [fault for one in broken if (fault := said[one.key].saved.fault)]
        kinds = {rule(fault).kind for fault in faults}
        if FaultKind.SHAPE in kinds and not took_some:
            self._step_down(level)
            self._over(broken, level + 1)
        elif not self._took_any and not some_settled and len(broken) > 1:
            self._sound(broken, faults[0], level)
        elif self._detours <= 0:
            self._sent.said |= dict.fromkeys((one.key for one in broken), _HELD_BACK)
        elif kinds == {FaultKind.INNOCENT} and some_settled:
            self._detours -= 1
            self._over(broken, level)
        elif FaultKind.SHAPE not in kinds and self._proven and len(broken) > self._rungs[level + 1].most:
            self._halve(broken, level)
        else:
            self._go_down(broken, level)

    def _sound(self, broken: Sequence[Draft], fault: Fault, level: int) -> None:
        """Try the first and the last draft alone.

        If neither is taken, the call did not break because of one bad draft.
        """
        ends, between = (broken[0], broken[-1]), broken[1:-1]
        for one in ends:
            self._alone(one)
        if self._sent.stopped or (not self._took_any and between):
            self._stop(Refusing(fault), between)
        elif between:
            self._again(
                between, {one.key: Said(Saved(None, fault), whole=True) for one in between}, False, False, level
            )

    def _alone(self, draft: Draft) -> None:
        if self._sent.stopped:
            self._sent.unsent.append(draft)
            return
        said = self._call([draft], self._last)
        if said is None:
            return
        said = _of_creations([draft], said)
        if self._takes_none([draft], said):
            return
        answer = said[draft.key]
        doubt = draft.note_id is None and _spoiled(answer)
        self._settle({draft.key: _lost(answer.saved.fault) if doubt else answer}, self._last)

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


def _lost(fault: Fault | None) -> Said:
    return Said(Saved(None, lost(fault or Fault("ANSWER_LOST"))))


def _spoiled(said: Said) -> bool:
    return said.saved.fault is not None and rule(said.saved.fault).kind is FaultKind.SPOILED


def _of_creations(batch: Sequence[Draft], said: Mapping[str, Said]) -> Mapping[str, Said]:
    """If a create is answered with “not found”, the org has no notes at all: a create refers to no existing note."""
    return {one.key: _notes_off(said[one.key]) if one.note_id is None else said[one.key] for one in batch}


def _notes_off(said: Said) -> Said:
    fault = said.saved.fault
    if fault is None or rule(fault).kind is not FaultKind.GONE:
        return said
    return replace(said, saved=Saved(None, Fault("NOTES_OFF", fault.message, fault.status)))
