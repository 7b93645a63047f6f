import pytest

from coach.salesforce.facts import CORE, select
from tests.salesforce.paper import FIELDS, schema_of, without

FULL = schema_of(FIELDS)


def test_everything_is_asked_for_where_everything_is_there() -> None:
    selection = select(FULL, frozenset())
    assert selection.unreadable == frozenset()
    assert {"Owner.UserRole.Name", "Account.Industry", "PushCount"} <= set(selection.deal)
    assert {"Product2.Family", "Discount"} <= set(selection.product)
    assert "CurrencyIsoCode" not in selection.deal


@pytest.mark.parametrize(
    ("hidden", "unreadable"),
    [
        ("Opportunity.PushCount", {"pushes"}),
        ("Opportunity.Amount", {"amount"}),
        ("UserRole", {"owner_role"}),
        ("Profile", {"owner_profile"}),
        ("User.ManagerId", {"manager_name", "manager_first_name", "manager_last_name"}),
        ("User.FirstName", {"owner_first_name", "manager_first_name"}),
        ("User.CreatedDate", {"owner_tenure_days"}),
        ("Account.Industry", {"account_industry"}),
        ("Opportunity.AccountId", {"account_name", "account_industry", "account_type"}),
        ("OpportunityLineItem", {"product"}),
        ("OpportunityHistory", {"stage_history"}),
        ("OpportunityContactRole", {"contact_roles"}),
        ("Product2.Family", {"product.family"}),
        ("OpportunityLineItem.ListPrice", {"product.list_price"}),
    ],
)
def test_what_is_not_there_is_named_and_not_asked_for(hidden: str, unreadable: set[str]) -> None:
    selection = select(schema_of(without(FIELDS, hidden)), frozenset())
    assert selection.unreadable == unreadable
    field = hidden.partition(".")[2]
    assert not field or field not in (*selection.deal[len(CORE) :], *selection.product)


def test_a_discount_can_be_told_from_the_two_prices() -> None:
    assert select(schema_of(without(FIELDS, "OpportunityLineItem.Discount")), frozenset()).unreadable == frozenset()
    hidden = without(FIELDS, "OpportunityLineItem.Discount", "OpportunityLineItem.ListPrice")
    assert select(schema_of(hidden), frozenset()).unreadable == {"product.discount", "product.list_price"}


def test_further_fields_are_asked_for_as_the_org_spells_them() -> None:
    selection = select(FULL, frozenset({"competitor__c", "Nope__c", "Where__c", "amount"}))
    asked = {name: place.path for name, place in selection.of_deal.further.items()}
    assert asked == {"competitor__c": "Competitor__c", "amount": "Amount"}
    assert selection.unreadable == {"Nope__c"}
    assert "ask for a part of it" in selection.of_deal.untold["Where__c"].reason
    assert selection.deal.count("Amount") == 1
    assert "Competitor__c" in selection.deal


def test_nobody_writes_a_query_by_naming_a_field() -> None:
    wicked = "Id FROM User WHERE Name != ''"
    assert wicked not in " ".join(select(FULL, frozenset({wicked})).deal)
