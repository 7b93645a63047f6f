"""How long to wait before a retry, and how suspects are retried: pure arithmetic.

A deal or a note may kill the worker that holds it: by using too much memory, or by a fault in a library. Afterwards
nobody can say which member of the batch it was, so every member is suspected and tried alone. That clears the innocent
ones, and the culprit waits ever longer between its turns. Work that is not suspected overtakes suspects: a storm of
crashes leaves hundreds of suspects, and new work does not wait for them. Still, every few turns one of the suspects
comes first, so that steady work does not keep them waiting forever.
"""

from datetime import timedelta

PATIENCE = 3
"""Failures in a row that cause no delay of their own."""

FIRST_LOOK = timedelta(seconds=5)
LOOKS_GROW = 3
"""A note in doubt is looked for after 5, 15 and 45 seconds, after 2¼ and 6¾ minutes, and once more as the doubt ends.

What was carried out before its answer was lost is visible at once: a query sees whatever is committed, and none of our
queries uses the search index, which lags behind. What is not there yet may still come for as long as a request may
last. Source: App Limits Cheat Sheet, "API Timeout Limits": ten minutes for any call that is no query.
"""

AFTER_NEWS = timedelta(minutes=1)
"""The longest wait of a deal, and of its notes, if something has happened to the deal meanwhile."""

_SUSPECTS_TURN = 4
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)
_AFTER_FAILURE = timedelta(seconds=30)
_LONGEST_AFTER_FAILURE = timedelta(minutes=5)
_AFTER_CRASH = timedelta(minutes=1)
_LONGEST_AFTER_CRASH = timedelta(hours=1)


def suspects_first(turn: int) -> bool:
    """Whether the ``turn``-th batch of a process begins with suspects: one in four does."""
    return turn % _SUSPECTS_TURN == 0


def after_failures(attempts: int) -> timedelta:
    """The shortest wait after ``attempts`` in a row that were given back unfinished; at most five minutes."""
    return _doubling(_AFTER_FAILURE, attempts - PATIENCE, _LONGEST_AFTER_FAILURE)


def after_crashes(crashes: int) -> timedelta:
    """What to add to a lease after ``crashes`` workers in a row were lost while holding it; at most an hour."""
    return _doubling(_AFTER_CRASH, crashes - PATIENCE, _LONGEST_AFTER_CRASH)


def pause(attempts: int, chance: float) -> timedelta:
    """The wait after ``attempts`` to write a note: doubling from one second to five minutes, then cut by up to half.

    ``chance`` in [0, 1) decides how far it is cut. That spreads what failed together, so that it is not retried all at
    once.
    """
    longest = _doubling(_FIRST_PAUSE, attempts, _LONGEST_PAUSE)
    return longest * (0.5 + chance / 2)


def next_look(age: timedelta, until: timedelta) -> timedelta:
    """The wait before the next look for a note that has been in doubt for ``age``, of at most ``until``.

    Zero once that time is over: what is not there then does not exist.
    """
    return max(min(max(FIRST_LOOK, age * LOOKS_GROW), until) - age, timedelta(0))


def _doubling(first: timedelta, times: int, longest: timedelta) -> timedelta:
    if times <= 0:
        return timedelta(0)
    # Beyond 2**20 seconds every wait is the longest one; unbounded, the power would overflow.
    factor: int = 2 ** min(times - 1, 20)
    return min(first * factor, longest)
