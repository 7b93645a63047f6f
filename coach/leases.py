"""Leases are short, so that the work of a lost worker is soon free for another. A live worker renews its own.

A worker may also sleep: stopped, or on a suspended machine. When it wakes up in the middle of its work, another worker
may hold that work. So the remaining time is measured on a clock that goes on while the machine sleeps, and checked
before each call to the org: no call is made under an expired lease. In addition, whatever a call may create is recorded
before the call: for work without such a record, nothing can have been sent.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import timedelta

from coach.errors import TryAgain

LEASE_OVER = "LEASE_OVER"
"""The code of :class:`LeaseOver`."""
NOT_ANNOUNCED = "NOT_ANNOUNCED"
"""The code for a failure to record that something is about to be sent: so it was not sent."""
_ASLEEP_TOO = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""On Linux, CLOCK_MONOTONIC stops while the machine is suspended; CLOCK_BOOTTIME does not: clock_gettime(2).

On systems without CLOCK_BOOTTIME, CLOCK_MONOTONIC goes on.
"""


class LeaseOver(TryAgain):
    """Another worker may hold this worker's claims by now: no more calls are made for them."""

    def __init__(self) -> None:
        super().__init__("The worker did not get on for longer than it may hold its work: another goes on.", None)
        self.code = LEASE_OVER


def elapsed() -> float:
    """Seconds since some fixed moment, including the time that the machine slept."""
    return time.clock_gettime(_ASLEEP_TOO)


Announce = Callable[[Collection[str]], bool]
"""Records that the deliveries of these keys are about to be created; returns whether all of them are still ours."""


def _untold(_: Collection[str]) -> bool:
    return True


class Lease:
    """A lease that ends ``length`` after ``since`` unless it is renewed; ``clock`` counts seconds."""

    def __init__(
        self, length: timedelta, since: float, clock: Callable[[], float] = elapsed, announce: Announce = _untold
    ) -> None:
        self._length = length.total_seconds()
        self._clock = clock
        self._until = since + self._length
        self._announce = announce
        self._announced: set[str] = set()
        self._lost = False

    def check(self) -> None:
        """Raises LeaseOver if the lease has ended."""
        if self._lost or self._clock() >= self._until:
            raise LeaseOver

    def renew(self, renew: Callable[[], bool]) -> None:
        """Renew the lease. ``renew`` returns whether all is still ours; if not, the lease is over for good."""
        began = self._clock()
        if renew():
            self._until = began + self._length
        else:
            self._lost = True

    def announce(self, keys: Collection[str]) -> None:
        """Record that the deliveries of these keys are about to be created.

        Raises TryAgain if that could not be recorded, or if another worker holds some of them by now.
        """
        new = set(keys) - self._announced
        if not new:
            return
        try:
            ours = self._announce(new)
        except TryAgain as failure:
            raise TryAgain(str(failure), failure.after, NOT_ANNOUNCED) from failure
        if not ours:
            self._lost = True
            raise LeaseOver
        self._announced |= new


_held: ContextVar[Lease | None] = ContextVar("lease", default=None)


def still_held() -> None:
    """Raises LeaseOver if this thread works under a lease that has ended."""
    if lease := _held.get():
        lease.check()


def about_to_create(keys: Collection[str]) -> None:
    """Announce creations; call it right before them. Raises TryAgain if nothing may be created now.

    It does nothing if this thread works under no lease.
    """
    if lease := _held.get():
        lease.announce(keys)


@contextmanager
def renewing(
    renew: Callable[[], bool],
    length: timedelta,
    since: float,
    clock: Callable[[], float] = elapsed,
    announce: Announce = _untold,
) -> Iterator[None]:
    """Hold a lease while the block runs, and renew it three times per lease period.

    ``since`` is the earliest time at which it can have begun: what :func:`elapsed` returned before it was requested. If
    ``renew`` raises TryAgain, the next renewal may still come in time.
    """
    over = threading.Event()
    lease = Lease(length, since, clock, announce)
    arguments = (lease, renew, length.total_seconds() / 3, over)
    threading.Thread(target=_keep, args=arguments, name="lease", daemon=True).start()
    before = _held.set(lease)
    try:
        yield
    finally:
        _held.reset(before)
        # Not joined: a renewal that comes too late changes nothing, because the claims are no longer ours.
        over.set()


def _keep(lease: Lease, renew: Callable[[], bool], seconds: float, over: threading.Event) -> None:
    while not over.wait(seconds):
        with suppress(TryAgain):
            lease.renew(renew)
