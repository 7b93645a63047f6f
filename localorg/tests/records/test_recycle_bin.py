"""Deleting and taking back."""

import pytest

from localorg.errors import ApiError
from localorg.records import ChangeKind
from localorg.tests.records.conftest import Org


def test_a_deleted_record_is_gone_but_queryable_with_all_rows(org: Org) -> None:
    account = org.insert("Account", Name="A")
    org.delete("Account", account)
    assert org.records.get("Account", account) is None
    assert org.query("SELECT Id FROM Account") == []
    assert org.query("SELECT IsDeleted FROM Account", all_rows=True)[0]["IsDeleted"] is True
    assert len(org.query("SELECT Id FROM Account ALL ROWS")) == 1


@pytest.mark.parametrize("write", ["update", "delete"])
def test_a_deleted_record_cannot_be_changed(org: Org, write: str) -> None:
    account = org.insert("Account", Name="A")
    org.delete("Account", account)
    with pytest.raises(ApiError, match="ENTITY_IS_DELETED: entity is deleted") as refused:
        getattr(org, write)("Account", account)
    assert refused.value.status == 404


def test_a_deleted_record_cannot_be_referred_to(org: Org) -> None:
    account = org.insert("Account", Name="A")
    org.delete("Account", account)
    with pytest.raises(ApiError, match="ENTITY_IS_DELETED"):
        org.deal(AccountId=account)


def test_what_belongs_to_a_deal_goes_and_comes_back_with_it(org: Org) -> None:
    deal = org.deal()
    org.line(deal, org.price())
    org.link(org.note(), deal)
    counts = [
        "SELECT COUNT() FROM OpportunityLineItem",
        "SELECT COUNT() FROM OpportunityHistory",
        f"SELECT COUNT() FROM ContentDocumentLink WHERE LinkedEntityId = '{deal}'",
    ]
    before = [org.records.count(soql, user_id=org.user) for soql in counts]
    org.delete("Opportunity", deal)
    assert [org.records.count(soql, user_id=org.user) for soql in counts] == [0, 0, 0]
    org.records.undelete("Opportunity", deal, user_id=org.user)
    assert [org.records.count(soql, user_id=org.user) for soql in counts] == before == [1, 2, 1]


def test_going_with_a_deal_does_not_change_the_deal(org: Org) -> None:
    deal = org.deal()
    org.line(deal, org.price())
    org.changes.clear()
    org.delete("Opportunity", deal)
    kinds = [change.kind for change in org.changes if change.object == "Opportunity"]
    assert kinds == [ChangeKind.DELETE]
    org.records.undelete("Opportunity", deal, user_id=org.user)
    assert org.get("Opportunity", deal)["HasOpportunityLineItem"] is True


def test_a_line_item_deleted_directly_is_gone_for_good(org: Org) -> None:
    line = org.line(org.deal(), org.price())
    org.delete("OpportunityLineItem", line)
    assert org.query("SELECT Id FROM OpportunityLineItem", all_rows=True) == []


def test_a_deleted_parent_is_cleared_from_those_that_only_mention_it(org: Org) -> None:
    contact = org.insert("Contact", LastName="Meyer")
    deal = org.deal(ContactId=contact)
    org.delete("Contact", contact)
    assert org.get("Opportunity", deal)["ContactId"] is None


def test_a_price_in_use_cannot_be_deleted(org: Org) -> None:
    price = org.price()
    org.line(org.deal(), price)
    with pytest.raises(ApiError, match="DELETE_FAILED: Your attempt to delete this record could not be completed"):
        org.delete("PricebookEntry", price)
    assert org.records.get("PricebookEntry", price) is not None


def test_only_what_was_deleted_can_be_taken_back(org: Org) -> None:
    account = org.insert("Account", Name="A")
    with pytest.raises(ApiError, match="NOT_FOUND"):
        org.records.undelete("Account", account, user_id=org.user)
