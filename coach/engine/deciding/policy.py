"""Match → Decision. Pure: the same deal, playbooks, past and load always lead to the same decisions.

Which cards belong on a deal depends on the current deal only, not on how it got there:

* A playbook that applies, or whose outcome is unknown, keeps its open card. One that no longer applies loses it.
* Of the playbooks that apply, the best ones get the places on the deal, by priority, then name. A card that is
  outranked later is retired, just as it would have been held back at first. A playbook that is held back for another
  reason takes no place.
* While the cooldown lasts, a retired card comes back as the same card, and costs the rep nothing: a stage that was set
  by mistake and set back leaves no trace. After the cooldown the playbook gives its next card, if it has one left.
* A card that its rep laid aside is retired and stays away. Done or dismissed cards stay away for good. A snoozed card
  stays away until its time, then the same card comes back. Until then its playbook gives no other card on this deal.
* Limits on what a rep gets, and on new cards on a deal in a day, hold back new cards only; they never take a card away.
  The same is true of mastery of a playbook's skill.
* A card whose approval has ended is retired in any case. Its playbook goes on with the cards that are still approved.
* A new card comes without its question if it is too early for one (:mod:`coach.engine.deciding.questions`).
* ``always`` playbooks have places of their own, and no limit holds them back. Once all their cards have been given, the
  last one comes back. Only an inactive owner, draft status or the audience keeps them from being delivered. Reps cannot
  lay their cards aside.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from coach.engine.deciding.approval import approved, next_end
from coach.engine.deciding.budget import Budget, Refusal
from coach.engine.deciding.history import LAID_ASIDE, History, cooldown_ends, histories
from coach.engine.deciding.limits import Limits, day_start, next_day
from coach.engine.deciding.questions import left_out
from coach.engine.deciding.reasons import sentence
from coach.engine.languages import figures_in
from coach.engine.matching import Matches
from coach.engine.model import CardState, Deal, Decision, LaidAside, PastCard, Reason, RepLoad, Verdict
from coach.engine.playbook import Library
from coach.engine.playbook.model import Playbook, Status

MinutesOf = Callable[[Playbook, str, bool], Decimal]
"""Returns the reading minutes of a card, given its playbook, its name, and whether it includes its question."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """One decision for each relevant playbook, and when the passing of time alone could change one of them.

    A playbook may have two, if its open card was removed by its author, is no longer approved, or was laid aside by the
    rep: the first retires that card, the second delivers or holds back the next.
    """

    decisions: tuple[Decision, ...]
    check_at: datetime | None


def decide(
    deal: Deal,
    found: Matches,
    library: Library,
    past: Sequence[PastCard],
    load: RepLoad,
    limits: Limits,
    now: datetime,
    minutes_of: MinutesOf,
    unrenderable: Mapping[str, str] = MappingProxyType({}),
) -> Decisions:
    """Decide about every playbook that applies, may apply, or has a card open on ``deal``.

    ``past`` holds every card ever given on the deal, in any order, with at most one open for each playbook.
    ``unrenderable`` says, by playbook, why the card that it would deliver cannot be written for this deal. A caller
    that finds such a card calls again with it, so that its playbook takes up neither a place nor minutes. Decisions are
    in order: ``always`` playbooks first, then by priority and name; removed playbooks come last.
    """
    given = histories(past)
    names = {*found.applies, *found.unknown, *(name for name, history in given.items() if history.open)}
    new_today = _given_today(library, past, limits, now)
    evaluation = _Evaluation(deal, found, limits, now, Budget(load, limits, now), minutes_of, unrenderable, new_today)
    decisions: list[Decision] = []
    for playbook in sorted((library.playbooks[name] for name in names if name in library.playbooks), key=rank):
        decisions += evaluation.decide(playbook, given.get(playbook.name, History()))
    gone = sorted(name for name in given if name not in library.playbooks)
    decisions += (_retire(card, Reason.PLAYBOOK_GONE) for name in gone if (card := given[name].open))
    moments = [moment for moment in (found.check_at, *evaluation.moments) if moment]
    return Decisions(tuple(decisions), min(moments, default=None))


def decide_gone(past: Sequence[PastCard]) -> Decisions:
    """The decisions for a deal that is deleted, or hidden from our user: every card is retired."""
    open_cards = sorted((card for card in past if card.state is CardState.OPEN), key=lambda card: card.playbook)
    return Decisions(tuple(_retire(card, Reason.DEAL_GONE) for card in open_cards), None)


def rank(playbook: Playbook) -> tuple[bool, int, str]:
    """Sort key for playbooks and their cards, best first."""
    return (not playbook.always, -playbook.priority, playbook.name)


class _Evaluation:
    """One pass over the playbooks of one deal, best first. Places and the rep's budget fill up on the way."""

    def __init__(
        self,
        deal: Deal,
        found: Matches,
        limits: Limits,
        now: datetime,
        budget: Budget,
        minutes_of: MinutesOf,
        unrenderable: Mapping[str, str],
        new_today: int,
    ) -> None:
        self._deal = deal
        self._applies = frozenset(found.applies)
        self._unknown = frozenset(found.unknown)
        self._outside = found.outside
        self._unsure = found.unsure
        self._limits = limits
        self._now = now
        self._budget = budget
        self._minutes_of = minutes_of
        self._unrenderable = unrenderable
        self._places_taken = 0
        self._new_today = new_today
        self._today = now.astimezone(limits.timezone).date()
        self.moments: list[datetime | None] = []

    def decide(self, written: Playbook, history: History) -> Iterator[Decision]:
        playbook = approved(written, self._today)
        self.moments.append(next_end(written, self._now, self._limits.timezone))
        card = history.open
        if card and not playbook.has(card.name):
            yield _retire(card, Reason.APPROVAL_OVER if written.has(card.name) else Reason.PLAYBOOK_GONE)
            if not playbook.cards:
                return
            card = None
        if card is None and playbook.name in self._unknown:
            yield _hold_back(playbook, Reason.MISSING_DATA)
        elif unwanted := self._unwanted(playbook, card):
            if card:
                yield _retire(card, unwanted)
            elif playbook.name in self._applies:
                yield _hold_back(playbook, unwanted)
        elif card and (aside := self._laid_aside(playbook, card)):
            yield Decision(playbook.name, Verdict.RETIRE, aside.reason, aside.words, card.name, card.occasion)
            yield from self.decide(playbook, history.without_open(aside.reason))
        elif card:
            self._take_place(playbook)
            certain = playbook.name in self._applies and playbook.name not in self._unsure
            yield _keep(card, Reason.STILL_APPLIES if certain else Reason.CANNOT_TELL)
        else:
            yield self._deliver(playbook, history)

    def _unwanted(self, playbook: Playbook, card: PastCard | None) -> Reason | None:
        """Why no card of this playbook belongs on the current deal; None if one may."""
        if playbook.status is Status.RETIRED:
            return Reason.RETIRED
        if playbook.name not in self._applies and playbook.name not in self._unknown:
            return Reason.DEAL_CLOSED if self._deal.closed else Reason.NO_LONGER_APPLIES
        if playbook.status is Status.DRAFT:
            return Reason.DRAFT
        if not playbook.cards:
            return Reason.APPROVAL_OVER
        if playbook.name in self._outside:
            return Reason.NOT_IN_AUDIENCE
        if card is None and playbook.name in self._unsure:
            return Reason.AUDIENCE_UNKNOWN
        if not playbook.always and self._places_taken >= self._limits.deal_cards:
            return Reason.OUTRANKED
        return None

    def _laid_aside(self, playbook: Playbook, card: PastCard) -> LaidAside | None:
        """The rep's last response that lays the card aside, if it still keeps the card off the current deal."""
        if card.laid_aside is None or playbook.always:
            return None
        if not card.laid_aside.holds(self._deal.stage, self._now):
            return None
        self.moments.append(card.laid_aside.until)
        return card.laid_aside

    def _deliver(self, playbook: Playbook, history: History) -> Decision:
        last = history.last_of(playbook)
        aside = self._laid_aside(playbook, last) if last else None
        if aside and aside.reason is Reason.SNOOZED:
            return _hold_back(playbook, Reason.SNOOZED, aside.words)
        if why := self._unrenderable.get(playbook.name):
            return _hold_back(playbook, Reason.UNRENDERABLE, why)
        if returning := self._returning(playbook, history):
            self._take_place(playbook)
            return _about(returning, Verdict.DELIVER, Reason.APPLIES_AGAIN)
        name = history.next_card(playbook)
        if name is None:
            return _hold_back(playbook, Reason.EXHAUSTED)
        silent = left_out(playbook, self._budget.load, self._now) if playbook.asks(name) else ""
        minutes = self._minutes_of(playbook, name, not silent)
        if refusal := self._refusal(playbook, history, minutes):
            self.moments.append(refusal.until)
            return _hold_back(playbook, refusal.reason, refusal.detail)
        self._take_place(playbook)
        self._new_today += not playbook.always
        detail = (
            f"{sentence(Reason.APPLIES)} The card takes {figures_in('en').minutes(minutes)} minutes. {silent}".strip()
        )
        occasion = history.next_occasion
        asks = playbook.skill if playbook.asks(name) and not silent else None
        given = Decision(playbook.name, Verdict.DELIVER, Reason.APPLIES, detail, name, occasion, minutes)
        decision = replace(given, asks=asks, left_out=silent)
        self._budget.charge(decision)
        return decision

    def _take_place(self, playbook: Playbook) -> None:
        self._places_taken += not playbook.always

    def _returning(self, playbook: Playbook, history: History) -> PastCard | None:
        """The retired card that comes back in place of a new one."""
        last = history.last_of(playbook)
        if last is None or self._laid_aside(playbook, last):
            return None
        if last.retired_reason in LAID_ASIDE and not playbook.always:
            return last if last.retired_reason is Reason.SNOOZED and last.laid_aside else None
        cooling = self._now < cooldown_ends(last, playbook)
        return last if cooling or (playbook.always and history.next_card(playbook) is None) else None

    def _refusal(self, playbook: Playbook, history: History, minutes: Decimal) -> Refusal | None:
        """The limit that keeps a new card away; if several, the one that lasts longest."""
        if not self._deal.owner.active:
            return Refusal(Reason.OWNER_INACTIVE, sentence(Reason.OWNER_INACTIVE))
        if playbook.always:
            return None
        return (
            _deal_cap(playbook, history)
            or _cooldown(playbook, history, self._now)
            or self._budget.mastered(playbook)
            or self._budget.refusal(playbook, minutes)
            or self._deal_day()
        )

    def _deal_day(self) -> Refusal | None:
        cap, given = self._limits.deal_daily_cards, self._new_today
        if not cap or given < cap:
            return None
        detail = f"This deal has had {given} of at most {cap} new cards today."
        return Refusal(Reason.DEAL_DAILY_CAP, detail, next_day(self._now, self._limits.timezone))


def _given_today(library: Library, past: Sequence[PastCard], limits: Limits, now: datetime) -> int:
    """The number of cards that were new on the deal today. As with places, those of ``always`` playbooks do not
    count.
    """
    day = day_start(now, limits.timezone)
    books = [library.playbooks.get(card.playbook) for card in past if card.opened_at >= day]
    return sum(not (book and book.always) for book in books)


def _deal_cap(playbook: Playbook, history: History) -> Refusal | None:
    cap, given = playbook.limits.per_deal, len(history.cards)
    if cap is None or given < cap:
        return None
    return Refusal(Reason.DEAL_CAP, f"This deal has had {given} of at most {cap} cards of this playbook.")


def _cooldown(playbook: Playbook, history: History, now: datetime) -> Refusal | None:
    last = history.last_of(playbook)
    if last is None or now >= (ends := cooldown_ends(last, playbook)):
        return None
    return Refusal(Reason.COOLDOWN, f"The playbook's next card may come from {ends:%d %B %Y} on.", ends)


def _retire(card: PastCard, reason: Reason) -> Decision:
    return _about(card, Verdict.RETIRE, reason)


def _keep(card: PastCard, reason: Reason) -> Decision:
    return _about(card, Verdict.KEEP, reason)


def _about(card: PastCard, verdict: Verdict, reason: Reason) -> Decision:
    return Decision(card.playbook, verdict, reason, sentence(reason), card.name, card.occasion)


def _hold_back(playbook: Playbook, reason: Reason, detail: str = "") -> Decision:
    return Decision(playbook.name, Verdict.HOLD_BACK, reason, detail or sentence(reason))
