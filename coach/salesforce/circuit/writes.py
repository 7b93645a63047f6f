"""The circuit breaker for writing notes."""

import threading
from collections.abc import Callable, Collection, Sequence

from coach.leases import LEASE_OVER, NOT_ANNOUNCED
from coach.ports import HELD_WRITES, ORG_REFUSES, Clock, Memory
from coach.salesforce.circuit.pauses import HOUR
from coach.salesforce.circuit.refusal import CircuitOpen, RefusalReason
from coach.salesforce.circuit.state import RefusedNotes
from coach.salesforce.circuit.stored import Kept

MOST_CALLS = 9
"""Calls per hour that change something while nothing is taken. Reading is not counted: it may show what was taken.

One more is left for processes that begin in the same moment.
"""
FOR_KNOWN_ONES = 6
"""How many of these calls may be for notes that were refused before.

The others are left to find out whether a new note fares better.
"""
REFUSED_BESIDE = "org.refused_beside"
_NO_NEWS = frozenset({"NOT_REACHED", "API_BUDGET", LEASE_OVER, NOT_ANNOUNCED, ORG_REFUSES})
"""Codes of failures that happened before the org was asked at all."""


class _Run(threading.local):
    """What a thread knows of its attempt: calls made before there is a state, and whether they need count."""

    def __init__(self) -> None:
        self.calls: list[float] = []
        self.sent = False
        self.arrived = False
        self.only_known = False


class WriteCircuit:
    """Shared by all processes through the memory.

    ``limits`` names what the org has used up; None if nothing, or unknown.
    """

    def __init__(self, memory: Memory, clock: Clock, where: str, limits: Callable[[], str | None]) -> None:
        self._kept = Kept(RefusedNotes, HELD_WRITES, memory, clock, where)
        self._beside = Kept(RefusedNotes, REFUSED_BESIDE, memory, clock, where)
        self._limits = limits
        self._run = _Run()

    # ------------------------------------------------ before and during a run

    def spend(self) -> None:
        """Count a call that is about to change something. Raises CircuitOpen if an hour's such calls did nothing."""
        now = self._kept.now()
        state = self._kept.load()
        if state is None:
            self._run.calls = [*_recent(self._run.calls, now), now]
            self._run.sent = True
            return
        # A single failed run is nothing unusual, and the next may take more calls than the first.
        known = self._run.only_known and not state.wide and state.runs > 1
        recent, most = _recent(state.calls, now), FOR_KNOWN_ONES if known else MOST_CALLS
        if len(recent) >= most and not self._run.arrived:
            raise CircuitOpen(state.words, recent[-most] + HOUR - now)
        state.calls = [*recent, now]
        self._kept.save(state)
        self._run.sent = True

    def arrived(self) -> None:
        """Record that the org has just taken new notes: nothing prevents attaching them to their records."""
        self._run.arrived = True

    def admit(self, keys: Sequence[str]) -> tuple[frozenset[str], str | None]:
        """The notes that must wait; and, if the org has refused everything, the one to try first, alone.

        Raises CircuitOpen while the org is left alone.
        """
        state, now = self._kept.load(), self._kept.now()
        self._run.arrived = self._run.sent = False
        self._run.only_known = state is not None and set(keys) <= set(state.keys)
        if state is None:
            return frozenset(), None
        left = state.left(now)
        if not (state.wide or state.unsure):
            return frozenset(keys) & frozenset(state.keys) if left else frozenset(), None
        if left:
            raise CircuitOpen(state.words, left)
        # Stored before the call, so that no other process tries in the same moment.
        state.wait(now, state.runs + 1)
        self._kept.save(state)
        if not state.wide:
            return frozenset(), None
        first = next((key for key in keys if key not in state.keys), _in_turn(keys, state.runs))
        return frozenset(key for key in keys if key != first), first

    def waits(self) -> CircuitOpen:
        """The error that says why the notes that are not tried now wait, and for how long."""
        state = self._kept.load_or_begin()
        return CircuitOpen(state.words, max(state.left(self._kept.now()), state.least))

    @property
    def plainly(self) -> bool:
        """Whether the single tried note is sent as plain text this time, because the form may be what is refused."""
        state = self._kept.load()
        return state is not None and state.runs % 2 == 0

    # ------------------------------------------------ after it

    def taken(self, refused: Sequence[str] = ()) -> None:
        """Record that a note was taken. ``refused`` are notes beside it that were not.

        That is their own fault, unless the org turns out to have begun to refuse all of them just then.
        """
        self._takes_notes()
        if refused:
            beside = self._beside.load_or_begin()
            beside.parked, beside.until = list(refused), self._kept.now() + HOUR
            self._beside.save(beside)
        else:
            self._beside.clear()

    def failed(
        self, keys: Sequence[str], refused: Collection[str], why: RefusalReason, whole: bool, unanswered: bool = False
    ) -> bool:
        """Record that none of these notes was taken; returns whether it is now known that the org takes none.

        ``refused`` are those that an admin would have to look into. ``whole`` says that the org refused the call and no
        single note in it; ``unanswered`` that nobody knows what became of any of them.
        """
        state = self._kept.load_or_begin()
        if why.code in _NO_NEWS or not self._run.sent:
            return state.wide
        state.calls += self._run.calls
        self._run.calls = []
        news = state.lost(keys, why) if unanswered else state.refused(keys, why, whole)
        if not state.wide:
            state.parked = list(dict.fromkeys([*state.parked, *refused]))
        state.wait(self._kept.now())
        self._kept.save(state)
        if news:
            self._turned_out(state)
        return state.wide

    def looked(self, keys: Collection[str], found: Collection[str]) -> None:
        """Record which of these notes, whose answers were lost, exist: if any does, the org takes notes."""
        if found:
            self._takes_notes()
        elif (state := self._kept.load()) and set(state.unknown) & set(keys):
            news = state.missed(keys)
            self._kept.save(state)
            if news:
                self._turned_out(state)

    def innocent(self) -> tuple[str, ...]:
        """The notes that were refused for good before it turned out that the org refuses all. Returned once only."""
        state = self._kept.load()
        if state is None or not state.wide or not state.parked:
            return ()
        keys, state.parked = tuple(state.parked), []
        self._kept.save(state)
        return keys

    def _takes_notes(self) -> None:
        self._run.calls = []
        self._kept.clear()

    def _turned_out(self, state: RefusedNotes) -> None:
        """It has just turned out that the org refuses all notes: find out what follows from that."""
        state.parked += self._refused_beside()
        state.wait(self._kept.now())
        self._kept.save(state)
        if limit := self._limits():
            state.sentence, state.least = limit, HOUR
            self._kept.save(state)

    def _refused_beside(self) -> list[str]:
        """The notes refused beside the last ones that were taken, if that was within the hour. Returned once only."""
        state = self._beside.load()
        self._beside.clear()
        return state.parked if state and self._kept.now() < state.until else []


def _recent(calls: Sequence[float], now: float) -> list[float]:
    return sorted(call for call in calls if now - HOUR < call <= now)


def _in_turn(keys: Sequence[str], runs: int) -> str | None:
    """A different key each time, so that a key which is bad itself does not keep the others waiting for good.

    Each round begins one key further on: a note that is sent as plain text in one round is not in the next.
    """
    return keys[(runs + runs // len(keys)) % len(keys)] if keys else None
