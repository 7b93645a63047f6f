"""Who needs their manager: each rule at its border, in words, with the rows that it rests on."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from coach.engine.model import Reason
from coach.engine.responses import Evidence, Funnel
from coach.teams.figures import SkillOfRep, TeamFigures, WeekOfRep
from coach.teams.pages.links import LogLinks
from coach.teams.pages.needs import people
from coach.teams.pages.rules import Need
from coach.teams.pages.thresholds import THRESHOLDS, Rule
from coach.teams.signals import COUNTED, CardsOfRep, HeldFromRep, Signals, SureAndWrong
from tests.fixtures.make import NOON

MANAGER_PAGE = (Path(__file__).parents[3] / "docs" / "manager.md").read_text(encoding="utf-8")
STARTS = tuple(date(2026, 10, 5) + timedelta(days=7 * week) for week in range(8))
LINKS = LogLinks("/log", {}, STARTS)
EVERY_DAY = "from=2026-10-05&to=2026-11-29&rep=ana"


def found(
    weeks: Sequence[WeekOfRep] = (), skills: Sequence[SkillOfRep] = (), signals: Signals | None = None
) -> tuple[Need, ...]:
    """What is told of Ana."""
    given = (WeekOfRep("ana", 0, 1.0, Funnel(1)), *weeks)
    figures = TeamFigures(tuple(given), tuple(skills), (), {}, {"ana": "Ana"})
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


def listed(of: dict[str, CardsOfRep]) -> list[tuple[str, int]]:
    """Who is listed, with how many reasons, for what their cards came to."""
    weeks = tuple(WeekOfRep(name, 0, 1.0, Funnel(1)) for name in of)
    figures = TeamFigures(weeks, (), (), {}, {name: name for name in of})
    shown = people(figures, Signals(cards=tuple(of.values())), LINKS, NOON)
    return [(each.name, len(each.needs)) for each in shown]


def test_whoever_has_most_reasons_comes_first_then_whose_strongest_stands_out_more_then_the_alphabet() -> None:
    just, much, nothing = (2, 0, 0, 0), (9, 0, 0, 0), (0, 0, 0, 0)

    assert listed(
        {
            "Ana": CardsOfRep("Ana", just, 0, None),
            "Bo": CardsOfRep("Bo", much, 0, None),
            "Cy": CardsOfRep("Cy", just, 2, NOON),
            "Dee": CardsOfRep("Dee", nothing, 0, None),
            "Abe": CardsOfRep("Abe", just, 0, None),
        }
    ) == [("Cy", 2), ("Bo", 1), ("Abe", 1), ("Ana", 1), ("Dee", 0)]


def test_what_is_the_furthest_beyond_its_threshold_is_told_first() -> None:
    told = found(signals=Signals(cards=(CardsOfRep("ana", (2, 0, 9, 0), 3, NOON),)))

    assert [(each.rule, each.times) for each in told] == [
        (Rule.PUT_OFF, 3),
        (Rule.UNANSWERED, 1.5),
        (Rule.DONE_NOT_SEEN, 1),
    ]


def test_of_two_that_stand_out_alike_the_one_from_which_more_follows_is_told_first() -> None:
    told = found(signals=Signals(cards=(CardsOfRep("ana", (2, 2, 3, 0), 2, NOON),)))

    assert [each.rule for each in told] == [Rule.DONE_NOT_SEEN, Rule.UNANSWERED, Rule.DID_NOT_FIT, Rule.PUT_OFF]


@pytest.mark.parametrize("rule", Rule)
def test_each_threshold_is_explained_on_the_page_and_in_the_manager_s_page(rule: Rule) -> None:
    threshold = THRESHOLDS[rule]

    assert threshold.what.endswith(".")
    assert f"| {threshold.because.rstrip('.')} |".lower() in MANAGER_PAGE.lower()
