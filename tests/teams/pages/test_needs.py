"""Who needs their manager: each rule at its border, in words, with the rows that it rests on."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from coach.engine.model import Reason
from coach.engine.responses import Evidence, Funnel
from coach.teams.figures import Figures, SkillOfRep, WeekOfRep
from coach.teams.pages.links import LogLinks
from coach.teams.pages.needs import people
from coach.teams.pages.rules import WHEN, Need, Rule
from coach.teams.signals import COUNTED, CardsOfRep, HeldFromRep, Signals, SureAndWrong
from tests.fixtures.make import NOON

STARTS = tuple(date(2026, 10, 5) + timedelta(days=7 * week) for week in range(8))
LINKS = LogLinks("/log", {}, STARTS)
EVERY_DAY = "from=2026-10-05&to=2026-11-29&rep=ana"


def found(
    weeks: Sequence[WeekOfRep] = (), skills: Sequence[SkillOfRep] = (), signals: Signals | None = None
) -> tuple[Need, ...]:
    """What is told of Ana."""
    given = (WeekOfRep("ana", 0, 1.0, Funnel(1)), *weeks)
    figures = Figures(tuple(given), tuple(skills), (), {}, {"ana": "Ana"})
    ((ana),) = people(figures, signals or Signals(), LINKS, NOON)
    return ana.needs


def came_to(rule: Rule, count: int) -> Signals:
    outcomes = tuple(count if outcome == OUTCOMES[rule] else 0 for outcome in COUNTED)
    return Signals(cards=(CardsOfRep("ana", outcomes, 0, None),))


OUTCOMES = {
    Rule.DONE_NOT_SEEN: "done_not_seen",
    Rule.NOT_WRITTEN: "not_written",
    Rule.DID_NOT_FIT: "did_not_fit",
    Rule.PUT_OFF: "snoozed",
}


@pytest.mark.parametrize(
    ("rule", "least", "sentence"),
    [
        (Rule.DONE_NOT_SEEN, 2, "2 cards marked as done, and never seen on the deal."),
        (Rule.NOT_WRITTEN, 1, "1 card not on the record: the note waits for somebody to act."),
        (Rule.DID_NOT_FIT, 2, "2 cards dismissed as wrong or not relevant."),
        (Rule.PUT_OFF, 3, "3 cards put off."),
    ],
)
def test_so_many_cards_are_a_reason_and_fewer_are_none(rule: Rule, least: int, sentence: str) -> None:
    (need,) = found(signals=came_to(rule, least))

    assert (need.rule, f"{need.rows} {need.why}") == (rule, sentence)
    assert need.address == f"/log?{EVERY_DAY}&outcome={OUTCOMES[rule]}&cards=once"
    assert found(signals=came_to(rule, least - 1)) == ()


def test_cards_without_a_response_say_how_old_the_oldest_is() -> None:
    waiting = CardsOfRep("ana", (0,) * len(COUNTED), 4, NOON - timedelta(days=23, hours=5))

    (need,) = found(signals=Signals(cards=(waiting,)))

    told = "4 cards on open deals unanswered for more than 7 days, the oldest for 23."
    assert f"{need.rows} {need.why}" == told
    assert need.address == f"/log?{EVERY_DAY}&unacknowledged=7&cards=once"


def test_the_skill_with_most_cards_stands_for_those_to_practise() -> None:
    weak = [SkillOfRep("ana", skill, Evidence(4), cards) for skill, cards in (("a", 4), ("b", 9), ("c", 4), ("d", 4))]
    steady = SkillOfRep("ana", "e", Evidence(4, 2), 12)

    (need,) = found(skills=[*weak, steady])

    assert need.count == 9
    assert need.why == "about b, still to be practised; so are a, c and 1 more."
    assert need.address == f"/log?{EVERY_DAY}&skill=b&cards=once"


def followed(week: int, looked: int, right: int) -> WeekOfRep:
    return WeekOfRep("ana", week, 1.0, Funnel(looked), looked, right)


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        ((8, 6), (8, 4), True),
        ((8, 6), (8, 5), False),
        ((4, 4), (4, 0), True),
        ((3, 3), (9, 0), False),
        ((9, 9), (3, 0), False),
    ],
)
def test_less_is_followed_than_in_the_weeks_before(
    before: tuple[int, int], after: tuple[int, int], is_told: bool
) -> None:
    assert bool(found([followed(3, *before), followed(4, *after)])) is is_told


def test_what_is_not_followed_any_more_leads_to_the_later_half() -> None:
    (need,) = found([followed(2, 8, 7), followed(5, 9, 3)])

    assert f"{need.rows} {need.why}" == (
        "6 cards of 9 in the last 4 weeks not followed on the deal, after 1 of 8 in the 4 weeks before."
    )
    assert need.address == "/log?from=2026-11-02&to=2026-11-29&rep=ana&outcome=not_seen&cards=once"


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        (Reason.WEEKLY_MINUTES, "a card was held back, on 2 deals: the week's minutes were used up."),
        (Reason.MISSING_DATA, "a card was held back, on 2 deals: data is missing there."),
    ],
)
def test_what_was_often_held_back_is_told_with_its_deals(reason: Reason, why: str) -> None:
    (need,) = found(signals=Signals(held_back=(HeldFromRep("ana", reason, 3, 2),)))

    assert (need.rows, need.why) == ("3 times", why)
    assert need.address == f"/log?{EVERY_DAY}&decision=hold_back&reason={reason}"
    assert found(signals=Signals(held_back=(HeldFromRep("ana", reason, 2, 2),))) == ()


def test_wrong_answers_of_somebody_who_was_sure_are_told_where_they_may_be() -> None:
    (need,) = found(signals=Signals(sure=(SureAndWrong("ana", "pricing", 2),)))

    assert f"{need.rows} {need.why}" == "2 cards about pricing answered wrongly by somebody who was sure."
    assert need.address == f"/log?{EVERY_DAY}&skill=pricing&outcome=sure_and_wrong&cards=once"


def test_whoever_has_most_reasons_comes_first_then_the_alphabet_decides() -> None:
    names = {"1": "Cy", "2": "Bo", "3": "Ana", "4": "Dee"}
    weeks = tuple(WeekOfRep(rep, 0, 1.0, Funnel(1)) for rep in names)
    one: tuple[int, ...] = (2, 0, 0, 0)
    cards: list[Any] = [CardsOfRep("1", one, 2, NOON), CardsOfRep("2", one, 0, None), CardsOfRep("3", one, 0, None)]

    listed = people(Figures(weeks, (), (), {}, names), Signals(cards=tuple(cards)), LINKS, NOON)

    assert [(each.name, len(each.needs)) for each in listed] == [("Cy", 2), ("Ana", 1), ("Bo", 1), ("Dee", 0)]


def test_every_rule_is_explained() -> None:
    assert set(WHEN) == set(Rule)
    assert all(sentence.endswith(".") for sentence in WHEN.values())
