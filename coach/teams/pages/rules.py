"""Why somebody may need their manager: simple rules, each with the log rows behind it. Pure.

The reason that exceeds its threshold the most comes first. Ties go to the rule from which more follows: cards ticked
off but not seen on the deal, then what the rep cannot do yet, then what they do not read, no longer follow, do not get,
do not want, have no time for, and put off.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from coach.engine.model import Reason
from coach.engine.responses import Band, band
from coach.log.outcomes import CardOutcome
from coach.teams.figures import SkillOfRep, WeekOfRep
from coach.teams.pages.links import LogLinks
from coach.teams.pages.thresholds import DROP, LEAST_LOOKED, THRESHOLDS, UNANSWERED_AFTER, Rule
from coach.teams.pages.words import cards, listed
from coach.teams.signals import CardsOfRep, HeldFromRep

OTHERS_NAMED = 2
HELD = {Rule.NO_TIME: Reason.WEEKLY_MINUTES, Rule.NO_DATA: Reason.MISSING_DATA}


@dataclass(frozen=True, slots=True)
class Need:
    """One reason, as a sentence: ``rows`` says how many rows of the log it rests on, ``why`` is the rest.

    ``count`` is the number of rows, and ``address`` the URL that finds exactly them. ``skill`` is the one it is about,
    if any. ``times`` is the ratio to the threshold: 1 just reaches it.
    """

    rule: Rule
    title: str
    count: int
    rows: str
    why: str
    address: str
    skill: str | None = None
    times: float = 1


@dataclass(frozen=True, slots=True)
class RepSignals:
    """Everything known about one rep, over ``count`` weeks; ``links`` lead to their rows."""

    cards: CardsOfRep
    links: LogLinks
    now: datetime
    count: int
    skills: Mapping[str, SkillOfRep] = field(default_factory=dict)
    sure: Mapping[str, int] = field(default_factory=dict)
    held_back: Mapping[Reason, HeldFromRep] = field(default_factory=dict)
    weeks: Mapping[int, WeekOfRep] = field(default_factory=dict)


def needs(rep: RepSignals) -> tuple[Need, ...]:
    """Why this rep needs their manager; the reason that stands out most comes first."""
    found = [need for rule in Rule for need in _RULES[rule](rep)]
    return tuple(sorted(found, key=lambda need: -need.times))


def _times(rule: Rule, count: float) -> float:
    """The ratio to the threshold; below 1 it is no reason."""
    return count / THRESHOLDS[rule].least


def _of_outcome(rule: Rule, outcome: CardOutcome, title: str, why: str) -> Callable[[RepSignals], Iterator[Need]]:
    def pick(rep: RepSignals) -> Iterator[Need]:
        count = rep.cards.count(outcome)
        if (times := _times(rule, count)) >= 1:
            yield Need(rule, title, count, cards(count), why, rep.links.cards(outcome=outcome), times=times)

    return pick


def _of_held_back(rule: Rule, title: str, why: str) -> Callable[[RepSignals], Iterator[Need]]:
    def pick(rep: RepSignals) -> Iterator[Need]:
        held = rep.held_back.get(HELD[rule])
        if held and (times := _times(rule, held.count)) >= 1:
            where = "one deal" if held.deals == 1 else f"{held.deals} deals"
            address, told = rep.links.held_back([held.reason]), f"a card was held back, on {where}: {why}"
            yield Need(rule, title, held.count, f"{held.count} times", told, address, times=times)

    return pick


def _sure_and_wrong(rep: RepSignals) -> Iterator[Need]:
    if rep.sure:
        skill = max(sorted(rep.sure), key=lambda each: rep.sure[each])
        count, others = rep.sure[skill], sorted(rep.sure.keys() - {skill})
        why = f"about {skill} answered wrongly by somebody who was sure{_and_of(others)}."
        address = rep.links.cards(skill=skill, outcome=CardOutcome.SURE_AND_WRONG)
        title, times = f"Sure, and wrong, about {skill}", _times(Rule.SURE_AND_WRONG, sum(rep.sure.values()))
        yield Need(Rule.SURE_AND_WRONG, title, count, cards(count), why, address, skill, times)


def _practise(rep: RepSignals) -> Iterator[Need]:
    weak = [each for each in rep.skills.values() if band(each.evidence) is Band.PRACTISE]
    if weak:
        first, *others = sorted(weak, key=lambda each: (-each.cards, each.skill))
        why = f"about {first.skill}, still to be practised{_and_of(each.skill for each in others)}."
        address = rep.links.cards(skill=first.skill)
        title, times = f"Practise {first.skill}", _times(Rule.PRACTISE, len(weak))
        yield Need(Rule.PRACTISE, title, first.cards, cards(first.cards), why, address, first.skill, times)


def _unanswered(rep: RepSignals) -> Iterator[Need]:
    count = rep.cards.unanswered
    if (times := _times(Rule.UNANSWERED, count)) >= 1 and rep.cards.oldest:
        after, oldest = UNANSWERED_AFTER.days, (rep.now - rep.cards.oldest).days
        why = f"on open deals unanswered for more than {after} days, the oldest for {oldest}."
        address = rep.links.cards(unacknowledged=str(after))
        title = "Cards that nobody said anything about"
        yield Need(Rule.UNANSWERED, title, count, cards(count), why, address, times=times)


def _dropped(rep: RepSignals) -> Iterator[Need]:
    half = rep.count // 2
    later, before = _half(rep, rep.count - half, rep.count), _half(rep, rep.count - 2 * half, rep.count - half)
    (looked, followed), (looked_before, followed_before) = later, before
    if min(looked, looked_before) < LEAST_LOOKED:
        return
    drop = followed_before / looked_before - followed / looked
    if drop < DROP:
        return
    count = looked - followed
    why = (
        f"of {looked} in the last {half} weeks not followed on the deal, after "
        f"{looked_before - followed_before} of {looked_before} in the {half} weeks before."
    )
    address = rep.links.cards(rep.count - half, rep.count - 1, outcome=CardOutcome.NOT_SEEN)
    title, times = "Fewer cards followed than before", _times(Rule.DROPPED, drop)
    yield Need(Rule.DROPPED, title, count, cards(count), why, address, times=times)


def _half(rep: RepSignals, first: int, after: int) -> tuple[int, int]:
    weeks = [rep.weeks[week] for week in range(first, after) if week in rep.weeks]
    return sum(each.looked for each in weeks), sum(each.followed for each in weeks)


_RULES: Mapping[Rule, Callable[[RepSignals], Iterator[Need]]] = {
    Rule.DONE_NOT_SEEN: _of_outcome(
        Rule.DONE_NOT_SEEN,
        CardOutcome.DONE_NOT_SEEN,
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
        "Cards that do not reach the record",
        "not on the record: the note waits for somebody to act.",
    ),
    Rule.DID_NOT_FIT: _of_outcome(
        Rule.DID_NOT_FIT,
        CardOutcome.DID_NOT_FIT,
        "Advice that did not fit",
        "dismissed as wrong or not relevant.",
    ),
    Rule.NO_TIME: _of_held_back(
        Rule.NO_TIME, "More to coach than a week has minutes for", "the week's minutes were used up."
    ),
    Rule.NO_DATA: _of_held_back(Rule.NO_DATA, "Deals that lack data", "data is missing there."),
    Rule.PUT_OFF: _of_outcome(Rule.PUT_OFF, CardOutcome.SNOOZED, "Put off, more than once", "put off."),
}


def _and_of(skills: Iterable[str]) -> str:
    """A phrase for further skills with the same finding, without a long list."""
    named = list(skills)
    if not named:
        return ""
    shown, more = named[:OTHERS_NAMED], len(named) - OTHERS_NAMED
    words = [*shown, f"{more} more"] if more > 0 else shown
    return f"; so {'is' if len(named) == 1 else 'are'} {listed(words)}"
