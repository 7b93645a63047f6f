"""Leases are short, so that what a lost worker held is soon another's; whoever lives and works renews its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from coach.errors import TryAgain


@contextmanager
def kept(renew: Callable[[], None], every: timedelta) -> Iterator[None]:
    """Call ``renew`` again and again while the block runs; where it raises TryAgain, the next call may come in time."""
    over = threading.Event()
    threading.Thread(target=_keep, args=[renew, every.total_seconds(), over], name="lease", daemon=True).start()
    try:
        yield
    finally:
        # Not waited for: what it renews too late is nobody's any more, and stays so.
        over.set()


def _keep(renew: Callable[[], None], seconds: float, over: threading.Event) -> None:
    while not over.wait(seconds):
        with suppress(TryAgain):
            renew()
