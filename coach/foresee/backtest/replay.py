"""Replays rules and limits moment by moment.

As if Coach had been switched on at a date: a deal is evaluated at its first change from then on, and after that
whenever it changes or a condition on time changes. A deal's earlier cards (cooldowns, places) and its rep's weekly load
count as they would have. Not replayed: the texts of cards, and reps' responses. Owners count as active, as most of them
were.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from coach.engine.cards import card_key
from coach.engine.deciding import decide
from coach.engine.evaluate import EvaluationContext, minutes_of
from coach.engine.model import CardState, Deal, Decision, PastCard, Reason, Verdict
from coach.foresee.backtest.weeks import ReplayedWeeks


@dataclass(frozen=True, slots=True)
class Firing:
    """A card that would have been given: where, to whom, when."""

    playbook: str
    card: str
    opportunity_id: str
    rep_id: str
    at: datetime
    minutes: Decimal


@dataclass(slots=True)
class _Seen:
    """The state of a deal during the replay. ``turn`` numbers its last evaluation: checks scheduled by earlier ones are
    void.
    """

    deal: Deal
    past: dict[tuple[str, str, int], PastCard] = field(default_factory=dict)
    said: dict[str, Reason] = field(default_factory=dict)
    turn: int = 0


@dataclass(slots=True)
class Replay:
    """A replay; feed it with :meth:`run`. ``held_back`` counts by playbook and reason, without repetitions on a deal.

    ``missing`` lists, by playbook, facts of past deals that are unknown. ``owners`` are names by id; ``first_seen`` is
    when each rep's first deal changed.
    """

    context: EvaluationContext
    since: datetime
    until: datetime
    firings: list[Firing] = field(default_factory=list)
    held_back: Counter[tuple[str, Reason]] = field(default_factory=Counter)
    missing: dict[str, set[str]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    first_seen: dict[str, datetime] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _checks: list[tuple[datetime, str, int]] = field(default_factory=list)
    _weeks: ReplayedWeeks = field(init=False)

    def __post_init__(self) -> None:
        self._weeks = ReplayedWeeks(self.context.limits)

    def run(self, changes: Iterable[Deal], step: Callable[[], None] = lambda: None) -> None:
        """Replay past states of deals in time order; the ``read_at`` of each is the moment of a change."""
        for deal in changes:
            if deal.read_at > self.until:
                break
            self._check_until(deal.read_at)
            self._changed(deal)
            step()
        self._check_until(self.until)

    def deals(self) -> Iterator[Deal]:
        """Every deal that changed in the replayed period, in its last state."""
        yield from (seen.deal for seen in self._seen.values() if seen.turn)

    def _changed(self, deal: Deal) -> None:
        deal = replace(deal, owner=replace(deal.owner, active=True))
        seen = self._seen.setdefault(deal.id, _Seen(deal))
        seen.deal = deal
        if deal.read_at >= self.since:
            self.unknown |= deal.unreadable
            self.owners[deal.owner.id] = deal.owner.name
            self.first_seen.setdefault(deal.owner.id, deal.read_at)
            self._decide(seen, deal.read_at)

    def _check_until(self, moment: datetime) -> None:
        """Evaluate the deals that became due before ``moment``."""
        while self._checks and self._checks[0][0] < moment:
            at, opportunity_id, turn = heapq.heappop(self._checks)
            seen = self._seen[opportunity_id]
            if seen.turn == turn:
                self._decide(seen, at)

    def _decide(self, seen: _Seen, at: datetime) -> None:
        deal, context = seen.deal, self.context
        found = context.rulebook.find(deal, at)
        load = self._weeks.load(deal.owner.id, at)
        past = tuple(seen.past.values())
        decided = decide(deal, found, context.library, past, load, context.limits, at, minutes_of)
        for decision in decided.decisions:
            self._carry_out(decision, seen, at)
        seen.turn += 1
        if decided.check_at and at < decided.check_at <= self.until:
            heapq.heappush(self._checks, (decided.check_at, deal.id, seen.turn))

    def _carry_out(self, decision: Decision, seen: _Seen, at: datetime) -> None:
        match decision.verdict:
            case Verdict.DELIVER:
                self._deliver(decision, seen, at)
            case Verdict.RETIRE:
                key = (decision.playbook, decision.card or "", decision.occasion)
                seen.past[key] = replace(
                    seen.past[key], state=CardState.RETIRED, retired_at=at, retired_reason=decision.reason
                )
            case Verdict.HOLD_BACK:
                self._hold_back(decision, seen, at)
        if decision.verdict is not Verdict.HOLD_BACK:
            seen.said.pop(decision.playbook, None)

    def _deliver(self, decision: Decision, seen: _Seen, at: datetime) -> None:
        deal, name = seen.deal, decision.card or ""
        key = (decision.playbook, name, decision.occasion)
        if known := seen.past.get(key):
            seen.past[key] = replace(known, state=CardState.OPEN, retired_at=None, retired_reason=None)
            return
        card = card_key(deal.org_id, deal.id, decision.playbook, name, decision.occasion)
        seen.past[key] = PastCard(card, *key, CardState.OPEN, at, decision.minutes)
        self._weeks.give(deal.owner.id, decision, at)
        self.firings.append(Firing(decision.playbook, name, deal.id, deal.owner.id, at, decision.minutes))

    def _hold_back(self, decision: Decision, seen: _Seen, at: datetime) -> None:
        if seen.said.get(decision.playbook) is decision.reason:
            return
        seen.said[decision.playbook] = decision.reason
        self.held_back[decision.playbook, decision.reason] += 1
        if decision.reason is Reason.MISSING_DATA:
            trace = self.context.rulebook.explain(decision.playbook, seen.deal, at)
            self.missing.setdefault(decision.playbook, set()).update(trace.missing)
