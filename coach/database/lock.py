"""One writer at a time on a SQLite file, across threads and processes, in an orderly queue.

SQLite itself polls with growing pauses. With several processes writing, that wait is the cost, not the writing: a lock
taken before BEGIN IMMEDIATE gave half as many transactions again, and reduced the slowest to a tenth of the time.
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
"""Seconds between tries. flock can block by itself, but without a timeout, even if a stopped process holds the lock."""


class WriterLock:
    """Held by at most one thread of one process; the operating system frees it if that process dies."""

    def __init__(self, path: Path, patience: timedelta) -> None:
        self._path = path
        self._patience = patience.total_seconds()
        self._threads = threading.Lock()

    def after_fork(self) -> None:
        """Replace the thread lock: the thread of the parent that may have held it does not exist in the child."""
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the turn and hold it. Raises TryAgain if it does not come in time."""
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
            return  # on Windows, only SQLite's own busy timeout orders the processes
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
