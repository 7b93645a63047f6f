"""Whether a new card puts its question."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.engine.deciding import Limits
from coach.engine.model import Decision, RepLoad
from coach.engine.playbook import Playbook
from tests.engine.deciding.examples import NOW, a_library, a_playbook, decided, found, only

ASKED = {"ask": "Is it so?", "options": ("Yes", "No"), "answer": 1, "explanation": "So it is."}
LATER, BEFORE = NOW + timedelta(days=8), NOW - timedelta(days=1)


def asking(name: str, skill: str | None = "pricing", **about: Any) -> Playbook:
    card = {"name": "one", "title": "one", "tip": "x", "question": ASKED}
    book = {**dict(a_playbook(name)), "skill": skill, "cards": (card,), **about}
    return Playbook.model_validate({key: value for key, value in book.items() if key != "limits"})


def delivered(playbook: Playbook, **load: Any) -> Decision:
    return only(
        decided(
            a_library(playbook), found(playbook.name), load=RepLoad(**load, answered=frozenset(load.get("due", ())))
        )
    )


def test_the_first_question_about_a_skill_is_put() -> None:
    decision = delivered(asking("trade"))

    assert (decision.asks, decision.left_out) == ("pricing", "")


@pytest.mark.parametrize(
    ("due", "last", "why"),
    [
        ({"pricing": LATER}, "value", "the next one about pricing is due on 3 December 2026."),
        ({"value": LATER}, "pricing", "the last one that the rep was given was about pricing, too."),
        ({"pricing": BEFORE, "value": LATER}, "pricing", "the last one that the rep was given was about pricing, too."),
        ({}, "pricing", "the last one that the rep was given was about pricing, too."),
    ],
    ids=["not due", "twice in a row", "due, but twice in a row", "not answered yet"],
)
def test_a_question_that_would_come_too_early_is_left_out_and_the_decision_says_why(
    due: Mapping[str, datetime], last: str, why: str
) -> None:
    decision = delivered(asking("trade"), due=due, last_asked=last)

    assert (decision.asks, decision.left_out) == (None, f"Its question is left out: {why}")
    assert decision.detail.endswith(decision.left_out)


@pytest.mark.parametrize(
    ("due", "last"), [({"pricing": BEFORE}, "value"), ({"pricing": NOW}, None), ({"pricing": BEFORE}, "pricing")]
)
def test_a_question_that_is_due_is_put(due: Mapping[str, datetime], last: str | None) -> None:
    assert delivered(asking("trade"), due=due, last_asked=last).asks == "pricing"


@pytest.mark.parametrize("about", [{"skill": None}, {"always": True}], ids=["no skill", "compliance"])
def test_nothing_holds_back_the_question_of_what_is_there_always_or_teaches_no_skill(about: dict[str, Any]) -> None:
    decision = delivered(asking("trade", **about), due={"pricing": LATER}, last_asked="pricing")

    assert decision.left_out == ""


def test_of_two_cards_about_one_skill_on_a_deal_only_the_first_asks() -> None:
    library = a_library(asking("a"), asking("b"), asking("c", "value"))

    asks = [each.asks for each in decided(library, found("a", "b", "c"), limits=Limits(deal_daily_cards=0)).decisions]

    assert asks == ["pricing", None, "value"]


def test_a_card_without_a_question_leaves_none_out() -> None:
    decision = delivered(a_playbook("trade", skill="pricing"), due={"pricing": LATER})

    assert (decision.asks, decision.left_out) == (None, "")
