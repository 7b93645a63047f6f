"""Leases are short, so that what a lost worker held is soon another's; whoever lives and works renews its own.

A worker may also sleep: stopped, or on a machine that was suspended. It wakes up in the middle of its work, and what it
held is another's by then. So the time that is left is counted on a clock that goes on while the machine sleeps, and
looked at before each call to the org: none goes out under a lease that is over. And that something is about to be
created is kept before the call: of what is held without that, nothing can have been sent.
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
"""The code of a failure to keep that something is about to be sent: so it was not."""
_ASLEEP_TOO = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""clock_gettime(2): on Linux CLOCK_MONOTONIC stands still while the machine is suspended, CLOCK_BOOTTIME does not.
Where there is no such clock, CLOCK_MONOTONIC is one that goes on.
"""


class LeaseOver(TryAgain):
    """What this worker held may be another's by now: it makes no call for it any more."""

    def __init__(self) -> None:
        super().__init__("The worker did not get on for longer than it may hold its work: another goes on.", None)
        self.code = LEASE_OVER


def elapsed() -> float:
    """Seconds since some moment, those included in which the machine slept."""
    return time.clock_gettime(_ASLEEP_TOO)


Announce = Callable[[Collection[str]], bool]
"""Keeps that what these keys stand for is about to be created; whether all of it is still ours."""


def _untold(_: Collection[str]) -> bool:
    return True


class Lease:
    """What is held until ``length`` after ``since``, unless it is renewed; ``clock`` counts seconds."""

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
        """Raises LeaseOver once it is over."""
        if self._lost or self._clock() >= self._until:
            raise LeaseOver

    def renew(self, renew: Callable[[], bool]) -> None:
        """``renew`` says whether all is still ours; where part of it is not, the lease is over for good."""
        began = self._clock()
        if renew():
            self._until = began + self._length
        else:
            self._lost = True

    def announce(self, keys: Collection[str]) -> None:
        """What these keys stand for is about to be created. Raises TryAgain where that could not be kept, or where
        part of it is another's by now.
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
    """Raises LeaseOver where this thread works under a lease, and it is over."""
    if lease := _held.get():
        lease.check()


def about_to_create(keys: Collection[str]) -> None:
    """To be called right before. Raises TryAgain where nothing may be created now; nothing where this thread works
    under no lease.
    """
    if lease := _held.get():
        lease.announce(keys)


@contextmanager
def kept(
    renew: Callable[[], bool],
    length: timedelta,
    since: float,
    clock: Callable[[], float] = elapsed,
    announce: Announce = _untold,
) -> Iterator[None]:
    """Hold a lease while the block runs; it is renewed three times as often as it would end.

    ``since`` is when it began at the earliest: what :func:`elapsed` said before it was asked for. Where ``renew``
    raises TryAgain, the next call may come in time.
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
        # Not waited for: what it renews too late is nobody's any more, and stays so.
        over.set()


def _keep(lease: Lease, renew: Callable[[], bool], seconds: float, over: threading.Event) -> None:
    while not over.wait(seconds):
        with suppress(TryAgain):
            lease.renew(renew)
