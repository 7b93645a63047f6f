"""Circuit breakers: the longer an org refuses everything, the less often all processes together ask it.

A used-up limit is reported in many different words, some of them unknown, so nothing depends on the words. What counts
is that one note after the other is refused and none is taken. From then on one note is tried from time to time, and the
others wait; the first note that is taken ends it. The state is kept in the memory that all processes share.
"""

import json
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from coach.errors import TryAgain
from coach.leases import LEASE_OVER, NOT_ANNOUNCED
from coach.ports import EVERY_NOTE_REFUSED, HELD_CALLS, HELD_WRITES, Clock, Memory

FEW = 3
"""After so many different notes were refused and none was taken, it is the org that refuses."""
MOST_CALLS = 9
"""Write calls per hour while nothing is taken. One more is left for processes that begin in the same moment."""
FOR_LOOKS = 6
"""How many of these calls may be early looks for a note whose answer did not confirm it.

The last look, and the write that may follow it, need the others.
"""
FOR_KNOWN_ONES = 6
"""How many of these calls may be for notes that were refused before.

The others are left to find out whether a new note fares better.
"""
KEPT_KEYS = 50
REFUSED_BESIDE = "org.refused_beside"
_HOUR = 3600.0
_MINUTE = 60.0
_LONGEST = 30 * _MINUTE
_NO_NEWS = frozenset({"NOT_REACHED", "API_BUDGET", LEASE_OVER, NOT_ANNOUNCED})
"""Codes of failures that happened before the org was asked at all."""
CODE = "ORG_REFUSES"


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """Why notes were refused: a sentence for people, the code, and how long to leave the org alone because of it."""

    sentence: str
    code: str
    after: timedelta | None = None

    @property
    def used_up(self) -> bool:
        """Whether the reason is a limit, which recovers hour by hour."""
        return self.after is not None and self.after.total_seconds() >= _HOUR


class CircuitOpen(TryAgain):
    """Not asked now: the org has just refused, and time must pass."""


@dataclass(slots=True)
class _State:
    """The stored state. ``where`` is the address and version that refused: another address or version starts afresh.

    Times are seconds of the epoch. ``wide`` says that the org refuses all notes. ``parked`` are notes that were refused
    for good before that was known. ``evidence`` are different refused notes; a call without an answer adds only one.
    ``least`` is the shortest wait of notes that are not tried now: a limit recovers hour by hour.
    """

    where: str
    runs: int = 0
    wide: bool = False
    keys: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)
    until: float = 0.0
    least: float = _MINUTE
    sentence: str = ""


class _Kept:
    """A state in the shared memory; None while all is well."""

    def __init__(self, memory: Memory, name: str, clock: Clock, where: str) -> None:
        self._memory = memory
        self._name = name
        self._clock = clock
        self.where = where

    def now(self) -> float:
        return self._clock().timestamp()

    def load(self) -> _State | None:
        text = self._memory.recall(self._name)
        try:
            state = _State(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None
        return state if state and state.where == self.where else None

    def load_or_begin(self) -> _State:
        return self.load() or _State(self.where)

    def save(self, state: _State) -> None:
        self._memory.remember(self._name, json.dumps(asdict(state)))

    def clear(self) -> None:
        if self._memory.recall(self._name):
            self._memory.remember(self._name, "")


class CallCircuit:
    """A circuit breaker for calls of any kind, when the org or its address refuses all of them alike."""

    def __init__(self, memory: Memory, clock: Clock, where: str) -> None:
        self._kept = _Kept(memory, HELD_CALLS, clock, where)

    def check(self) -> bool:
        """Whether the last call was refused in that way. Raises CircuitOpen while nobody may ask again."""
        state = self._kept.load()
        if state is None:
            return False
        left = state.until - self._kept.now()
        if 0 < left <= _LONGEST:
            raise CircuitOpen(state.sentence, timedelta(seconds=left), CODE)
        return True

    def refused(self, sentence: str) -> None:
        """Record that the org refused a call for a reason that applies to the next one, too."""
        state = self._kept.load_or_begin()
        state.runs += 1
        state.sentence = sentence
        state.until = self._kept.now() + _pause(state.runs - 2)
        self._kept.save(state)

    def answered(self) -> None:
        """Record that the org carried out a call."""
        self._kept.clear()


def _in_turn(keys: Sequence[str], runs: int) -> str | None:
    """A different key each time, so that a key which is bad itself does not keep the others waiting for good.

    Each round begins one key further on: a note that is sent as plain text in one round is not in the next.
    """
    return keys[(runs + runs // len(keys)) % len(keys)] if keys else None


class WriteCircuit:
    """A circuit breaker for writing notes. ``limits`` names what the org has used up; None if nothing, or unknown."""

    def __init__(self, memory: Memory, clock: Clock, where: str, limits: Callable[[], str | None]) -> None:
        self._kept = _Kept(memory, HELD_WRITES, clock, where)
        self._beside = _Kept(memory, REFUSED_BESIDE, clock, where)
        self._limits = limits
        self._run = threading.local()

    # ------------------------------------------------ before and during a run

    def spend(self) -> None:
        """Count a write call that is about to be made. Raises CircuitOpen if an hour's calls brought no success."""
        now = self._kept.now()
        calls: list[float] = getattr(self._run, "calls", [])
        state = self._kept.load()
        if state:
            # A single failed run is nothing unusual, and the next may take more calls than the first.
            known = getattr(self._run, "only_known", False) and not state.wide and state.runs > 1
            if not getattr(self._run, "arrived", False):
                self._hold_after(FOR_KNOWN_ONES if known else MOST_CALLS, state)
            state.calls = [*self._recent(state.calls), now]
            self._kept.save(state)
        else:
            # Looks that lead to a run count with it.
            self._run.calls = [*self._recent(calls), now]

    def _recent(self, calls: Sequence[float]) -> list[float]:
        now = self._kept.now()
        return sorted(call for call in calls if now - _HOUR < call <= now)

    def _hold_after(self, most: int, state: _State) -> None:
        recent = self._recent(state.calls)
        if len(recent) >= most:
            raise CircuitOpen(_waits(state), timedelta(seconds=recent[-most] + _HOUR - self._kept.now()), CODE)

    def arrived(self) -> None:
        """Record that the org has just taken new notes: nothing prevents attaching them to their records."""
        self._run.arrived = True

    def look(self, keys: Collection[str], last: bool = True) -> None:
        """Prepare to look for notes. Raises CircuitOpen while the org is left alone.

        Before the ``last`` look the org is still asked, because a found note shows that it takes notes; but only a few
        calls are spent in this way.
        """
        if not last:
            self._run.arrived = self._run.only_known = False
            if state := self._kept.load():
                self._hold_after(FOR_LOOKS, state)
            return
        state = self._begin(keys)
        if state and state.wide:
            self._wait_from_now(state)
            self._run.admitted = True

    def admit(self, keys: Collection[str]) -> tuple[frozenset[str], str | None]:
        """The notes that must wait; and, if the org has refused everything, the one to try first, alone.

        Raises CircuitOpen while the org is left alone.
        """
        admitted = getattr(self._run, "admitted", False)
        self._run.admitted = False
        state = self._begin(keys, admitted)
        if state is None:
            return frozenset(), None
        if state.wide:
            if not admitted:
                self._wait_from_now(state)
            first = next((key for key in keys if key not in state.keys), _in_turn(list(keys), state.runs))
            return frozenset(key for key in keys if key != first), first
        waits = self._left(state) > 0
        return frozenset(keys) & frozenset(state.keys) if waits else frozenset(), None

    def waits(self) -> CircuitOpen:
        """The error that says why the notes that are not tried now wait, and for how long."""
        state = self._kept.load_or_begin()
        return CircuitOpen(_waits(state), timedelta(seconds=max(self._left(state), state.least)), CODE)

    @property
    def plainly(self) -> bool:
        """Whether the single tried note is sent as plain text this time, because the form may be what is refused."""
        state = self._kept.load()
        return state is not None and state.runs % 2 == 0

    def _begin(self, keys: Collection[str], admitted: bool = False) -> _State | None:
        state = self._kept.load()
        self._run.arrived = False
        self._run.only_known = state is not None and set(keys) <= set(state.keys)
        if state and state.wide and not admitted and self._left(state) > 0:
            raise CircuitOpen(_waits(state), timedelta(seconds=self._left(state)), CODE)
        return state

    def _wait_from_now(self, state: _State) -> None:
        """Store the wait before the call, so that no other process tries in the same moment."""
        state.until = self._kept.now() + _pause(state.runs)
        self._kept.save(state)

    def _left(self, state: _State) -> float:
        left = state.until - self._kept.now()
        return left if left <= _LONGEST else 0.0

    # ------------------------------------------------ after it

    def taken(self, refused: Sequence[str] = ()) -> None:
        """Record that a note was taken. ``refused`` are notes beside it that were not.

        That is their own fault, unless the org turns out to have begun to refuse all of them just then.
        """
        self._run.calls = []
        self._kept.clear()
        if refused:
            self._beside.save(_State(self._beside.where, parked=list(refused), until=self._kept.now() + _HOUR))
        else:
            self._beside.clear()

    def carried_out(self) -> None:
        """Record that a note whose answer was lost exists: so the org takes notes."""
        self._run.calls = []
        self._kept.clear()

    def _refused_beside(self) -> list[str]:
        """The notes refused beside the last ones that were taken, if that was within the hour. Returned once only."""
        state = self._beside.load()
        self._beside.clear()
        return state.parked if state and self._kept.now() < state.until else []

    def failed(
        self, keys: Sequence[str], refused: Collection[str], why: RefusalReason, whole: bool, unanswered: bool = False
    ) -> bool:
        """Record that none of these notes was taken; returns whether it is now known that the org takes none.

        ``refused`` are those that an admin would have to look into. ``whole`` says that the org refused the call and no
        single note in it; ``unanswered`` that nobody knows what became of any of them.
        """
        calls: list[float] = getattr(self._run, "calls", [])
        before = self._kept.load()
        if why.code in _NO_NEWS or why.code == CODE or not (calls or before):
            return before is not None and before.wide
        state = before or self._kept.load_or_begin()
        state.runs += 1
        state.keys = list(dict.fromkeys([*state.keys, *keys]))[-KEPT_KEYS:]
        state.calls = [*state.calls, *calls]
        new = [key for key in dict.fromkeys(keys) if key not in state.evidence]
        state.evidence = [*state.evidence, *(new[:1] if unanswered else new)][:FEW]
        news = not state.wide and (whole or len(state.evidence) >= FEW)
        state.wide = state.wide or news
        state.sentence = why.sentence
        state.least = _HOUR if why.used_up else _MINUTE
        if news:
            state.parked += self._refused_beside()
        if not state.wide:
            state.parked = list(dict.fromkeys([*state.parked, *refused]))
        state.until = self._kept.now() + _pause(state.runs - (1 if state.wide else 2))
        self._run.calls = []
        self._kept.save(state)
        if news and (limit := self._limits()):
            state = self._kept.load() or state
            state.sentence, state.least = limit, _HOUR
            self._kept.save(state)
        return state.wide

    def take_back(self) -> tuple[str, ...]:
        """The notes that were refused for good before it turned out that the org refuses all. Returned once only."""
        state = self._kept.load()
        if state is None or not state.wide or not state.parked:
            return ()
        keys, state.parked = tuple(state.parked), []
        self._kept.save(state)
        return keys


def _pause(times: int) -> float:
    """Two minutes, then twice as long each time, half an hour at most."""
    return min(2 * _MINUTE * 2 ** min(times - 1, 10), _LONGEST) if times > 0 else 0.0


def _waits(state: _State) -> str:
    return f"{state.sentence} {EVERY_NOTE_REFUSED}" if state.wide else state.sentence
