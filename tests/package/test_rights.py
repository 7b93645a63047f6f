"""What Coach's own user may do is what the code asks for, and what the page for admins says."""

import re
from pathlib import Path

from coach.package import rights
from coach.salesforce.survey.people import PERMISSIONS

ADMIN = (Path(__file__).parents[2] / "docs" / "admin.md").read_text(encoding="utf-8")
LABELS = {
    "Opportunity.AccountId": "Account ID",
    "Opportunity.Amount": "Amount",
    "Opportunity.ForecastCategoryName": "Forecast Category",
    "Opportunity.LastStageChangeDate": "Last Stage Change Date",
    "Opportunity.LeadSource": "Lead Source",
    "Opportunity.NextStep": "Next Step",
    "Opportunity.Probability": "Probability (%)",
    "Opportunity.PushCount": "Push Count",
    "Opportunity.Type": "Opportunity Type",
    "Account.Industry": "Industry",
    "Account.Type": "Account Type",
    "Product2.Family": "Product Family",
    "Product2.ProductCode": "Product Code",
    "OpportunityLineItem.Discount": "Discount",
    "OpportunityLineItem.ListPrice": "List Price",
    "OpportunityLineItem.Product2Id": "Product ID",
    "OpportunityLineItem.TotalPrice": "Total Price",
    "OpportunityLineItem.UnitPrice": "Sales Price",
}


def test_each_field_has_a_name_that_an_admin_finds_on_the_page() -> None:
    assert rights.fields() == LABELS.keys()
    assert [label for label in LABELS.values() if label not in ADMIN] == []


def test_the_objects_are_those_of_the_fields_and_price_books() -> None:
    assert rights.objects() == {"Account", "Opportunity", "Pricebook2", "Product2"}


def test_system_permissions_are_those_that_coach_doctor_asks_about() -> None:
    assert set(PERMISSIONS) >= rights.SYSTEM
    assert not rights.SYSTEM & rights.FORBIDDEN


def test_the_way_without_the_package_has_the_same_system_permissions() -> None:
    told = {"ApiEnabled": "API Enabled", "ViewAllUsers": "View All Users", "ViewSetup": "View Setup and Configuration"}
    told["ViewRoles"] = "View Roles and Role Hierarchy"

    assert told.keys() == rights.SYSTEM
    assert [name for name in told.values() if not re.search(rf"\*{name}\*", ADMIN)] == []
