"""Write notes to an org that may refuse all of them.

While it does, one note is tried now and then, and no note is parked for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from coach.channels.notes.nouns import NoteReceipt, NoteWork
from coach.channels.notes.receipts import WRITTEN_MEANWHILE, put_off
from coach.channels.notes.writer import NoteWriter
from coach.engine.model import Outcome
from coach.errors import AnswerLost, CoachError
from coach.ports import ORG_REFUSES
from coach.salesforce.circuit.refusal import CircuitOpen, RefusalReason
from coach.salesforce.circuit.writes import WriteCircuit

_FAILED = frozenset({Outcome.REFUSED, Outcome.TRY_AGAIN, Outcome.IN_DOUBT})
LOST = "ANSWER_LOST"
_OF_NO_CALL = frozenset({ORG_REFUSES, "MALFORMED_ID"})


class CarefulWriter:
    """A :class:`NoteWriter` behind a circuit that all processes share."""

    def __init__(self, writer: NoteWriter, circuit: WriteCircuit) -> None:
        self._writer = writer
        self._circuit = circuit

    def write(self, work: Sequence[NoteWork]) -> list[NoteReceipt]:
        """One receipt for each piece of work. Raises only if nothing at all was done."""
        if not work:
            return []
        waiting, first = self._circuit.admit([one.key for one in work])
        if first is None:
            now = [one for one in work if one.key not in waiting]
            receipts = self._run(now, lambda: self._writer.write(now)) if now else []
            return [*receipts, *self._put_off([one for one in work if one.key in waiting])]
        tried, rest = [one for one in work if one.key == first], [one for one in work if one.key != first]
        plainly = self._circuit.plainly
        receipts = self._run(tried, lambda: self._writer.sound(tried[0], plainly))
        if not any(map(_taken, receipts)):
            return [*receipts, *self._put_off(rest)]
        try:
            return [*receipts, *self._after_one(rest)] if rest else receipts
        except CoachError as failure:
            return [*receipts, *(put_off(_of(one), failure) for one in rest)]

    def _after_one(self, rest: Sequence[NoteWork]) -> list[NoteReceipt]:
        """Write the rest.

        The org has just taken a note, so a note that it refuses now is itself at fault and stops no other.
        """
        return self._run(rest, lambda: self._writer.write(rest, takes_notes=True), takes_notes=True)

    def _run(
        self, work: Sequence[NoteWork], call: Callable[[], Sequence[NoteReceipt]], takes_notes: bool = False
    ) -> list[NoteReceipt]:
        try:
            receipts = list(call())
        except CoachError as failure:
            why = RefusalReason(str(failure), str(getattr(failure, "code", "")), getattr(failure, "after", None))
            lost = isinstance(failure, AnswerLost)
            if self._circuit.failed([one.key for one in work], (), why, whole=not lost, unanswered=lost):
                raise self._circuit.waits() from None
            raise
        failed = [one for one in receipts if one.outcome in _FAILED and one.code not in _OF_NO_CALL]
        refused = [one.key for one in failed if one.outcome is Outcome.REFUSED]
        if any(map(_taken, receipts)) or (takes_notes and refused):
            self._circuit.taken(refused)
            return receipts
        if not failed:
            return receipts
        keys = [one.key for one in failed]
        why = RefusalReason(failed[-1].sentence, failed[-1].code, failed[-1].after)
        unanswered = all(one.outcome is Outcome.IN_DOUBT or one.code == LOST for one in failed)
        if self._circuit.failed(keys, refused, why, whole=False, unanswered=unanswered):
            return [_held(one, self._circuit.waits()) if one in failed else one for one in receipts]
        return receipts

    def _put_off(self, work: Sequence[NoteWork]) -> list[NoteReceipt]:
        return [put_off(_of(one), self._circuit.waits()) for one in work]


def _of(work: NoteWork) -> NoteReceipt:
    return NoteReceipt(work.key, Outcome.TRY_AGAIN, work.note_id, work.link_id)


def _taken(receipt: NoteReceipt) -> bool:
    return receipt.outcome is Outcome.WRITTEN or receipt.code == WRITTEN_MEANWHILE


def _held(receipt: NoteReceipt, wait: CircuitOpen) -> NoteReceipt:
    """Do not park a refused note while all notes are refused.

    One in doubt stays in doubt: it is looked for all the same.
    """
    if receipt.outcome is Outcome.IN_DOUBT:
        return replace(receipt, sentence=str(wait))
    return replace(receipt, outcome=Outcome.TRY_AGAIN, sentence=str(wait), after=wait.after)
