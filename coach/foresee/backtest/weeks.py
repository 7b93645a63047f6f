"""What each rep had been given in the week and on the day of a moment; moments only go forward."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from coach.decide import Limits, day_start, week_start
from coach.model import RepLoad


@dataclass(slots=True)
class _Week:
    """One rep's present week."""

    began: datetime
    day: datetime
    minutes: Decimal = Decimal(0)
    today: int = 0
    cards: Counter[str] = field(default_factory=Counter)


class Weeks:
    """The loads of all reps."""

    def __init__(self, limits: Limits) -> None:
        self._zone = limits.timezone
        self._weeks: dict[str, _Week] = {}

    def load(self, rep_id: str, at: datetime) -> RepLoad:
        """What the rep had been given by then."""
        week = self._week(rep_id, at)
        return RepLoad(week.minutes, week.today, dict(week.cards))

    def give(self, rep_id: str, playbook: str, minutes: Decimal, at: datetime) -> None:
        """One more card."""
        week = self._week(rep_id, at)
        week.minutes += minutes
        week.today += 1
        week.cards[playbook] += 1

    def _week(self, rep_id: str, at: datetime) -> _Week:
        week = self._weeks.get(rep_id)
        began = week_start(at, self._zone)
        if week is None or week.began != began:
            week = self._weeks[rep_id] = _Week(began, day_start(at, self._zone))
        day = day_start(at, self._zone)
        if week.day != day:
            week.day, week.today = day, 0
        return week
