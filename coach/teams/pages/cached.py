"""Caches figures for a short while: a page and its charts need the same figures, and so does anybody who looks
again.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import datetime
from typing import TypeVar, cast

from coach.engine.model import Reason, VisibleReps
from coach.teams.below import Reporting
from coach.teams.figures import TeamFigures
from coach.teams.scorecard import Playbooks
from coach.teams.signals import Signals
from coach.teams.teams import TeamsStore
from coach.teams.weeks import WeekBounds

FRESH_SECONDS = 60.0
"""A team's figures cover weeks. Recounting those of a whole company for each view would cost more than it is worth."""
MOST_CACHED = 64

T = TypeVar("T")


class CachedFigures:
    """A team's figures, at most a minute old. Thread-safe. ``monotonic`` is the clock, in seconds.

    The cache key is the exact set of people, so nobody sees figures that only somebody else may see.
    """

    def __init__(self, store: TeamsStore, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()

    def figures(self, scope: VisibleReps, weeks: WeekBounds, *, held_from: bool) -> TeamFigures:
        """What the reps in ``scope`` were given in these weeks, and the results."""
        key = ("figures", scope, weeks, held_from)
        return self._recall(key, lambda: self._store.figures(scope, weeks, held_from=held_from))

    def playbooks(self, scope: VisibleReps, weeks: WeekBounds) -> Playbooks:
        """The results of each playbook."""
        return self._recall(("playbooks", scope, weeks), lambda: self._store.playbooks(scope, weeks))

    def signals(
        self,
        scope: VisibleReps,
        weeks: WeekBounds,
        unanswered_since: datetime,
        reasons: Collection[Reason],
        *,
        answers: bool,
    ) -> Signals:
        """What a manager could talk about with the reps in ``scope``."""
        return self._recall(
            ("signals", scope, weeks),
            lambda: self._store.signals(scope, weeks, unanswered_since, reasons, answers=answers),
        )

    def people(self) -> Sequence[Reporting]:
        """All users, and whom they report to."""
        return self._recall("people", self._store.people)

    def _recall(self, key: Hashable, count: Callable[[], T]) -> T:
        with self._lock:
            until, found = self._kept.get(key, (0.0, None))
        if self._monotonic() < until:
            return cast("T", found)
        counted = count()
        with self._lock:
            self._kept[key] = (self._monotonic() + FRESH_SECONDS, counted)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_CACHED:
                self._kept.popitem(last=False)
        return counted
