"""Faults that can be switched on, and behaviour that differs between orgs."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    """The faults. Each happens a given number of times, or until it is cleared."""

    OUTAGE = "outage"
    """Every call answers 503 SERVER_UNAVAILABLE; sign-in too."""
    HTML = "html"
    """A data call answers 200 with a maintenance page instead of JSON; nothing is done."""
    LIMIT_EXCEEDED = "limit_exceeded"
    """A data call answers 403 REQUEST_LIMIT_EXCEEDED."""
    ROW_LOCKED = "row_locked"
    """Writing a record fails with UNABLE_TO_LOCK_ROW; each record of a batch is a write."""
    STORAGE_FULL = "storage_full"
    """Writing a note fails with STORAGE_LIMIT_EXCEEDED, until somebody frees storage."""
    ANSWER_LOST = "answer_lost"
    """A call that writes is carried out and committed; then the connection closes without any answer."""
    ANSWER_TRUNCATED = "answer_truncated"
    """A call that writes is carried out and committed; its answer ends in the middle of the JSON."""
    SIGN_IN_REFUSED = "sign_in_refused"
    """The token endpoint answers 400 invalid_grant."""


Times = int | bool
"""How often a fault happens: a number of times; True: until cleared; 0 or False: never."""


@dataclass(frozen=True, slots=True)
class Instead:
    """An answer that replaces the real one, as from the org itself or from a gateway on the way."""

    status: int
    body: str = ""
    content_type: str = "application/json"


class Faults:
    """The faults that are switched on; safe to use from several threads. ``latency_ms`` is added to every call."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._times: dict[Fault, Times] = {}
        self._latency_ms = 0.0
        self._instead: deque[Instead] = deque()

    @property
    def latency_ms(self) -> float:
        """Milliseconds that are added to every call."""
        return self._latency_ms

    @latency_ms.setter
    def latency_ms(self, value: float) -> None:
        self._latency_ms = value

    def switch(self, fault: Fault, times: Times = True) -> None:
        """Make this fault happen ``times`` times from now on."""
        with self._lock:
            self._times[fault] = times

    def strikes(self, fault: Fault) -> bool:
        """Whether the fault happens now; if so, it is counted."""
        with self._lock:
            left = self._times.get(fault, 0)
            if left is True or not left:
                return bool(left)
            self._times[fault] = left - 1
            return True

    def answer_instead(self, answers: Iterable[Instead]) -> None:
        """Answer the next calls that write with these answers, one each; the calls are carried out and committed."""
        with self._lock:
            self._instead.extend(answers)

    def instead(self) -> Instead | None:
        """The answer that replaces the real one for this call, if any."""
        with self._lock:
            return self._instead.popleft() if self._instead else None

    @property
    def instead_left(self) -> int:
        """How many replacement answers are left."""
        return len(self._instead)

    def clear(self) -> None:
        """Switch all faults off."""
        with self._lock:
            self._times.clear()
            self._instead.clear()
            self._latency_ms = 0.0

    def left(self) -> Mapping[Fault, Times]:
        """How often each fault will still happen."""
        with self._lock:
            return {fault: self._times.get(fault, 0) for fault in Fault}


class NotesIn(StrEnum):
    """The calls in which an org accepts ContentNote. Orgs differ in this, and it is not documented."""

    COLLECTIONS = "collections"
    """In all calls."""
    COMPOSITE = "composite"
    """Alone and as parts of a composite call, but not in sObject collections."""
    SINGLE = "single"
    """Only in calls for a single record."""


@dataclass(frozen=True, slots=True)
class NoteBehaviour:
    """How the org treats notes.

    With ``bad_note_spoils_batch``, one refused note inside a batch ends the whole call with an unhandled exception
    (500), and the whole batch is rolled back.
    """

    notes_in: NotesIn = NotesIn.COLLECTIONS
    bad_note_spoils_batch: bool = False
