"""The circuit breaker for calls of any kind, when the org or its address refuses all of them alike."""

from dataclasses import dataclass

from coach.ports import HELD_CALLS, Clock, Memory
from coach.salesforce.circuit.pauses import LONGEST, pause
from coach.salesforce.circuit.refusal import CircuitOpen
from coach.salesforce.circuit.stored import Kept, StoredState


@dataclass(slots=True)
class RefusedCalls(StoredState):
    """How many calls in a row were refused, until when nobody asks again (seconds of the epoch), and why."""

    runs: int = 0
    until: float = 0.0
    sentence: str = ""


class CallCircuit:
    """Shared by all processes through the memory."""

    def __init__(self, memory: Memory, clock: Clock, where: str) -> None:
        self._kept = Kept(RefusedCalls, HELD_CALLS, memory, clock, where)

    def check(self) -> bool:
        """Whether the last call was refused in that way. Raises CircuitOpen while nobody may ask again."""
        state = self._kept.load()
        if state is None:
            return False
        left = state.until - self._kept.now()
        if 0 < left <= LONGEST:
            raise CircuitOpen(state.sentence, left)
        return True

    def refused(self, sentence: str) -> None:
        """Record that the org refused a call for a reason that applies to the next one, too."""
        state = self._kept.load_or_begin()
        state.runs += 1
        state.sentence = sentence
        state.until = self._kept.now() + pause(state.runs - 2)
        self._kept.save(state)

    def answered(self) -> None:
        """Record that the org carried out a call."""
        self._kept.clear()
