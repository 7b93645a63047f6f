"""What a rep has been given, and whether one more card fits."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from coach.decide.limits import Limits, next_day, next_week
from coach.model import Reason, RepLoad
from coach.playbook.model import Playbook


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a card is held back; ``until`` is when that could end by itself, None where it does not."""

    reason: Reason
    detail: str
    until: datetime | None = None


class Budget:
    """The rep's load, growing with each delivery of one evaluation."""

    def __init__(self, load: RepLoad, limits: Limits, now: datetime) -> None:
        self._limits = limits
        self._now = now
        self._minutes = load.minutes_this_week
        self._cards = load.cards_today
        self._week = Counter(load.week_by_playbook)
        self._mastered = load.mastered

    def mastered(self, playbook: Playbook) -> Refusal | None:
        """That the rep has shown to master what the playbook teaches."""
        until = self._mastered.get(playbook.skill or "")
        if until is None or until <= self._now:
            return None
        detail = f"The rep has shown to master this skill ({playbook.skill}): right answers, and done, some time apart."
        return Refusal(Reason.MASTERED, detail, until)

    def refusal(self, playbook: Playbook, minutes: Decimal) -> Refusal | None:
        """What speaks against one more card of this playbook, the limit that lasts longest first."""
        return self._rep_cap(playbook) or self._weekly_minutes(minutes) or self._daily_cap()

    def take(self, playbook: Playbook, minutes: Decimal) -> None:
        """One more card of this playbook is given."""
        self._minutes += minutes
        self._cards += 1
        self._week[playbook.name] += 1

    def _rep_cap(self, playbook: Playbook) -> Refusal | None:
        cap, given = playbook.limits.per_rep_per_week, self._week[playbook.name]
        if cap is None or given < cap:
            return None
        detail = f"The rep has had {given} of at most {cap} cards of this playbook this week."
        return Refusal(Reason.REP_CAP, detail, self._next_week())

    def _weekly_minutes(self, minutes: Decimal) -> Refusal | None:
        limit = self._limits.weekly_minutes
        if not limit or self._minutes + minutes <= limit:
            return None
        detail = f"{self._minutes} of {limit} minutes used this week; this card takes {minutes}."
        return Refusal(Reason.WEEKLY_MINUTES, detail, self._next_week() if minutes <= limit else None)

    def _daily_cap(self) -> Refusal | None:
        cap = self._limits.daily_cards
        if not cap or self._cards < cap:
            return None
        detail = f"The rep has had {self._cards} of at most {cap} cards today."
        return Refusal(Reason.DAILY_CAP, detail, next_day(self._now, self._limits.timezone))

    def _next_week(self) -> datetime:
        return next_week(self._now, self._limits.timezone)
