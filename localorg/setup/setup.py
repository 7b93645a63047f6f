"""The current switches. They are stored in the org's file, as a real org stores its settings."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from localorg.switches import Switches

Listener = Callable[[frozenset[str]], None]
_TABLE = "CREATE TABLE IF NOT EXISTS _setup (name TEXT PRIMARY KEY, value TEXT NOT NULL)"


class Setup:
    """The org's switches. Safe to use from several threads; ``now`` is a consistent snapshot."""

    def __init__(self, path: Path, given: Mapping[str, Any] | None = None) -> None:
        """``given`` are switches that :meth:`store_in_records` sets. Raises pydantic's ValidationError."""
        self._path = path
        self._lock = Lock()
        self._listeners: list[Listener] = []
        self._in_records: dict[str, tuple[Callable[[], Any], Callable[[Any], None]]] = {}
        self._usual: Callable[[], None] = lambda: None
        with self._connect() as db:
            db.execute(_TABLE)
            kept = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM _setup")}
        self.now = Switches.model_validate(kept)
        self._given = dict(given or {})

    def store_in_records(
        self,
        read: Mapping[str, Callable[[], Any]],
        write: Mapping[str, Callable[[Any], None]],
        usual: Callable[[], None],
    ) -> None:
        """Store these switches in records instead, which somebody may also change in other ways.

        ``read`` and ``write`` access them; ``usual`` sets them all to their defaults. Then the switches that were given
        to the constructor are set.
        """
        self._in_records = {name: (read[name], write[name]) for name in read}
        self._usual = usual
        self.change(self._given)

    def state(self) -> dict[str, Any]:
        """Every switch and its value, as JSON."""
        return {**self.now.model_dump(mode="json"), **{name: read() for name, (read, _) in self._in_records.items()}}

    def change(self, given: Mapping[str, Any]) -> None:
        """Set these switches; in a table, unnamed keys keep their values.

        Raises pydantic's ValidationError without changing anything.
        """
        checked = Switches.model_validate({**self.now.model_dump(mode="json"), **given})
        for name in given.keys() & self._in_records.keys():
            self._in_records[name][1](getattr(checked, name))
        given = {name: value for name, value in given.items() if name not in self._in_records}
        with self._lock:
            before = self.now.model_dump(mode="json")
            self.now = Switches.model_validate(
                {**before, **{name: _merged(before.get(name), new) for name, new in given.items()}}
            )
            after = self.now.model_dump(mode="json")
            rows = [(name, json.dumps(after[name])) for name in given]
            with self._connect() as db:
                db.executemany("INSERT OR REPLACE INTO _setup VALUES (?, ?)", rows)
        self._tell(frozenset(given))

    def reset(self) -> None:
        """Back to the defaults."""
        with self._lock, self._connect() as db:
            db.execute("DELETE FROM _setup")
            self.now = Switches()
        self._usual()
        self._tell(frozenset(Switches.model_fields))

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` with the names of switches when they are set, and now with those not at their default."""
        self._listeners.append(listener)
        listener(frozenset(self.now.model_dump(exclude_defaults=True)))

    def _tell(self, names: frozenset[str]) -> None:
        for listener in self._listeners:
            listener(names)

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=30)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def _merged(before: Any, new: Any) -> Any:
    return {**before, **new} if isinstance(before, dict) and isinstance(new, dict) else new
