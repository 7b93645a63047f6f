from typing import Any

import pytest

from localorg.pages.fields import BadInput, changes, parsed_number, views

DESCRIBE: dict[str, dict[str, Any]] = {
    "Amount": {"name": "Amount", "label": "Amount", "type": "currency", "updateable": True},
    "CloseDate": {"name": "CloseDate", "label": "Close Date", "type": "date", "updateable": True},
    "NextStep": {"name": "NextStep", "label": "Next Step", "type": "string", "updateable": True},
    "Economic_Buyer_Identified__c": {
        "name": "Economic_Buyer_Identified__c",
        "label": "Economic Buyer Identified",
        "type": "boolean",
        "updateable": True,
    },
    "Type": {
        "name": "Type",
        "label": "Type",
        "type": "picklist",
        "updateable": True,
        "picklistValues": [{"value": "New Business", "label": "New Business"}],
    },
}
DEAL: dict[str, Any] = {
    "Amount": 45000.0,
    "CloseDate": "2026-12-31",
    "NextStep": "Call",
    "Economic_Buyer_Identified__c": True,
    "Type": "Renewal",
    "HasOpportunityLineItem": False,
}
UNCHANGED = {
    "Amount": "45000",
    "CloseDate": "2026-12-31",
    "NextStep": "Call",
    "Economic_Buyer_Identified__c": "true",
    "Type": "Renewal",
}


def test_a_form_sent_back_as_it_was_changes_nothing() -> None:
    assert changes(DESCRIBE, DEAL, UNCHANGED) == {}


def test_only_what_was_changed_is_written() -> None:
    assert changes(DESCRIBE, DEAL, {**UNCHANGED, "Amount": "$50,000.50", "NextStep": " "}) == {
        "Amount": 50000.5,
        "NextStep": None,
    }


def test_a_box_that_was_shown_and_is_missing_was_unticked() -> None:
    typed = {"Economic_Buyer_Identified__c:shown": "1"}
    assert changes(DESCRIBE, DEAL, typed) == {"Economic_Buyer_Identified__c": False}


def test_an_amount_that_products_add_up_to_cannot_be_typed_in() -> None:
    deal = {**DEAL, "HasOpportunityLineItem": True}
    assert changes(DESCRIBE, deal, {**UNCHANGED, "Amount": "1"}) == {}
    (amount,) = [view for view in views(DESCRIBE, deal, []) if view.name == "Amount"]
    assert (amount.editable, amount.shown) == (False, "$45,000.00")


def test_a_value_that_is_not_on_the_list_can_be_kept() -> None:
    (type_,) = [view for view in views(DESCRIBE, DEAL, []) if view.name == "Type"]
    assert [value for value, _ in type_.choices] == ["New Business", "Renewal"]


def test_a_refused_form_is_shown_as_it_was_typed() -> None:
    shown = {view.name: view.value for view in views(DESCRIBE, DEAL, [], {**UNCHANGED, "Amount": "many"})}
    assert shown["Amount"] == "many"


@pytest.mark.parametrize("text", ["many", "nan", "inf", "1e999", "--1", "1 2 3 x"])
def test_what_is_not_a_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="Amount: .* is not a number"):
        parsed_number(text, "Amount")
