"""What a manager and a rep may talk about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from coach.model import Adherence, Author, Reason
from coach.respond import Dismissal, Evidence
from coach.store.teams.given import GivenCard
from coach.web.teams.topics import RepPicture, topics, went_well
from tests.store.make import NOON

WEAK, STRONG = Evidence(answered=4), Evidence(answered=4, right=4)
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


def picture(*cards: GivenCard, skills: Any = NOTHING, held_back: Any = NOTHING) -> RepPicture:
    return RepPicture(cards, skills, held_back, NOON)


UNSEEN: Mapping[str, Any] = {"done_at": NOON, "adherence": Adherence.NOT_SEEN}


def test_what_is_ticked_off_and_not_to_be_seen_comes_first_with_why() -> None:
    first = topics(picture(a_card(1, is_open=True), a_card(2, **UNSEEN)))[0]

    assert first.title == "Done, but not to be seen on the deal"
    assert first.why == "One card marked as done, and what the card asks for was not seen on the deal in time."


def test_there_are_three_at_most_and_each_kind_once() -> None:
    cards = [a_card(number, **UNSEEN) for number in range(1, 4)]
    cards += [a_card(number, is_open=True) for number in range(4, 7)]
    cards += [a_card(number, dismissal=Dismissal.WRONG) for number in range(7, 9)]

    found = topics(picture(*cards, skills={"pricing": WEAK}, held_back={Reason.WEEKLY_MINUTES: 9}))

    assert [topic.title for topic in found] == [
        "Done, but not to be seen on the deal",
        "Practise pricing",
        "Cards that nobody said anything about",
    ]


def test_the_largest_deals_are_named_each_once() -> None:
    cards = [a_card(number, **UNSEEN) for number in range(1, 6)]
    cards.append(replace(a_card(5, **UNSEEN), key="key-again"))

    (topic,) = topics(picture(*cards))

    assert [card.deal_name for card in topic.cards] == ["Deal 5", "Deal 4", "Deal 3"]


def test_a_card_of_this_week_is_not_called_unread() -> None:
    assert topics(picture(a_card(days_ago=6, is_open=True))) == ()


def test_one_dismissal_is_no_pattern_and_two_are() -> None:
    one = a_card(1, dismissal=Dismissal.NOT_RELEVANT)

    assert topics(picture(one)) == ()
    assert topics(picture(one, a_card(2, dismissal=Dismissal.WRONG)))[0].title == "Advice that did not fit"


def test_what_went_well_is_told_too() -> None:
    seen = a_card(1, done_at=NOON, adherence=Adherence.SEEN, seen_by=Author.REP, moved_at=NOON)

    found = went_well(picture(seen, skills={"pricing": STRONG}))

    assert [topic.title for topic in found] == [
        "Done, and to be seen on the deal",
        "Strong in pricing",
        "One deal moved forward after a card",
    ]


@pytest.mark.parametrize("author", [Author.AUTOMATION, Author.NOT_KNOWN])
def test_nobody_is_told_off_for_what_an_agent_did_or_nobody_knows_the_author_of(author: Author) -> None:
    card = a_card(1, done_at=NOON, adherence=Adherence.NOT_SEEN, seen_by=author)

    assert topics(picture(card)) == ()


def test_what_somebody_else_did_is_no_merit_of_the_reps() -> None:
    card = a_card(1, done_at=NOON, adherence=Adherence.SEEN, seen_by=Author.SOMEBODY_ELSE)

    assert went_well(picture(card)) == ()
