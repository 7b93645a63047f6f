"""What is stored about cards given earlier, and about the rep who got them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from coach.engine.model.authorship import Author
from coach.engine.model.card import CardState
from coach.engine.model.decision import Decision, Reason, Verdict


@dataclass(frozen=True, slots=True)
class LaidAside:
    """A rep has finished with a card, or has put it off.

    ``reason`` is DONE, DISMISSED or SNOOZED; ``words`` say it in a sentence. A snoozed card comes back at ``until``, or
    once the deal has left ``stage``. If both are None, the card stays away.
    """

    reason: Reason
    words: str
    until: datetime | None = None
    stage: str | None = None

    def holds(self, stage: str, now: datetime) -> bool:
        """Whether the card must stay away now from a deal in this stage."""
        if self.until is not None:
            return now < self.until
        return self.stage is None or self.stage == stage


@dataclass(frozen=True, slots=True)
class PastCard:
    """What is stored about a card given earlier on a deal: enough to decide about the next one.

    ``laid_aside`` is its rep's last word on it, if they ever laid it aside. ``seen_by`` says who did what it asks for,
    if that was seen on the deal in time.
    """

    key: str
    playbook: str
    name: str
    occasion: int
    state: CardState
    opened_at: datetime
    minutes: Decimal
    retired_at: datetime | None = None
    retired_reason: Reason | None = None
    laid_aside: LaidAside | None = None
    seen_by: Author | None = None


@dataclass(frozen=True, slots=True)
class RepLoad:
    """What a rep has been given, over all deals.

    ``minutes_this_week`` and ``cards_today`` count first deliveries since the start of the week and day, in the
    service's time zone. ``week_by_playbook`` counts cards per playbook since the start of the week. ``mastered`` maps
    each skill that the rep has mastered to when that expires, ``due`` each skill that they have answered a question
    about to when the next one is due; ``answered`` are these skills. ``last_asked`` is the skill of the last question
    they were given.
    """

    minutes_this_week: Decimal = Decimal(0)
    cards_today: int = 0
    week_by_playbook: Mapping[str, int] = field(default_factory=dict)
    mastered: Mapping[str, datetime] = field(default_factory=dict)
    due: Mapping[str, datetime] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    last_asked: str | None = None

    def charge(self, decision: Decision) -> "RepLoad":
        """The load after a decision. Only a card's first delivery counts toward day and week.

        This is the only place that defines a rep's weekly load: deciding, the store, plans and backtests all call it.
        """
        if decision.verdict is not Verdict.DELIVER or decision.reason is not Reason.APPLIES:
            return self
        load = self.with_card(decision.playbook, decision.minutes)
        return replace(load, last_asked=decision.asks) if decision.asks else load

    def with_card(self, playbook: str, minutes: Decimal, *, today: bool = True) -> "RepLoad":
        """The load with one more card that was charged, today or earlier in the week."""
        return replace(
            self,
            minutes_this_week=self.minutes_this_week + minutes,
            cards_today=self.cards_today + today,
            week_by_playbook={**self.week_by_playbook, playbook: self.week_by_playbook.get(playbook, 0) + 1},
        )

    def next_day(self) -> "RepLoad":
        """The load on another day of the same week."""
        return replace(self, cards_today=0)
