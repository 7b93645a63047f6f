"""Why somebody may need their manager: rules that anybody can read, each with the rows that it is about. Pure.

What is told first is from which most follows: what was ticked off and cannot be seen on the deal, then what the rep
cannot do yet, then what they do not read, do not follow any more, do not get, do not want, have no time for, and put
off.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from coach.engine.model import Reason
from coach.engine.responses import Band, band
from coach.log.filters import CardOutcome
from coach.teams.figures import SkillOfRep, WeekOfRep
from coach.teams.pages.links import LogLinks
from coach.teams.pages.words import cards, listed
from coach.teams.signals import CardsOfRep, HeldFromRep

UNANSWERED_AFTER = timedelta(days=7)
OFTEN = 3
"""How often something must happen in the weeks looked at to be a habit."""
LEAST_LOOKED = 4
"""Of fewer cards in either half of the weeks, no change can be told."""
OTHERS_NAMED = 2
DROP = 0.25
"""By how much the share of cards followed must have dropped."""


class Rule(StrEnum):
    """Why somebody may need their manager, in the order in which it is told."""

    DONE_NOT_SEEN = "done_not_seen"
    SURE_AND_WRONG = "sure_and_wrong"
    PRACTISE = "practise"
    UNANSWERED = "unanswered"
    DROPPED = "dropped"
    NOT_WRITTEN = "not_written"
    DID_NOT_FIT = "did_not_fit"
    NO_TIME = "no_time"
    NO_DATA = "no_data"
    PUT_OFF = "put_off"


_DAYS = UNANSWERED_AFTER.days
WHEN: Mapping[Rule, str] = {
    Rule.DONE_NOT_SEEN: "Two cards or more were marked as done, and what they ask for was never seen on the deal.",
    Rule.SURE_AND_WRONG: "A rep was sure of a wrong answer. This is told only where answers are open to managers.",
    Rule.PRACTISE: "A skill is to be practised, by answers and by what deals show, of three or more of them.",
    Rule.UNANSWERED: f"Two cards or more on open deals of theirs have had no response for more than {_DAYS} days.",
    Rule.DROPPED: "The share of cards that the rep followed on the deal is lower in the later half of these weeks than "
    f"in the earlier one, by {DROP * 100:.0f} points or more, with at least {LEAST_LOOKED} cards in each.",
    Rule.NOT_WRITTEN: "A card is not on the record, because its note waits for somebody to act.",
    Rule.DID_NOT_FIT: "Two cards or more were dismissed as wrong or not relevant.",
    Rule.NO_TIME: f"Cards were held back {OFTEN} times or more because the week's minutes were used up.",
    Rule.NO_DATA: f"Cards were held back {OFTEN} times or more because data is missing on the deal.",
    Rule.PUT_OFF: f"{OFTEN} cards or more are put off.",
}
"""What must be so, in the words of the page."""
HELD = {Rule.NO_TIME: Reason.WEEKLY_MINUTES, Rule.NO_DATA: Reason.MISSING_DATA}


@dataclass(frozen=True, slots=True)
class Need:
    """One reason, as a sentence: ``rows`` says how many rows of the log it rests on, ``why`` the rest.

    ``count`` is how many, and ``address`` leads to just them. ``skill`` is the one that it is about, if any.
    """

    rule: Rule
    title: str
    count: int
    rows: str
    why: str
    address: str
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class RepSignals:
    """All that is known of one rep, over ``count`` weeks; ``links`` lead to their rows."""

    cards: CardsOfRep
    links: LogLinks
    now: datetime
    count: int
    skills: Mapping[str, SkillOfRep] = field(default_factory=dict)
    sure: Mapping[str, int] = field(default_factory=dict)
    held_back: Mapping[Reason, HeldFromRep] = field(default_factory=dict)
    weeks: Mapping[int, WeekOfRep] = field(default_factory=dict)


def needs(rep: RepSignals) -> tuple[Need, ...]:
    """Why this rep needs their manager."""
    return tuple(need for rule in Rule for need in _RULES[rule](rep))


def _of_outcome(
    rule: Rule, outcome: CardOutcome, least: int, title: str, why: str
) -> Callable[[RepSignals], Iterator[Need]]:
    def pick(rep: RepSignals) -> Iterator[Need]:
        count = rep.cards.count(outcome)
        if count >= least:
            yield Need(rule, title, count, cards(count), why, rep.links.cards(outcome=outcome))

    return pick


def _of_held_back(rule: Rule, title: str, why: str) -> Callable[[RepSignals], Iterator[Need]]:
    def pick(rep: RepSignals) -> Iterator[Need]:
        held = rep.held_back.get(HELD[rule])
        if held and held.count >= OFTEN:
            where = "one deal" if held.deals == 1 else f"{held.deals} deals"
            address = rep.links.held_back([held.reason])
            yield Need(
                rule, title, held.count, f"{held.count} times", f"a card was held back, on {where}: {why}", address
            )

    return pick


def _sure_and_wrong(rep: RepSignals) -> Iterator[Need]:
    if rep.sure:
        skill = max(sorted(rep.sure), key=lambda each: rep.sure[each])
        count, others = rep.sure[skill], sorted(rep.sure.keys() - {skill})
        why = f"about {skill} answered wrongly by somebody who was sure{_and_of(others)}."
        address = rep.links.cards(skill=skill, outcome=CardOutcome.SURE_AND_WRONG)
        yield Need(Rule.SURE_AND_WRONG, f"Sure, and wrong, about {skill}", count, cards(count), why, address, skill)


def _practise(rep: RepSignals) -> Iterator[Need]:
    weak = [each for each in rep.skills.values() if band(each.evidence) is Band.PRACTISE]
    if weak:
        first, *others = sorted(weak, key=lambda each: (-each.cards, each.skill))
        why = f"about {first.skill}, still to be practised{_and_of(each.skill for each in others)}."
        address = rep.links.cards(skill=first.skill)
        yield Need(Rule.PRACTISE, f"Practise {first.skill}", first.cards, cards(first.cards), why, address, first.skill)


def _unanswered(rep: RepSignals) -> Iterator[Need]:
    count = rep.cards.unanswered
    if count > 1 and rep.cards.oldest:
        after, oldest = UNANSWERED_AFTER.days, (rep.now - rep.cards.oldest).days
        why = f"on open deals unanswered for more than {after} days, the oldest for {oldest}."
        address = rep.links.cards(unacknowledged=str(after))
        yield Need(Rule.UNANSWERED, "Cards that nobody said anything about", count, cards(count), why, address)


def _dropped(rep: RepSignals) -> Iterator[Need]:
    half = rep.count // 2
    later, before = _half(rep, rep.count - half, rep.count), _half(rep, rep.count - 2 * half, rep.count - half)
    (looked, followed), (looked_before, followed_before) = later, before
    if min(looked, looked_before) < LEAST_LOOKED or followed_before / looked_before - followed / looked < DROP:
        return
    count = looked - followed
    why = (
        f"of {looked} in the last {half} weeks not followed on the deal, after "
        f"{looked_before - followed_before} of {looked_before} in the {half} weeks before."
    )
    address = rep.links.cards(rep.count - half, rep.count - 1, outcome=CardOutcome.NOT_SEEN)
    yield Need(Rule.DROPPED, "Fewer cards followed than before", count, cards(count), why, address)


def _half(rep: RepSignals, first: int, after: int) -> tuple[int, int]:
    weeks = [rep.weeks[week] for week in range(first, after) if week in rep.weeks]
    return sum(each.looked for each in weeks), sum(each.followed for each in weeks)


_RULES: Mapping[Rule, Callable[[RepSignals], Iterator[Need]]] = {
    Rule.DONE_NOT_SEEN: _of_outcome(
        Rule.DONE_NOT_SEEN,
        CardOutcome.DONE_NOT_SEEN,
        2,
        "Done, but not to be seen on the deal",
        "marked as done, and never seen on the deal.",
    ),
    Rule.SURE_AND_WRONG: _sure_and_wrong,
    Rule.PRACTISE: _practise,
    Rule.UNANSWERED: _unanswered,
    Rule.DROPPED: _dropped,
    Rule.NOT_WRITTEN: _of_outcome(
        Rule.NOT_WRITTEN,
        CardOutcome.NOT_WRITTEN,
        1,
        "Cards that do not reach the record",
        "not on the record: the note waits for somebody to act.",
    ),
    Rule.DID_NOT_FIT: _of_outcome(
        Rule.DID_NOT_FIT,
        CardOutcome.DID_NOT_FIT,
        2,
        "Advice that did not fit",
        "dismissed as wrong or not relevant.",
    ),
    Rule.NO_TIME: _of_held_back(
        Rule.NO_TIME, "More to coach than a week has minutes for", "the week's minutes were used up."
    ),
    Rule.NO_DATA: _of_held_back(Rule.NO_DATA, "Deals that lack data", "data is missing there."),
    Rule.PUT_OFF: _of_outcome(Rule.PUT_OFF, CardOutcome.SNOOZED, OFTEN, "Put off, more than once", "put off."),
}


def _and_of(skills: Iterable[str]) -> str:
    """Others of which the same is to be said, without naming a whole list of them."""
    named = list(skills)
    if not named:
        return ""
    shown, more = named[:OTHERS_NAMED], len(named) - OTHERS_NAMED
    words = [*shown, f"{more} more"] if more > 0 else shown
    return f"; so {'is' if len(named) == 1 else 'are'} {listed(words)}"
