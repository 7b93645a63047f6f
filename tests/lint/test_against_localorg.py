"""Lint and the rules against the look-alike org: both speak of what its records hold."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from coach.engine.matching import compile_rules
from coach.engine.model import Deal
from coach.engine.playbook import load_texts
from tests.lint.made import findings, when
from tests.salesforce.served import Served, serve

NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def org(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    for served in serve(tmp_path_factory.mktemp("org")):
        served.make_field(
            "Opportunity",
            "Modules__c",
            "multipicklist",
            values=[{"value": "cloud_sec", "label": "Cloud Security"}, "Cloud", "Analytics"],
        )
        served.make_field("Opportunity", "Start__c", "time")
        served.make_field("Opportunity", "Notes__c", "richtext")
        served.make_field("Opportunity", "Share__c", "percent")
        served.make_field("Opportunity", "Where__c", "location")
        served.make_field("Opportunity", "Partner__c", "reference", reference_to="Account")
        served.make_field("Account", "Segment__c", "picklist", values=[{"value": "ent", "label": "Enterprise"}])
        served.make_field("Opportunity", "Their_Segment__c", "string", formula="Account.Segment__c")
        served.make_field("User", "Regions__c", "multipicklist", values=["EMEA", "APAC"])
        yield served


@pytest.fixture(scope="module")
def deal_id(org: Served) -> str:
    account, partner = [row["Id"] for row in org.query("SELECT Id FROM Account ORDER BY Id LIMIT 2")]
    org.change("Account", account, {"Segment__c": "ent", "BillingCity": "Berlin"})
    made = org.create(
        "Opportunity",
        {
            "Name": "Types",
            "StageName": "Prospecting",
            "CloseDate": "2027-01-01",
            "AccountId": account,
            "Modules__c": "Analytics;cloud_sec",
            "Start__c": "09:30:00.000Z",
            "Notes__c": "<p>Give &amp; <b>get</b></p>",
            "Share__c": 12.5,
            "Where__Latitude__s": 52.5,
            "Where__Longitude__s": 13.4,
            "Partner__c": partner,
        },
    )
    (row,) = org.query(f"SELECT OwnerId FROM Opportunity WHERE Id = '{made}'")
    org.change("User", row["OwnerId"], {"Regions__c": "APAC;EMEA"})
    return made


def outcome(org: Served, deal_id: str, text: str) -> str:
    """Whether a playbook applies to the deal, or cannot be told."""
    library = load_texts({"x": text.replace("title: A title\n", "title: A title\nstatus: live\n")})
    adapter = org.adapter()
    deal: Deal = adapter.read_deals([deal_id], library.custom_fields).deals[deal_id]
    found = compile_rules(library).find(deal, NOW)
    return "applies" if found.applies and not found.outside else "unknown" if found.unknown else "does not apply"


def refused(org: Served, text: str) -> set[str]:
    """The rules about the org that say something of it."""
    library = load_texts({"x": text})
    inventory = org.adapter().inventory(NOW, library.custom_fields)
    about = {"unknown-stage", "unknown-value", "unknown-field", "field-type"}
    return {each.rule for each in findings(text, inventory=inventory) if each.rule in about}


@pytest.mark.parametrize(
    ("conditions", "applies", "rule"),
    [
        ("fields: {Modules__c: {includes: cloud_sec}}", "applies", None),
        ("fields: {Modules__c: {is: 'cloud_sec;Analytics'}}", "applies", None),
        ("fields: {Modules__c: {includes: Cloud}}", "does not apply", None),
        ("fields: {Modules__c: {includes: Cloud Security}}", "does not apply", "unknown-value"),
        ("fields: {Modules__c: {contains: Cloud}}", "unknown", "field-type"),
        ("fields: {Start__c: {between: ['09:00', '10:00']}}", "applies", None),
        ("fields: {Notes__c: {contains: give & get}}", "applies", None),
        ("fields: {Share__c: {above: 12}}", "applies", None),
        ("fields: {Where__Latitude__s: {above: 50}}", "applies", None),
        ("fields: {Where__c: {empty: false}}", "unknown", "field-type"),
        ("fields: {Partner__r.Name: {empty: false}, Account.Owner.Name: {empty: false}}", "applies", None),
        ("fields: {Partner__c: {is: Acme}}", "unknown", "field-type"),
        ("fields: {Account.Segment__c: {is: ent}, Account.BillingCity: {is: Berlin}}", "applies", None),
        ("fields: {Account.Segment__c: {is: Enterprise}}", "does not apply", "unknown-value"),
        ("fields: {Account.BillingAddress: {contains: Berlin}}", "unknown", "field-type"),
        ("fields: {Their_Segment__c: {is: ent}}", "applies", None),
        ("fields: {Account.Nope__c: {is: A}}", "unknown", "unknown-field"),
        ("product: {fields: {Nope__c: {is: A}}}", "does not apply", "unknown-field"),
    ],
    ids=str,
)
def test_what_lint_lets_pass_can_be_told_and_what_it_refuses_never_matches(
    org: Served, deal_id: str, conditions: str, applies: str, rule: str | None
) -> None:
    assert outcome(org, deal_id, when(conditions)) == applies
    assert refused(org, when(conditions)) == ({rule} if rule else set())


def test_an_audience_may_be_those_whose_user_has_a_value_chosen(org: Served, deal_id: str) -> None:
    text = when("stage: {is: Prospecting}") + "audience: {fields: {Owner.Regions__c: {includes: EMEA}}}\n"

    assert outcome(org, deal_id, text) == "applies"
    assert outcome(org, deal_id, text.replace("EMEA", "Nowhere")) == "does not apply"
    assert refused(org, text) == set()


def test_a_stage_that_was_relabelled_goes_by_its_api_name_in_lint_and_in_the_rules(org: Served, deal_id: str) -> None:
    org.make_field("Opportunity", "StageName", values=[{"value": "Prospecting", "label": "First Talks"}])
    by_name, by_label = when("stage: {is: Prospecting}"), when("stage: {is: First Talks}")

    assert (outcome(org, deal_id, by_name), refused(org, by_name)) == ("applies", set())
    assert outcome(org, deal_id, by_label) == "does not apply"
    assert refused(org, by_label) == {"unknown-stage"}
