"""Allocations per rolling 24 hours, as the platform counts them.

This is not the count that shows what a client cost: that is :mod:`localorg.calls`, which can be reset.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

_DAY = timedelta(hours=24)
_GRAIN = timedelta(minutes=1)


class Allocation:
    """A maximum amount in any 24 hours. A spent amount becomes available again a day later, to the minute."""

    def __init__(self, maximum: int, clock: Callable[[], datetime]) -> None:
        self.maximum = maximum
        self._clock = clock
        self._lock = Lock()
        self._spent: deque[tuple[datetime, int]] = deque()
        self._used = 0

    def spend(self, amount: int = 1) -> None:
        """Count this much as used now."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            self._used += amount
            if self._spent and now - self._spent[-1][0] < _GRAIN:
                minute, spent = self._spent[-1]
                self._spent[-1] = (minute, spent + amount)
            else:
                self._spent.append((now, amount))

    @property
    def used(self) -> int:
        """The amount spent in the last 24 hours."""
        with self._lock:
            self._forget(self._clock())
            return self._used

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left."""
        return self.used >= self.maximum

    def as_limit(self) -> dict[str, int]:
        """``{"Max", "Remaining"}``, as the limits resource shows it."""
        return {"Max": self.maximum, "Remaining": max(0, self.maximum - self.used)}

    def _forget(self, now: datetime) -> None:
        while self._spent and now - self._spent[0][0] >= _DAY:
            self._used -= self._spent.popleft()[1]
