"""For each playbook the facts that make it fire, and what to change so that it must not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from coach.engine.model import Deal
from tests.playbooks.deals import NOW, a_deal, a_product

QUALIFICATION, NEEDS, VALUE = "Qualification", "Needs Analysis", "Value Proposition"
DECISION_MAKERS, PERCEPTION = "Id. Decision Makers", "Perception Analysis"
PROPOSAL, NEGOTIATION, WON, LOST = "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost"


@dataclass(frozen=True)
class Example:
    """Arguments of :func:`a_deal`; ``near_miss`` replaces just enough of ``fires``."""

    fires: Mapping[str, Any]
    near_miss: Mapping[str, Any]

    @property
    def deal(self) -> Deal:
        return a_deal(**self.fires)

    @property
    def other_deal(self) -> Deal:
        return a_deal(**{**self.fires, **self.near_miss})


def _days_ago(days: int) -> object:
    return NOW.date() - timedelta(days=days)


EXAMPLES: Mapping[str, Example] = {
    "adoption-before-go-live": Example(
        {"stage": NEGOTIATION, "products": [a_product("Capital Equipment")]},
        {"products": [a_product("Software")]},
    ),
    "agree-on-the-criteria": Example(
        {"stage": DECISION_MAKERS, "came_from": VALUE},
        {"came_from": None},
    ),
    "ask-about-consequences": Example(
        {"stage": NEEDS, "came_from": QUALIFICATION, "days": 3},
        {"days": 21},
    ),
    "business-case-in-their-numbers": Example(
        {"stage": PROPOSAL, "came_from": PERCEPTION, "days": 2, "amount": 100_000, "type": "New Business"},
        {"type": "Renewal"},
    ),
    "close-date-keeps-moving": Example(
        {"stage": VALUE, "pushes": 2, "days_to_close": 30},
        {"pushes": 1, "days_to_close": 0},
    ),
    "compete-without-attacking": Example(
        {"stage": PERCEPTION, "fields": {"Competitor__c": "Kestrel Diagnostics"}},
        {"fields": {"Competitor__c": "No decision"}},
    ),
    "discount-needs-a-reason": Example(
        {"stage": VALUE, "products": [a_product(), a_product(discount=21)]},
        {"fields": {"Deal_Desk_Approval__c": "Approved"}},
    ),
    "expand-from-proof": Example(
        {"stage": NEEDS, "type": "Existing Business"},
        {"type": "New Business"},
    ),
    "find-the-economic-buyer": Example(
        {"stage": VALUE, "amount": 100_000, "contact_roles": 2},
        {"fields": {"Economic_Buyer_Identified__c": True}},
    ),
    "formulary-access": Example(
        {"stage": NEEDS, "products": [a_product("Therapeutics")]},
        {"fields": {"Formulary_Status__c": "Listed"}},
    ),
    "gone-quiet": Example(
        {"stage": NEEDS, "days": 14, "next_step": "Call", "fields": {"LastActivityDate": _days_ago(15)}},
        {"fields": {"LastActivityDate": _days_ago(14)}},
    ),
    "hand-over-what-you-promised": Example(
        {"stage": WON, "came_from": NEGOTIATION, "days": 30},
        {"days": 31},
    ),
    "hcp-interaction-rules": Example(
        {"stage": PERCEPTION, "industry": "Healthcare", "products": [a_product("Diagnostics")]},
        {"industry": "Manufacturing"},
    ),
    "lab-validation-plan": Example(
        {"stage": VALUE, "products": [a_product("Diagnostics")]},
        {"products": [a_product("Therapeutics")]},
    ),
    "learn-from-the-no": Example(
        {"stage": LOST, "came_from": PROPOSAL},
        {"stage": WON},
    ),
    "map-the-decision": Example(
        {"stage": DECISION_MAKERS, "amount": 100_000, "fields": {"Economic_Buyer_Identified__c": True}},
        {"fields": {}},
    ),
    "more-than-one-thread": Example(
        {"stage": PROPOSAL, "amount": 75_000, "contact_roles": 1},
        {"contact_roles": 2},
    ),
    "mutual-close-plan": Example(
        {"stage": PROPOSAL, "amount": 200_000, "contact_roles": 2},
        {"fields": {"Mutual_Plan_Link__c": "https://docs.example.com/plan"}},
    ),
    "price-then-silence": Example(
        {"stage": PROPOSAL, "came_from": VALUE, "amount": 25_000, "products": [a_product(discount=20)]},
        {"products": [a_product(discount=21)]},
    ),
    "put-a-number-on-it": Example(
        {"stage": VALUE},
        {"type": "Renewal"},
    ),
    "qualify-before-you-invest": Example(
        {"stage": QUALIFICATION, "came_from": "Prospecting"},
        {"came_from": None},
    ),
    "quarter-end-without-panic": Example(
        {"stage": NEGOTIATION, "days_to_close": 0},
        {"days_to_close": 11},
    ),
    "renewal-starts-early": Example(
        {"stage": VALUE, "type": "Renewal", "days_to_close": 120},
        {"days_to_close": 91},
    ),
    "services-scope-and-changes": Example(
        {"stage": PROPOSAL, "industry": "Biotechnology", "products": [a_product("Services", total=50_000)]},
        {"products": [a_product("Services", total=49_999), a_product("Software", total=90_000)]},
    ),
    "show-three-things": Example(
        {"stage": PERCEPTION, "came_from": VALUE, "days": 21},
        {"days": 22},
    ),
    "stalled-deal": Example(
        {"stage": NEGOTIATION, "days": 25},
        {"stage": PROPOSAL, "days": 39},
    ),
    "start-the-paperwork-early": Example(
        {"stage": NEGOTIATION, "amount": 50_000, "fields": {"Paper_Process__c": "Not Started"}},
        {"stage": PROPOSAL, "days_to_close": 31},
    ),
    "teach-a-hidden-cost": Example(
        {"stage": VALUE, "came_from": NEEDS, "fields": {"Metrics__c": "46 h, target 24 h"}},
        {"fields": {}},
    ),
    "test-your-champion": Example(
        {"stage": PERCEPTION, "amount": 100_000, "contact_roles": 2},
        {"contact_roles": 1},
    ),
    "trade-do-not-give": Example(
        {"stage": NEGOTIATION, "came_from": PROPOSAL},
        {"came_from": None},
    ),
    "unsolicited-clinical-question": Example(
        {"stage": NEEDS, "products": [a_product("Software"), a_product("Diagnostics")]},
        {"products": [a_product("Capital Equipment")]},
    ),
    "value-analysis-committee": Example(
        {"stage": PROPOSAL, "industry": "Healthcare", "products": [a_product("Capital Equipment")]},
        {"fields": {"VAC_Date__c": NOW.date()}},
    ),
    "when-procurement-arrives": Example(
        {"stage": NEGOTIATION, "next_step": "Procurement asks for another 6 %"},
        {"next_step": "Call the laboratory"},
    ),
    "why-now": Example(
        {"stage": "Prospecting"},
        {"next_step": "Find out what changed"},
    ),
}
