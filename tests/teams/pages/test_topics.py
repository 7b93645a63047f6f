"""What a manager and a rep may talk about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from coach.engine.model import Adherence, Author, Reason
from coach.engine.responses import Dismissal, Evidence
from coach.teams.given import GivenCard
from coach.teams.pages.rules import Need
from coach.teams.pages.thresholds import Rule
from coach.teams.pages.topics import RepPicture, topics, went_well
from tests.fixtures.make import NOON

STRONG = Evidence(answered=4, right=4)
NOTHING: Mapping[Any, Any] = {}


def a_card(number: int = 1, days_ago: float = 10, **came_of_it: Any) -> GivenCard:
    base = GivenCard(
        key=f"key-{number}",
        title=f"Card {number}",
        playbook="trade",
        skill="negotiation",
        opportunity_id=f"deal-{number}",
        deal_name=f"Deal {number}",
        amount=Decimal(1000 * number),
        currency="USD",
        delivered_at=NOON - timedelta(days=days_ago),
        is_open=False,
        opened_at=None,
        acknowledged_at=None,
        done_at=None,
        dismissal=None,
        aside=None,
        words="",
        adherence=None,
        moved_at=None,
        right=None,
    )
    return replace(base, **came_of_it)


def picture(*cards: GivenCard, skills: Any = NOTHING, needs: Sequence[Need] = ()) -> RepPicture:
    return RepPicture(cards, skills, needs, NOON, NOON - timedelta(days=28))


def need(rule: Rule, skill: str | None = None) -> Need:
    return Need(rule, rule.value, 1, "1 card", "which is so.", "/log", skill)


UNSEEN: Mapping[str, Any] = {"done_at": NOON, "adherence": Adherence.NOT_SEEN}


def test_the_first_three_reasons_are_talked_about_each_with_its_sentence_and_rows() -> None:
    found = topics(picture(needs=[need(rule) for rule in Rule]))

    assert [topic.title for topic in found] == ["done_not_seen", "sure_and_wrong", "practise"]
    assert {(topic.rows, topic.why, topic.address) for topic in found} == {("1 card", "which is so.", "/log")}


def test_the_largest_deals_are_named_each_once() -> None:
    cards = [a_card(number, **UNSEEN) for number in range(1, 6)]
    cards.append(replace(a_card(5, **UNSEEN), key="key-again"))

    (topic,) = topics(picture(*cards, needs=[need(Rule.DONE_NOT_SEEN)]))

    assert [card.deal_name for card in topic.cards] == ["Deal 5", "Deal 4", "Deal 3"]


@pytest.mark.parametrize(
    ("rule", "about", "not_about"),
    [
        (Rule.DONE_NOT_SEEN, UNSEEN, {"adherence": Adherence.NOT_SEEN}),
        (Rule.PRACTISE, {"skill": "pricing"}, {"skill": "closing"}),
        (Rule.SURE_AND_WRONG, {"skill": "pricing"}, {"skill": None}),
        (Rule.UNANSWERED, {"is_open": True}, {"is_open": True, "still_theirs": False}),
        (Rule.UNANSWERED, {"is_open": True}, {"is_open": True, "days_ago": 6}),
        (Rule.DROPPED, {"adherence": Adherence.NOT_SEEN}, {"adherence": Adherence.NOT_SEEN, "days_ago": 30}),
        (Rule.DROPPED, {"adherence": Adherence.NOT_SEEN}, {**UNSEEN, "seen_by": Author.AUTOMATION}),
        (Rule.DID_NOT_FIT, {"dismissal": Dismissal.WRONG}, {"dismissal": Dismissal.ALREADY_DONE}),
        (Rule.PUT_OFF, {"aside": Reason.SNOOZED}, {"aside": Reason.DONE}),
    ],
)
def test_a_reason_names_the_cards_that_it_is_about(rule: Rule, about: Any, not_about: Any) -> None:
    (topic,) = topics(picture(a_card(1, **about), a_card(2, **not_about), needs=[need(rule, "pricing")]))

    assert [card.key for card in topic.cards] == ["key-1"]


def test_what_went_well_is_told_too() -> None:
    seen = a_card(1, done_at=NOON, adherence=Adherence.SEEN, seen_by=Author.REP, moved_at=NOON)

    found = went_well(picture(seen, skills={"pricing": STRONG}))

    assert [topic.title for topic in found] == [
        "Done, and to be seen on the deal",
        "Strong in pricing",
        "One deal moved forward after a card",
    ]


def test_what_somebody_else_did_is_no_merit_of_the_reps() -> None:
    card = a_card(1, done_at=NOON, adherence=Adherence.SEEN, seen_by=Author.SOMEBODY_ELSE)

    assert went_well(picture(card)) == ()
