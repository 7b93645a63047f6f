"""On which deals the playbooks apply."""

import pytest

from coach.engine.matching import Rulebook
from tests.playbooks.deals import NOW, a_deal, a_product
from tests.playbooks.examples import EXAMPLES, NEEDS, NEGOTIATION, PROPOSAL, VALUE, WON

LIFE_SCIENCE = frozenset(
    {
        "adoption-before-go-live",
        "formulary-access",
        "hcp-interaction-rules",
        "lab-validation-plan",
        "services-scope-and-changes",
        "unsolicited-clinical-question",
        "value-analysis-committee",
    }
)
STAGES = (
    "Prospecting",
    "Qualification",
    NEEDS,
    VALUE,
    "Id. Decision Makers",
    "Perception Analysis",
    PROPOSAL,
    NEGOTIATION,
)


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_fires_where_it_should(name: str, rulebook: Rulebook) -> None:
    assert name in rulebook.find(EXAMPLES[name].deal, NOW).applies


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_keeps_silent_on_a_near_miss(name: str, rulebook: Rulebook) -> None:
    found = rulebook.find(EXAMPLES[name].other_deal, NOW)

    assert name not in found.applies
    assert name not in found.unknown


@pytest.mark.parametrize("stage", STAGES)
def test_ordinary_business_hears_nothing_of_life_science(stage: str, rulebook: Rulebook) -> None:
    software = [a_product("Software"), a_product("Services", total=200_000)]
    deal = a_deal(stage, came_from="Prospecting", amount=300_000, industry="Insurance", products=software)

    assert LIFE_SCIENCE.isdisjoint(rulebook.find(deal, NOW).applies)


def test_a_closed_deal_hears_only_what_is_meant_for_closed_deals(rulebook: Rulebook) -> None:
    deal = a_deal(WON, came_from=NEGOTIATION, amount=300_000, products=[a_product("Capital Equipment", discount=30)])

    assert set(rulebook.find(deal, NOW).applies) == {"adoption-before-go-live", "hand-over-what-you-promised"}


@pytest.mark.parametrize("status", ["Requested", "Rejected", None])
def test_only_an_approval_quiets_the_discount(status: str | None, rulebook: Rulebook) -> None:
    deal = a_deal(PROPOSAL, products=[a_product(discount=25)], fields={"Deal_Desk_Approval__c": status})

    assert "discount-needs-a-reason" in rulebook.find(deal, NOW).applies


@pytest.mark.parametrize("days", range(0, 100, 3))
def test_a_silent_deal_is_told_once_that_it_stands_still(days: int, rulebook: Rulebook) -> None:
    applies = set(rulebook.find(a_deal(NEEDS, days=days), NOW).applies)

    assert len(applies & {"gone-quiet", "stalled-deal"}) == (days >= 14)


@pytest.mark.parametrize("days", range(0, 60, 3))
def test_questions_come_first_and_the_number_after(days: int, rulebook: Rulebook) -> None:
    applies = set(rulebook.find(a_deal(NEEDS, came_from="Qualification", days=days), NOW).applies)

    assert len(applies & {"ask-about-consequences", "put-a-number-on-it"}) == 1


@pytest.mark.parametrize("contacts", [0, 1, 2, 3])
def test_one_contact_and_no_buyer_are_not_told_together(contacts: int, rulebook: Rulebook) -> None:
    applies = set(rulebook.find(a_deal(VALUE, amount=500_000, contact_roles=contacts), NOW).applies)

    assert len(applies & {"more-than-one-thread", "find-the-economic-buyer"}) == 1
