"""What each rep had been given in the week and on the day of a moment. Moments must not go backwards."""

from dataclasses import dataclass, field
from datetime import datetime

from coach.engine.deciding import Limits, day_start, week_start
from coach.engine.model import Decision, RepLoad


@dataclass(slots=True)
class _Week:
    """One rep's current week."""

    began: datetime
    day: datetime
    load: RepLoad = field(default_factory=RepLoad)


class ReplayedWeeks:
    """The loads of all reps."""

    def __init__(self, limits: Limits) -> None:
        self._zone = limits.timezone
        self._weeks: dict[str, _Week] = {}

    def load(self, rep_id: str, at: datetime) -> RepLoad:
        """What the rep had been given by then."""
        return self._week(rep_id, at).load

    def give(self, rep_id: str, decision: Decision, at: datetime) -> None:
        """Charge a decision to the rep."""
        week = self._week(rep_id, at)
        week.load = week.load.charge(decision)

    def _week(self, rep_id: str, at: datetime) -> _Week:
        week = self._weeks.get(rep_id)
        began = week_start(at, self._zone)
        if week is None or week.began != began:
            week = self._weeks[rep_id] = _Week(began, day_start(at, self._zone))
        day = day_start(at, self._zone)
        if week.day != day:
            week.day, week.load = day, week.load.next_day()
        return week
