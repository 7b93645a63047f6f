import pytest

from localorg.pages.edits import GONE, NO_PRODUCT
from localorg.tests.pages.conftest import Visitor


def test_a_stage_can_be_marked(visitor: Visitor) -> None:
    answer = visitor.submit("stage", stage="Negotiation/Review")
    assert (answer.status_code, answer.location) == (303, f"/lightning/r/Opportunity/{visitor.deal_id}/view#path")
    assert visitor.deal()["StageName"] == "Negotiation/Review"


def test_a_change_is_made_by_the_owner_unless_somebody_else_was_chosen(visitor: Visitor) -> None:
    visitor.submit("details", NextStep="by the owner")
    assert visitor.deal()["LastModifiedById"] == visitor.deal()["OwnerId"]
    (priya,) = visitor.rows("SELECT Id FROM User WHERE Name = 'Priya Raman'")
    visitor.http.post("/lightning/act-as", data={"user": priya["Id"], "back": "/lightning/page/home"})
    visitor.submit("details", NextStep="by Priya")
    assert visitor.deal()["LastModifiedById"] == priya["Id"]


def test_details_are_written_as_typed(visitor: Visitor) -> None:
    visitor.submit("details", CloseDate="2027-01-15", Competitor__c="Ärzte & <Söhne>", Probability="80 %")
    deal = visitor.deal()
    assert (deal["CloseDate"], deal["Competitor__c"], deal["Probability"]) == ("2027-01-15", "Ärzte & <Söhne>", 80)


def test_a_form_that_changes_nothing_does_not_touch_the_record(visitor: Visitor) -> None:
    before = visitor.deal()
    visitor.submit("details", Name=str(before["Name"]), NextStep=str(before["NextStep"]))
    assert visitor.deal() == before


def test_what_the_org_refuses_is_said_and_what_was_typed_is_kept(visitor: Visitor) -> None:
    answer = visitor.submit("details", Deal_Desk_Approval__c="Perhaps", NextStep="typed")
    assert answer.status_code == 400
    assert "bad value for restricted picklist field: Perhaps" in answer.text
    assert 'value="typed"' in answer.text


def test_a_product_can_be_added_changed_and_removed(visitor: Visitor) -> None:
    lines = "SELECT Id, Quantity, UnitPrice, Discount FROM OpportunityLineItem WHERE OpportunityId = '{deal}' "
    of_it = f"{lines} AND Product2.ProductCode = 'SW-LIS'"
    seats = "Product2.ProductCode = 'SW-LIS' AND CurrencyIsoCode = 'USD'"
    (entry,) = visitor.rows(f"SELECT Id FROM PricebookEntry WHERE {seats}")
    visitor.submit("add-product", entry=entry["Id"], quantity="10", discount="5")
    (line,) = visitor.rows(of_it)
    assert (line["Quantity"], line["UnitPrice"], line["Discount"]) == (10, 1450, 5)
    visitor.submit("change-product", line=line["Id"], quantity="12", price="1,400.00", discount="")
    (line,) = visitor.rows(of_it)
    assert (line["Quantity"], line["UnitPrice"], line["Discount"]) == (12, 1400, None)
    visitor.submit("remove-product", line=line["Id"])
    assert visitor.rows(of_it) == []


def test_the_amount_follows_the_products(visitor: Visitor) -> None:
    (line,) = visitor.rows(
        "SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '{deal}' AND ProductCode = 'CAP-CT64'"
    )
    visitor.submit("change-product", line=line["Id"], quantity="2", price="500000", discount="10")
    assert visitor.deal()["Amount"] == 2 * 450_000 + 273_000 + 42_000 + 6_650


@pytest.mark.parametrize(
    ("change", "form", "sentence"),
    [
        ("add-product", {"entry": "", "quantity": "1"}, NO_PRODUCT),
        ("change-product", {"line": "00k000000000000AAA"}, GONE),
        ("remove-role", {"id": "' OR Id != '"}, GONE),
    ],
)
def test_a_form_about_something_else_is_refused(
    visitor: Visitor, change: str, form: dict[str, str], sentence: str
) -> None:
    answer = visitor.submit(change, **form)
    assert (answer.status_code, sentence in answer.text) == (400, True)


def test_a_number_that_is_none_is_refused_with_a_sentence(visitor: Visitor) -> None:
    (line,) = visitor.rows("SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '{deal}' LIMIT 1")
    answer = visitor.submit("change-product", line=line["Id"], quantity="many")
    assert "Quantity: &#39;many&#39; is not a number." in answer.text


def test_contact_roles_can_be_added_and_removed(visitor: Visitor) -> None:
    (contact,) = visitor.rows("SELECT Id FROM Contact WHERE Name = 'Helen Abernathy'")
    visitor.submit("add-role", contact=contact["Id"], role="Economic Buyer")
    hers = "OpportunityId = '{deal}' AND Contact.Name = 'Helen Abernathy'"
    roles = f"SELECT Id, Role FROM OpportunityContactRole WHERE {hers}"
    (role,) = visitor.rows(roles)
    assert role["Role"] == "Economic Buyer"
    visitor.submit("remove-role", id=role["Id"])
    assert visitor.rows(roles) == []


def test_another_sites_page_cannot_post_here(visitor: Visitor) -> None:
    address = f"/lightning/r/Opportunity/{visitor.deal_id}/stage"
    answer = visitor.http.post(address, data={"stage": "Closed Lost"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert visitor.deal()["StageName"] == "Proposal/Price Quote"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/lightning/\\evil", "javascript:x"])
def test_choosing_a_user_leads_back_to_this_site_only(visitor: Visitor, back: str) -> None:
    assert visitor.http.post("/lightning/act-as", data={"back": back}).location == "/lightning/page/home"


def test_there_is_no_other_change(visitor: Visitor) -> None:
    assert visitor.submit("delete-everything").status_code == 404
    assert visitor.http.get(f"/lightning/r/Opportunity/{visitor.deal_id}/stage").status_code == 405
