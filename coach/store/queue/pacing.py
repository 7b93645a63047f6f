"""How long to wait before trying again, and with whom: pure arithmetic.

A deal or a note may kill the worker that holds it: by memory, by a fault in a library. Nobody is left to say which of
the batch it was, so all of it is suspected, and taken again in ever smaller batches until the culprit is alone. From
then on it waits ever longer between its turns. The innocent are cleared by the first batch that ends well.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 3
"""Failures in a row that bring no delay of their own."""

_SHRINK = 4
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)
_AFTER_FAILURE = timedelta(seconds=30)
_LONGEST_AFTER_FAILURE = timedelta(minutes=5)
_AFTER_CRASH = timedelta(minutes=1)
_LONGEST_AFTER_CRASH = timedelta(hours=1)


def batch(candidates: Sequence[T], crashes: Callable[[T], int], limit: int) -> list[T]:
    """Those of ``candidates`` to take together: the first, and others that lost as many workers as it has.

    With each worker lost, a quarter as many: of 300, then 75, 18, 4, 1.
    """
    if not candidates:
        return []
    suspicion = crashes(candidates[0])
    alike = [each for each in candidates if crashes(each) == suspicion]
    return alike[: max(1, limit // _SHRINK**suspicion)]


def after_failures(attempts: int) -> timedelta:
    """The shortest wait after ``attempts`` in a row that were given back unfinished; at most five minutes."""
    return _doubling(_AFTER_FAILURE, attempts - PATIENCE, _LONGEST_AFTER_FAILURE)


def after_crashes(crashes: int) -> timedelta:
    """What to add to a lease, once ``crashes`` workers in a row were lost with it; at most an hour."""
    return _doubling(_AFTER_CRASH, crashes - PATIENCE, _LONGEST_AFTER_CRASH)


def pause(attempts: int, chance: float) -> timedelta:
    """The wait after ``attempts`` to write a note: doubling from a second to five minutes, then halved by chance.

    ``chance`` is in [0, 1); it spreads what failed together, so that it does not come back together.
    """
    longest = _doubling(_FIRST_PAUSE, attempts, _LONGEST_PAUSE)
    return longest * (0.5 + chance / 2)


def _doubling(first: timedelta, times: int, longest: timedelta) -> timedelta:
    if times <= 0:
        return timedelta(0)
    # Beyond 2**20 seconds everything is the longest; unbounded, the power would overflow.
    factor: int = 2 ** min(times - 1, 20)
    return min(first * factor, longest)
