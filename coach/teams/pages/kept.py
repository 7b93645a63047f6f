"""Figures kept for a short while: a page and its charts ask for the same, and so does whoever looks again."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import datetime
from typing import TypeVar, cast

from coach.engine.model import Reason
from coach.teams.below import Reporting
from coach.teams.figures import TeamFigures
from coach.teams.scorecard import Playbooks
from coach.teams.signals import Signals
from coach.teams.teams import TeamsStore
from coach.teams.weeks import Scope, WeekBounds

FRESH_SECONDS = 60.0
"""A team's figures are about weeks; counting a whole company's anew for each look would cost more than it tells."""
MOST_KEPT = 64

T = TypeVar("T")


class KeptFigures:
    """A team's figures, at most a minute old. Safe to use from several threads; ``monotonic`` is the clock, in seconds.

    What is kept is kept for exactly the people it is about, so nobody is shown what somebody else may see.
    """

    def __init__(self, store: TeamsStore, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()

    def figures(self, scope: Scope, weeks: WeekBounds, *, held_from: bool) -> TeamFigures:
        """What the reps in ``scope`` were given in these weeks, and what came of it."""
        key = ("figures", scope, weeks, held_from)
        return self._recall(key, lambda: self._store.figures(scope, weeks, held_from=held_from))

    def playbooks(self, scope: Scope, weeks: WeekBounds) -> Playbooks:
        """What came of each playbook."""
        return self._recall(("playbooks", scope, weeks), lambda: self._store.playbooks(scope, weeks))

    def signals(
        self, scope: Scope, weeks: WeekBounds, unanswered_since: datetime, reasons: Collection[Reason], *, answers: bool
    ) -> Signals:
        """What could be talked about with the reps in ``scope``."""
        return self._recall(
            ("signals", scope, weeks),
            lambda: self._store.signals(scope, weeks, unanswered_since, reasons, answers=answers),
        )

    def people(self) -> Sequence[Reporting]:
        """All users, and who they report to."""
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
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return counted
