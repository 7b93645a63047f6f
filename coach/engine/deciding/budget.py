"""A rep's budget: what they have been given, and whether one more card fits."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from coach.engine.deciding.limits import Limits, next_day, next_week
from coach.engine.languages import figures_in
from coach.engine.model import Decision, Reason, RepLoad
from coach.engine.playbook.model import Playbook


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a card is held back. ``until`` is when that ends by itself; None if it does not."""

    reason: Reason
    detail: str
    until: datetime | None = None


class Budget:
    """The rep's load. It grows with each delivery of one evaluation."""

    def __init__(self, load: RepLoad, limits: Limits, now: datetime) -> None:
        self._limits = limits
        self._now = now
        self.load = load

    def mastered(self, playbook: Playbook) -> Refusal | None:
        """A refusal if the rep has mastered the playbook's skill."""
        until = self.load.mastered.get(playbook.skill or "")
        if until is None or until <= self._now:
            return None
        detail = (
            f"The rep has mastered this skill ({playbook.skill}): two right answers on cards that were done, at least a"
            f" week apart. The next question about it is due on {until.day} {until:%B %Y}."
        )
        return Refusal(Reason.MASTERED, detail, until)

    def refusal(self, playbook: Playbook, minutes: Decimal) -> Refusal | None:
        """The limit that one more card of this playbook would exceed; if several, the one that lasts longest."""
        return self._rep_cap(playbook) or self._weekly_minutes(minutes) or self._daily_cap()

    def charge(self, decision: Decision) -> None:
        """Add a decision's cost to the rep's load."""
        self.load = self.load.charge(decision)

    def _rep_cap(self, playbook: Playbook) -> Refusal | None:
        cap, given = playbook.limits.per_rep_per_week, self.load.week_by_playbook.get(playbook.name, 0)
        if cap is None or given < cap:
            return None
        detail = f"The rep has had {given} of at most {cap} cards of this playbook this week."
        return Refusal(Reason.REP_CAP, detail, self._next_week())

    def _weekly_minutes(self, minutes: Decimal) -> Refusal | None:
        limit, used = self._limits.weekly_minutes, self.load.minutes_this_week
        if not limit or used + minutes <= limit:
            return None
        told, most, takes = map(figures_in("en").minutes, (used, limit, minutes))
        detail = f"{told} of {most} minutes used this week; this card takes {takes}."
        return Refusal(Reason.WEEKLY_MINUTES, detail, self._next_week() if minutes <= limit else None)

    def _daily_cap(self) -> Refusal | None:
        cap, given = self._limits.daily_cards, self.load.cards_today
        if not cap or given < cap:
            return None
        detail = f"The rep has had {given} of at most {cap} cards today."
        return Refusal(Reason.DAILY_CAP, detail, next_day(self._now, self._limits.timezone))

    def _next_week(self) -> datetime:
        return next_week(self._now, self._limits.timezone)
