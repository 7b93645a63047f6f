"""One move, watched from the rep's click to the note: in the service's database, and on the record over HTTP."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from coach.cli.demo.org import OrgOverHttp, ReadNote
from coach.cli.demo.reps import Move
from coach.store import SqlStore

PATIENCE_SECONDS = 20.0
LOOK_EVERY = 0.02
DECISIONS = 40


@dataclass(frozen=True)
class _Timed:
    """Something seen ``seconds`` after the rep's click."""

    seconds: float


@dataclass(frozen=True)
class Received(_Timed):
    """The service has kept an event."""

    kind: str
    source: str


@dataclass(frozen=True)
class Decided(_Timed):
    """The service owes this deal nothing any more."""


@dataclass(frozen=True)
class Coached(_Timed):
    """The service has decided about a playbook; ``title`` is the card's, empty where there is none."""

    playbook: str
    verdict: str
    reason: str
    title: str = ""


@dataclass(frozen=True)
class NoteRead(_Timed):
    """A new or changed note could be read on the record."""

    note: ReadNote


Happened = Received | Decided | Coached | NoteRead

_PATIENCE_AFTER = {Received: PATIENCE_SECONDS, Decided: 0.7, Coached: PATIENCE_SECONDS, NoteRead: 0.7}
"""Seconds to wait for what comes next. The decisions on a deal are kept together, and its notes written together."""


def watch(org: OrgOverHttp, store: SqlStore, move: Move) -> Iterator[Happened]:
    """Make the move, then yield what happens, as it does, until the deal has been quiet for a moment."""
    watcher = _Watcher(org, store, move.opportunity_id)
    watcher.begin()
    org.update(move.sobject, move.record_id, move.values)
    started = time.monotonic()
    last = started + PATIENCE_SECONDS
    while time.monotonic() < last:
        for happened in watcher.look(started):
            yield happened
            last = time.monotonic() + _PATIENCE_AFTER[type(happened)]
        time.sleep(LOOK_EVERY)


class _Watcher:
    """Remembers what it has seen, so that each look yields only what is new."""

    def __init__(self, org: OrgOverHttp, store: SqlStore, opportunity_id: str) -> None:
        self._org = org
        self._store = store
        self._id = opportunity_id
        self._seen: set[object] = set()
        self._received = False

    def begin(self) -> None:
        """What is there already is not news."""
        for _ in self.look(0):
            pass
        self._seen.discard("decided")
        self._received = False

    def look(self, started: float) -> Iterator[Happened]:
        for event in self._store.events_of(self._id):
            if self._is_new(("event", event.id)):
                self._received = True
                yield Received(time.monotonic() - started, event.kind, event.source)
        # Before the decisions: those that led here are then seen, too.
        if self._received and not self._store.figures().deals_waiting and self._is_new("decided"):
            yield Decided(time.monotonic() - started)
        for entry in reversed(self._store.log_page(DECISIONS)):
            if entry.opportunity_id == self._id and self._is_new(("decision", entry.id)):
                yield Coached(
                    time.monotonic() - started, entry.playbook, entry.verdict, entry.reason, self._title(entry.card_key)
                )
        for note in self._org.notes(self._id):
            if self._is_new(("note", note.id, note.title, note.text)):
                yield NoteRead(time.monotonic() - started, note)

    def _title(self, card_key: str | None) -> str:
        kept = self._store.answers.find(card_key) if card_key else None
        return kept.card.title if kept else ""

    def _is_new(self, fact: object) -> bool:
        new = fact not in self._seen
        self._seen.add(fact)
        return new
