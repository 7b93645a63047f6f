"""The sentence that tells a rep why a card is there."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest

from coach.engine.cards import why_sentence
from coach.engine.matching.facts import View
from coach.engine.matching.grounds import grounds
from coach.engine.model import StageChange
from coach.engine.playbook import load_texts
from tests.engine.cards.examples import NOW, a_deal

YAML = "title: T\nwhen: {when}\ncards: [{{name: c, title: T, tip: x}}]\n"

SENTENCES = {
    "{stage: {is: Negotiation/Review}, amount: {at_least: 50000, currency: USD}}": (
        "You see this because the stage is Negotiation/Review and the amount is 62,000 USD."
    ),
    "{stage: {entered: Negotiation/Review}}": (
        "You see this because the deal came from Prospecting into Negotiation/Review on 14 November 2026."
    ),
    "{pushes: {at_least: 2}, contact_roles: {at_most: 1}, days_in_stage: {above: 7}}": (
        "You see this because the close date was pushed 2 times, the deal has 1 contact "
        "and it has been in its stage for 9 days."
    ),
    "{any: [{type: {is: Renewal}}, {type: {is: New Business}}]}": "You see this because the type is New Business.",
    "{not: {type: {is: Renewal}}}": "You see this because the type is New Business.",
    "{product: {family: {is: Systems}, discount: {above: 20}}}": (
        "You see this because Laser is on the deal (family Systems, discount 25%)."
    ),
    "{not: {product: {family: {is: Consumables}}}}": (
        "You see this because no product whose family is Consumables is on the deal."
    ),
    "{not: {product: {name: {contains: Gel}, discount: {above: 20}}}}": (
        "You see this because no product whose name contains “Gel” and whose discount is above 20% is on the deal."
    ),
    "{every_product: {quantity: {above: 0}}}": "You see this because every product is one whose quantity is above 0.",
    "{next_step: {empty: true}}": "You see this because the next step is not filled in.",
    "{type: {empty: false, is: New Business}}": "You see this because the type is New Business.",
    "{fields: {Segment__c: {is: Mid-market}}}": "You see this because the Segment is Mid-market.",
    "{days_to_close: {below: 30}}": "You see this because it closes in 19 days.",
    "{closed: {is: false}}": "You see this because the deal is open.",
    "{type: {empty: false}, probability: {above: 5}, pushes: {above: 1}, won: {is: false}, age_days: {above: 5}}": (
        "You see this because the type is filled in, the probability is 80%, "
        "the close date was pushed 2 times and more of the deal fits."
    ),
}


def sentence(when: str, **changes: Any) -> str:
    book = load_texts({"t": YAML.format(when=when)}).playbooks["t"]
    return why_sentence(grounds(book.when, View(a_deal(**changes), NOW, UTC)))


@pytest.mark.parametrize(
    ("when", "changes", "told"),
    [
        ("{age_days: {below: 9}}", {"created_at": NOW - timedelta(hours=23)}, "the deal is less than a day old"),
        (
            "{days_in_stage: {below: 9}}",
            {"history": (StageChange("Negotiation/Review", NOW - timedelta(hours=23)),)},
            "it came into its stage less than a day ago",
        ),
        (
            "{owner_tenure_days: {below: 9}}",
            {"owner": replace(a_deal().owner, started_on=NOW.date())},
            "the owner began here today",
        ),
    ],
)
def test_nobody_is_told_of_no_days(when: str, changes: dict[str, Any], told: str) -> None:
    assert sentence(when, **changes) == f"You see this because {told}."


@pytest.mark.parametrize("when", SENTENCES)
def test_why_names_what_was_found(when: str) -> None:
    assert sentence(when) == SENTENCES[when]


def test_a_close_date_in_the_past_is_told_as_one() -> None:
    passed = sentence("{days_to_close: {below: 0}}", close_date=NOW.date() - timedelta(days=3))

    assert passed == "You see this because the close date passed 3 days ago."


def test_without_a_fact_to_name_it_still_says_something() -> None:
    assert why_sentence([]) == "You see this because the playbook applies to this deal."
