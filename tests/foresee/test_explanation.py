"""Every playbook on one deal."""

from decimal import Decimal

import pytest

from coach.engine.deciding import Limits
from coach.engine.model import CardState, PastCard, Reason, RepLoad, Truth, Verdict
from coach.foresee.explanation import explain_deal
from coach.foresee.reports.explanation import FRESH, document, lines
from coach.foresee.why import Why, why_not
from coach.ports import Remembered
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal

NEGOTIATING = "{stage: {is: Negotiation/Review}}"
DESK = context(
    given=book(NEGOTIATING, keys="priority: 90"),
    missing=book("{fields: {Score__c: {at_least: 5}}}"),
    other=book("{stage: {is: Prospecting}}"),
    sketch=book(NEGOTIATING, status="draft"),
    old=book(NEGOTIATING, status="retired"),
)


def outcomes(remembered: Remembered | None = None) -> dict[str, str]:
    explanation = explain_deal(deal(), DESK, NOW, remembered)
    return {each.playbook.name: each.outcome for each in explanation.playbooks}


def test_every_playbook_is_told_what_is_decided_first() -> None:
    assert list(outcomes().items()) == [
        ("given", "delivered"),
        ("missing", "held back"),
        ("sketch", "held back"),
        ("old", "retired"),
        ("other", "does not apply"),
    ]


def test_a_card_given_earlier_stays() -> None:
    past = PastCard("key", "given", "one", 1, CardState.OPEN, NOW, Decimal(1))

    assert outcomes(Remembered((past,)))["given"] == "stays"


def test_the_reps_week_counts() -> None:
    load = RepLoad(minutes_this_week=Decimal(24))
    full = context(Limits(), given=book(NEGOTIATING))

    (only,) = explain_deal(deal(), full, NOW, Remembered(), load).playbooks

    assert [(each.verdict, each.reason) for each in only.decisions] == [(Verdict.HOLD_BACK, Reason.WEEKLY_MINUTES)]


def test_only_the_playbooks_asked_for_are_told_and_all_take_part() -> None:
    one_place = context(Limits(deal_cards=1), best=book(NEGOTIATING, keys="priority: 90"), next=book(NEGOTIATING))

    (told,) = explain_deal(deal(), one_place, NOW, only=["next"]).playbooks

    assert [decision.reason for decision in told.decisions] == [Reason.OUTRANKED]


def test_a_playbook_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain_deal(deal(), DESK, NOW, only=["nope"])


def test_the_text_has_every_condition_with_what_was_expected_and_found() -> None:
    text = "\n".join(lines(explain_deal(deal(), DESK, NOW)))

    assert FRESH in text
    assert (
        "DELIVERED  given: A playbook\n    card one, applies: You see this because the stage is Negotiation/Review."
        in text
    )
    assert "HELD BACK  sketch (draft): A playbook\n    still a draft:\n    - The playbook is a draft. Write" in text
    assert "    ✗ stage: expected Prospecting; found Negotiation/Review" in text
    assert "    ? Score__c: expected at least 5; found your org does not show this field to Coach" in text


def test_the_audience_is_told_where_there_is_one() -> None:
    for_managers = context(one=book(NEGOTIATING, keys="audience: {owner_title: {contains: Manager}}"))

    text = "\n".join(lines(explain_deal(deal(), for_managers, NOW)))

    assert "    audience ✗\n      ✗ owner_title: expected contains “Manager”; found Account Executive" in text


def test_the_document_has_the_same() -> None:
    told = document(explain_deal(deal(), DESK, NOW, Remembered()))
    by_name = {each["name"]: each for each in told["playbooks"]}

    assert told["fresh"] is False
    assert by_name["given"]["decisions"][0]["verdict"] == "deliver"
    assert by_name["missing"]["when"]["truth"] == Truth.UNKNOWN
    assert by_name["missing"]["when"]["missing"] == ["fields.Score__c"]
    assert by_name["other"]["decisions"] == []


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Why("The deal is closed."), "The deal is closed."),
        (
            Why("No product fits:", parts=(Why("Family: Software."), Why("Discount: 5%."))),
            "No product fits: Family: Software.",
        ),
        (Why("Together:", parts=(Why("One of these:", parts=(Why("Won: no."),)),)), "One of these: Won: no."),
    ],
)
def test_on_one_line_a_reason_tells_of_the_first_fact(why: Why, told: str) -> None:
    assert why.shortly == told


def test_what_the_days_new_cards_leave_no_room_for_is_told_with_those_that_have_them() -> None:
    limits = Limits(deal_cards=3, deal_daily_cards=1, weekly_minutes=Decimal(0))
    found = explain_deal(
        deal(), context(limits, first=book(NEGOTIATING), second=book(NEGOTIATING, keys="priority: 10")), NOW
    )

    (why,) = why_not(next(each for each in found.playbooks if each.playbook.name == "second"), found)

    assert why.sentence == "Others have the new cards that this deal can get today: A playbook (priority 50)."
    assert why.change.startswith("It comes with a priority above 50; it has 10. It may come tomorrow.")
