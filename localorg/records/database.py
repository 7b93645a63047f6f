"""One SQLite file in WAL mode: one writer at a time, any number of readers, each thread safe."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue

from localorg.records.tables import ensure_tables
from localorg.schema.catalogue import Schema

_BUSY_SECONDS = 30
_SPARE_READERS = 8


class Database:
    """Connections to the file. A writing thread reads its own uncommitted rows; other threads read the last commit."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self._path = path
        self._writer = self._connect()
        self._lock = threading.RLock()
        self._owner: int | None = None
        self._depth = 0
        self._readers: LifoQueue[sqlite3.Connection] = LifoQueue(_SPARE_READERS)
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.execute("PRAGMA synchronous = NORMAL")
        with self.writing() as db:
            ensure_tables(db, schema)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, or a savepoint inside one; an exception rolls it back."""
        with self._lock:
            name = f"level_{self._depth}"
            self._writer.execute(f"SAVEPOINT {name}" if self._depth else "BEGIN IMMEDIATE")
            self._depth += 1
            self._owner = threading.get_ident()
            try:
                yield self._writer
                self._writer.execute(f"RELEASE {name}" if self._depth > 1 else "COMMIT")
            except BaseException:
                self._writer.execute(f"ROLLBACK TO {name}" if self._depth > 1 else "ROLLBACK")
                raise
            finally:
                self._depth -= 1
                if not self._depth:
                    self._owner = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A consistent state to read from: inside a transaction of this thread its own state, else the last commit."""
        if self._owner == threading.get_ident():
            yield self._writer
            return
        reader = self._spare_reader()
        reader.execute("BEGIN")
        try:
            yield reader
        finally:
            reader.execute("ROLLBACK")
            self._give_back(reader)

    @property
    def outermost(self) -> bool:
        """Whether this thread's open transaction is not nested in another."""
        return self._depth == 1

    def close(self) -> None:
        """Close every connection that is not in use."""
        while (reader := self._take_spare()) is not None:
            reader.close()
        with self._lock:
            self._writer.close()

    def _spare_reader(self) -> sqlite3.Connection:
        return self._take_spare() or self._connect()

    def _take_spare(self) -> sqlite3.Connection | None:
        try:
            return self._readers.get_nowait()
        except Empty:
            return None

    def _give_back(self, reader: sqlite3.Connection) -> None:
        if self._readers.full():
            reader.close()
        else:
            self._readers.put_nowait(reader)

    def _connect(self) -> sqlite3.Connection:
        # Begin and commit explicitly, so that savepoints can be nested.
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        connection.create_function("fold", 1, _fold, deterministic=True)
        return connection


def _fold(text: str | None) -> str | None:
    return text.lower() if isinstance(text, str) else text
