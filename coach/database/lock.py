"""One writer at a time on a SQLite file, over threads and processes, in an orderly queue.

SQLite's own way is to poll with growing pauses. With several processes writing, that wait, and not the writing, is the
cost: a lock taken before BEGIN IMMEDIATE gave half as many transactions again, and a tenth of the slowest.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from coach.config.private import private_opener
from coach.errors import TryAgain

try:
    import fcntl
except ImportError:
    HAS_FLOCK = False
else:
    HAS_FLOCK = True

_PAUSE = 0.001
"""Seconds between looks. flock can wait by itself, but then for ever, if another process is stopped while it writes."""


class WriterLock:
    """Held by at most one thread of one process; freed by the operating system where that process dies."""

    def __init__(self, path: Path, patience: timedelta) -> None:
        self._path = path
        self._patience = patience.total_seconds()
        self._threads = threading.Lock()

    def after_fork(self) -> None:
        """Another thread of the parent may have held the lock, and that thread does not exist in the child."""
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the turn and keep it. Raises TryAgain where it did not come in time."""
        deadline = time.monotonic() + self._patience
        threads = self._threads
        if not threads.acquire(timeout=self._patience):
            raise _busy()
        try:
            with open(self._path, "ab", opener=private_opener) as file:
                self._lock(file.fileno(), deadline)
                yield
        finally:
            threads.release()

    def _lock(self, descriptor: int, deadline: float) -> None:
        """Lock a file that was opened for this turn alone: closing it gives the turn back."""
        if not HAS_FLOCK:
            return  # on Windows, processes are left to SQLite's own busy timeout
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise _busy() from None
                time.sleep(_PAUSE)
            else:
                return


def _busy() -> TryAgain:
    return TryAgain("The database was busy for too long; nothing was kept.", code="BUSY")
