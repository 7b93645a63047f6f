"""A value cached for a moment."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Cached(Generic[T]):
    """Calls ``ask`` at most once in this many seconds, from one thread at a time. Errors are not cached."""

    def __init__(self, ask: Callable[[], T], seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._seconds = seconds
        self._now = now
        self._lock = Lock()
        self._kept: tuple[float, T] | None = None

    def __call__(self) -> T:
        """The value, at most that old."""
        with self._lock:
            if self._kept is None or self._now() - self._kept[0] >= self._seconds:
                self._kept = (self._now(), self._ask())
            return self._kept[1]
