"""Further fields of a deal and of the records beside it: each by the type that describe gives it."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
import responses

from coach.engine.model import Deal, RecordId, Unknown
from tests.salesforce.fakes import Hands, answer, build_org, replies, signs_in
from tests.salesforce.paper import CURRENCY_TYPE, FIELDS, PaperOrg

DEAL = "006xx0000000001AAA"
PARTNER = "a01xx0000000001AAA"


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg({name: dict(fields) for name, fields in FIELDS.items()})
    paper.rows = {"Opportunity": [answer("opportunity")], "OpportunityLineItem": [answer("line_item")]}
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def read(*fields: str) -> Deal:
    return build_org().read_deals([DEAL], frozenset(fields)).deals[DEAL]


def holding(paper: PaperOrg, kind: str, value: object, **described: Any) -> object:
    """What a deal holds for a field of this type whose value comes as ``value``."""
    paper.objects["Opportunity"]["A__c"] = kind
    paper.more["A__c"] = described
    paper.rows["Opportunity"] = [{**answer("opportunity"), "A__c": value}]
    return read("A__c").fields["A__c"]


@pytest.mark.parametrize(
    ("kind", "value", "held"),
    [
        ("multipicklist", "Cloud Security;Analytics", ("Cloud Security", "Analytics")),
        ("reference", "001xx0000000001", RecordId("001xx0000000001AAA")),
        ("time", "09:30:00.000Z", time(9, 30)),
        ("percent", 12.5, Decimal("12.5")),
        ("datetime", "2026-05-01T07:25:37.000+0000", datetime(2026, 5, 1, 7, 25, 37, tzinfo=UTC)),
        ("date", "2026-05-01", date(2026, 5, 1)),
        ("combobox", "Anything", "Anything"),
        ("phone", "+49 30 1", "+49 30 1"),
        (
            "encryptedstring",
            "****1234",
            Unknown("the field is encrypted, and shown to Coach as asterisks", filled=True),
        ),
        ("multipicklist", None, None),
        ("encryptedstring", None, None),
    ],
)
def test_a_value_is_what_its_type_says(paper: PaperOrg, kind: str, value: object, held: object) -> None:
    assert holding(paper, kind, value) == held


@pytest.mark.parametrize("described", [{"htmlFormatted": True}, {"extraTypeInfo": "richtextarea"}])
def test_rich_text_is_what_people_read(paper: PaperOrg, described: dict[str, object]) -> None:
    html = "<p>Give <b>&amp; get</b></p><ul><li>term</li></ul>"
    assert holding(paper, "textarea", html, **described) == "Give & get term"


@pytest.mark.parametrize("kind", ["address", "location", "base64", "anyType"])
def test_what_has_only_parts_is_not_asked_for_and_unknown_with_the_reason(paper: PaperOrg, kind: str) -> None:
    held = holding(paper, kind, {})

    assert isinstance(held, Unknown)
    assert "A__c" not in paper.query_of("Opportunity")


def test_a_field_of_another_record_is_read_over_its_lookups(paper: PaperOrg) -> None:
    paper.objects["Account"] |= {"Segment__c": "picklist", "OwnerId": "reference"}
    paper.more["OwnerId"] = {"relationshipName": "Owner", "referenceTo": ["User"]}
    row = answer("opportunity")
    row["Account"] |= {"Segment__c": "Enterprise", "OwnerId": "005xx0000000009AAA", "Owner": {"Name": "Eve Lund"}}
    paper.rows["Opportunity"] = [row]

    deal = read("account.segment__c", "Account.Owner.Name")

    assert deal.fields == {"account.segment__c": "Enterprise", "Account.Owner.Name": "Eve Lund"}
    assert len(paper.calls) == 2


def with_partner(paper: PaperOrg) -> None:
    """A lookup to an object that no fact needs."""
    paper.objects["Opportunity"]["Partner__c"] = "reference"
    paper.objects["Partner__c"] = {"Tier__c": "picklist", "Name": "string"}
    paper.more["Partner__c"] = {"relationshipName": "Partner__r", "referenceTo": ["Partner__c"]}


def test_an_object_that_a_playbook_names_is_described_in_one_call_more_and_then_along_with_all(paper: PaperOrg) -> None:
    with_partner(paper)
    row = {**answer("opportunity"), "Partner__c": PARTNER, "Partner__r": {"Tier__c": "Gold"}}
    paper.rows["Opportunity"] = [row]
    hands = Hands()
    org = build_org(hands=hands)

    assert org.read_deals([DEAL], frozenset({"Partner__r.Tier__c"})).deals[DEAL].fields == {
        "Partner__r.Tier__c": "Gold"
    }
    assert [len(call) for call in paper.calls] == [14, 1, 4]
    hands.pass_by(org._connection.settings.schema_age)
    org.read_deals([DEAL], frozenset({"Partner__r.Tier__c"}))
    assert [len(call) for call in paper.calls[3:]] == [15, 4]


@pytest.mark.parametrize("field", ["Nope__r.Tier__c", "Account.Nope__c", "Partner__c.Tier__c", "product.Nope__c"])
def test_a_way_that_leads_nowhere_is_unreadable_by_its_name(paper: PaperOrg, field: str) -> None:
    with_partner(paper)

    assert field in read(field).unreadable


def test_a_lookup_that_may_lead_to_several_objects_shows_what_all_of_them_have(paper: PaperOrg) -> None:
    paper.objects["Opportunity"]["Who__c"] = "reference"
    paper.more["Who__c"] = {"relationshipName": "Who__r", "referenceTo": ["Contact", "Lead"]}
    paper.rows["Opportunity"] = [{**answer("opportunity"), "Who__c": PARTNER, "Who__r": {"Name": "Li"}}]

    deal = read("Who__r.Name", "Who__r.Region__c")

    assert deal.fields["Who__r.Name"] == "Li"
    assert "Who__r.Region__c" in deal.unreadable


def test_fields_of_line_items_are_read_with_them(paper: PaperOrg) -> None:
    paper.objects["OpportunityLineItem"]["Margin__c"] = "percent"
    paper.objects["Product2"]["Tier__c"] = "picklist"
    line = answer("line_item")
    line |= {"Margin__c": 7, "Product2": {**line["Product2"], "Tier__c": "A"}}
    paper.rows["OpportunityLineItem"] = [line]

    deal = read("product.Margin__c", "product.Product2.Tier__c")

    assert deal.products[0].fields == {"Margin__c": Decimal(7), "Product2.Tier__c": "A"}
    assert deal.fields == {}


# ---------------------------------------------------------------- what is kept from us


def owned_by(**owner: object) -> dict[str, Any]:
    row: dict[str, Any] = answer("opportunity")
    return {**row, "Owner": {**row["Owner"], **owner}}


@pytest.mark.parametrize("profile", [None, {"Name": None}])
def test_a_profile_that_is_filtered_is_unreadable_and_not_empty(paper: PaperOrg, profile: object) -> None:
    paper.more["Name"] = {"nillable": False}
    paper.rows["Opportunity"] = [owned_by(Profile=profile, ProfileId="00exx0000000001AAA")]

    assert read().unreadable == {"owner_profile"}


def test_roles_and_managers_that_are_not_shown_are_unreadable(paper: PaperOrg) -> None:
    paper.rows["Opportunity"] = [owned_by(UserRole=None, UserRoleId="00Exx0000000001AAA", Manager=None)]

    assert read().unreadable == {"owner_role", "manager_name", "manager_first_name", "manager_last_name"}


def test_an_owner_without_a_role_has_none(paper: PaperOrg) -> None:
    paper.rows["Opportunity"] = [owned_by(UserRole=None, UserRoleId=None, Manager=None, ManagerId=None)]
    deal = read()

    assert deal.unreadable == frozenset()
    assert deal.owner.role is None


def test_an_account_that_nobody_shared_is_unreadable_with_all_its_fields(paper: PaperOrg) -> None:
    paper.objects["Account"]["Segment__c"] = "picklist"
    paper.rows["Opportunity"] = [{**answer("opportunity"), "Account": None}]

    assert {"account_name", "account_industry", "Account.Segment__c"} <= read("Account.Segment__c").unreadable


# ---------------------------------------------------------------- labels


def choices(*labels: tuple[str, str]) -> dict[str, Any]:
    return {"picklistValues": [{"value": value, "label": label, "active": True} for value, label in labels]}


def test_what_people_see_comes_along_where_it_is_called_otherwise(paper: PaperOrg) -> None:
    paper.objects["Opportunity"]["Modules__c"] = "multipicklist"
    paper.more |= {
        "Type": choices(("New Business", "Neugeschäft")),
        "Industry": choices(("Biotechnology", "Biotech"), ("Banking", "Bank")),
        "Modules__c": choices(("cloud_sec", "Cloud Security"), ("Analytics", "Analytics")),
        "Family": choices(("Licences", "Lizenzen")),
    }
    record_type = {"RecordTypeId": "012xx0000000001AAA", "RecordType": {"DeveloperName": "Renewal", "Name": "Renewals"}}
    paper.rows["Opportunity"] = [{**answer("opportunity"), "Modules__c": "cloud_sec;Analytics", **record_type}]
    deal = read("Modules__c", "RecordType.DeveloperName")

    assert (deal.type, deal.record_type) == ("New Business", "Renewal")
    assert deal.labels == {
        "type": {"New Business": "Neugeschäft"},
        "account_industry": {"Biotechnology": "Biotech"},
        "Modules__c": {"cloud_sec": "Cloud Security"},
        "product.family": {"Licences": "Lizenzen"},
        "record_type": {"Renewal": "Renewals"},
        "RecordType.DeveloperName": {"Renewal": "Renewals"},
    }


def test_a_stage_is_seen_by_its_master_label_whatever_our_users_language(paper: PaperOrg) -> None:
    paper.more["StageName"] = choices(("Negotiation/Review", "Verhandlung"))
    paper.rows["OpportunityStage"] = [
        {"ApiName": "Negotiation/Review", "MasterLabel": "Final Terms"},
        {"ApiName": "Prospecting", "MasterLabel": "Prospecting"},
    ]
    deal = read()

    assert deal.stage == "Negotiation/Review"
    assert deal.labels == {"stage": {"Negotiation/Review": "Final Terms"}}


# ---------------------------------------------------------------- amounts of other records


@pytest.mark.parametrize(
    ("own", "held"),
    [
        ("EUR", Decimal(1000)),
        ("USD", Decimal(500)),
        ("CHF", Unknown("your org has no exchange rate for CHF", filled=True)),
    ],
)
def test_an_amount_of_another_record_is_converted_from_that_records_currency(
    paper: PaperOrg, own: str, held: object
) -> None:
    paper.objects["CurrencyType"] = CURRENCY_TYPE
    paper.rows["CurrencyType"] = [
        {"IsoCode": "EUR", "ConversionRate": 1},
        {"IsoCode": "USD", "ConversionRate": 2},
    ]
    paper.objects["Opportunity"]["CurrencyIsoCode"] = "picklist"
    paper.objects["Account"] |= {"AnnualRevenue": "currency", "CurrencyIsoCode": "picklist"}
    row = {**answer("opportunity"), "CurrencyIsoCode": "EUR"}
    row["Account"] |= {"AnnualRevenue": 1000, "CurrencyIsoCode": own}
    paper.rows["Opportunity"] = [row]

    assert read("Account.AnnualRevenue").fields["Account.AnnualRevenue"] == held
