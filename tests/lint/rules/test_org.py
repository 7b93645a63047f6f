"""What is said about an org that lacks what a playbook names."""

from dataclasses import replace

import pytest

from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators import OPERATORS
from tests.lint.made import INVENTORY, playbook, told, when

NO_CURRENCY = (
    "Nobody has told Coach the org's currency, so this cannot be told of any deal: your operator sets"
    " COACH_SALESFORCE_CURRENCY."
)
_NO_FIELD = "Opportunities in your org have no field"

OF_A_TEXT = [each.word for each in OPERATORS.values() if Kind.TEXT in each.kinds and not each.adherence_only]


@pytest.mark.parametrize(
    ("rule", "conditions", "sentence"),
    [
        (
            "unknown-stage",
            "stage: {is: [Proposal, Propsal]}",
            "2:26 Your org has no stage “Propsal”. Did you mean “Proposal”?",
        ),
        ("unknown-stage", "stage: {contains: xyz}", "2:21 Your org has no stage that contains “xyz”."),
        ("unknown-stage", "not: {stage: {entered: Won}}", "2:26 Your org has no stage “Won”."),
        (
            "unknown-product",
            "product: {family: {is: Service}}",
            "2:26 Your org has no product family “Service”. Did you mean “Services”?",
        ),
        (
            "unknown-product",
            "product: {name: {starts_with: MRI}}",
            "2:33 Your org has no product that begins with “MRI”.",
        ),
        ("unknown-value", "lead_source: {is: Fax}", "2:21 Your org has no value of lead_source “Fax”."),
        (
            "unknown-value",
            "fields: {Approval__c: {is_not: approve}}",
            "2:34 Your org has no value of Approval__c “approve”. Did you mean “Approved”?",
        ),
        (
            "unknown-field",
            "fields: {Competiter__c: {is: A}}",
            f"2:28 {_NO_FIELD} “Competiter__c” that Coach can see. Did you mean “Competitor__c”?",
        ),
        (
            "unknown-stage",
            "stage: {is: Final Terms}",
            "2:15 “Final Terms” is what people see: records hold the API name, so write “Verbal”.",
        ),
        (
            "unknown-stage",
            "stage: {is: unterschrieben}",
            "2:15 “Unterschrieben” is what people see: records hold the API name, so write “Signed”.",
        ),
        (
            "unknown-stage",
            "stage: {contains: final}",
            "2:21 “Final Terms” is what people see: records hold the API name, so write “Verbal”.",
        ),
        (
            "unknown-value",
            "lead_source: {is_not: Aus dem Netz}",
            "2:25 “Aus dem Netz” is what people see: records hold the API name, so write “Web”.",
        ),
        (
            "unknown-value",
            "record_type: {is: Renewals}",
            "2:21 “Renewals” is what people see: records hold the API name, so write “Renewal”.",
        ),
        (
            "unknown-value",
            "fields: {RecordType.DeveloperName: {is: Renewals}}",
            "2:43 “Renewals” is what people see: records hold the API name, so write “Renewal”.",
        ),
        (
            "unknown-value",
            "fields: {Modules__c: {includes: [cloud_sec, Cloud Security]}}",
            "2:47 “Cloud Security” is what people see: records hold the API name, so write “cloud_sec”.",
        ),
        (
            "unknown-value",
            "fields: {Modules__c: {is: 'cloud_sec;Analitics'}}",
            "2:29 Your org has no value of Modules__c “Analitics”. Did you mean “Analytics”?",
        ),
        (
            "unknown-field",
            "fields: {Account.Segmnt__c: {is: A}}",
            "2:32 Account in your org has no field “Segmnt__c” that Coach can see. Did you mean “Segment__c”?",
        ),
        (
            "unknown-field",
            "fields: {Partner__c.Tier__c: {is: A}}",
            (
                "2:33 Opportunities in your org have no lookup “Partner__c” that Coach can see."
                " Write Partner__r, which is the name of the way over Partner__c."
            ),
        ),
        (
            "unknown-field",
            "product: {fields: {Margn__c: {below: 3}}}",
            "2:33 Line items in your org have no field “Margn__c” that Coach can see. Did you mean “Margin__c”?",
        ),
        (
            "field-type",
            "fields: {Modules__c: {contains: Cloud}}",
            (
                "2:25 “Modules__c” is a multi-select picklist in your org (multipicklist), which does not take"
                " “contains”; it takes is, is_not, includes, includes_all, empty."
            ),
        ),
        (
            "field-type",
            "fields: {Competitor__c: {includes: Cloud}}",
            (
                "2:28 “Competitor__c” is text in your org (string), which does not take “includes”;"
                f" it takes {', '.join(OF_A_TEXT)}."
            ),
        ),
        (
            "field-type",
            "fields: {Partner__c: {is: Acme}}",
            (
                "2:25 “Partner__c” is a lookup, which holds the id of another record in your org (reference),"
                " and is compared here as text: ask for a field of that record, such as Partner__r.Name."
            ),
        ),
        (
            "field-type",
            "fields: {Account.BillingAddress: {contains: Berlin}}",
            (
                "2:37 “Account.BillingAddress” cannot be compared: an address is not compared as a whole: ask for a"
                " part of it, such as BillingCity or BillingCountryCode."
            ),
        ),
        (
            "field-type",
            "fields: {Secret__c: {is: Swordfish}}",
            (
                "2:24 “Secret__c” cannot be compared: the field is encrypted, and shown to Coach as asterisks; only"
                " empty can be asked."
            ),
        ),
        (
            "field-type",
            "fields: {Start__c: {after: 2027-01-01}}",
            "2:23 “Start__c” is a time of day in your org (time), and is compared here as a date.",
        ),
        (
            "field-type",
            "product: {fields: {Margin__c: {is: high}}}",
            "2:34 “Margin__c” is a number in your org (percent), and is compared here as text.",
        ),
        (
            "field-type",
            "fields: {VAC_Date__c: {contains: June}}",
            "2:26 “VAC_Date__c” is a date in your org (date), and is compared here as text.",
        ),
        ("unknown-role", "owner_role: {is: APAC}", "2:20 Your org has no role “APAC”."),
    ],
)
def test_what_the_org_does_not_have_is_told_at_its_place(rule: str, conditions: str, sentence: str) -> None:
    assert told(rule, when(conditions), inventory=INVENTORY) == [sentence]


@pytest.mark.parametrize(
    "conditions",
    [
        "stage: {is: [proposal, Negotiation/Review], contains: pro}",
        "product: {family: {is: capital equipment}, name: {contains: scanner}}",
        "lead_source: {starts_with: phone}",
        "fields: {vac_date__c: {within_next_days: 3}, Score__c: {above: 3, currency: USD}, VAC_Date__c: {empty: true}}",
        "account_industry: {is: Anything}",
        "owner_role: {empty: true}",
        "stage: {is: Verbal}",
        "fields: {Modules__c: {includes: [CLOUD_SEC, 'cloud_sec;Analytics'], is_not: 'Analytics;cloud_sec'}}",
        "fields: {Modules__c: {includes: Retired}}",
        "fields: {Account.Segment__c: {is: Enterprise}, Account.Owner.Name: {is: Eve}, Partner__r.Tier__c: {is: 1}}",
        "fields: {Start__c: {between: ['09:00', '17:00']}, Secret__c: {empty: false}, Any__c: {is: whatever}}",
        "fields: {Start__c: {is: '09:00'}, Partner__c: {is: [001xx0000000001, 001xx0000000001AAA]}}",
        "product: {fields: {Margin__c: {below: 10}}}",
        "record_type: {is: Renewal}",
    ],
    ids=str,
)
def test_what_the_org_has_is_left_alone(conditions: str) -> None:
    rules = ("unknown-stage", "unknown-product", "unknown-value", "unknown-field", "field-type", "unknown-role")

    assert [told(rule, when(conditions), inventory=INVENTORY) for rule in rules] == [[]] * len(rules)


def test_a_date_that_increases_is_no_number() -> None:
    text = (
        when("stage: {is: Proposal}")
        + "adherence: {within_days: 3, seen: {fields: {VAC_Date__c: {increased: true}}}}\n"
    )

    assert told("field-type", text, inventory=INVENTORY) == []


def test_fields_in_texts_are_looked_up_too() -> None:
    text = playbook("cards:\n  - {name: one, title: One, tip: 'Mind {{ deal.fields.Foo__c|default(1) }}'}")

    assert told("unknown-field", text, inventory=INVENTORY) == [f"2:43 {_NO_FIELD} “Foo__c” that Coach can see."]


@pytest.mark.parametrize(
    ("hidden", "conditions"),
    [
        ("product", "every_product: {family: {is: Services}}"),
        ("close_date", "days_to_close: {below: 5}"),
        ("pushes", "pushes: {above: 1}"),
    ],
)
def test_what_the_org_hides_is_told(hidden: str, conditions: str) -> None:
    inventory = replace(INVENTORY, hidden=frozenset({hidden}))

    assert len(told("hidden-fact", when(conditions), inventory=inventory)) == 1
    assert told("hidden-fact", when(conditions), inventory=INVENTORY) == []


def test_without_an_org_nothing_is_said_of_it() -> None:
    assert told("unknown-stage", when("stage: {is: Made Up}")) == []


@pytest.mark.parametrize(
    ("currencies", "conditions", "sentence"),
    [
        (
            ("EUR", "USD"),
            "amount: {above: 5}",
            "Your org has several currencies: say which this is, as in currency: EUR.",
        ),
        (("EUR", "USD"), "amount: {above: 5, currency: USD}", None),
        (("EUR", "USD"), "amount: {empty: false}", None),
        (("EUR",), "amount: {above: 5}", None),
        (
            ("EUR",),
            "amount: {above: 5, currency: USD}",
            "Your org has no exchange rate for “USD”, so this cannot be told of any deal.",
        ),
        (
            (),
            "product: {total: {above: 5, currency: USD}}",
            NO_CURRENCY,
        ),
        ((), "amount: {above: 5}", None),
        (None, "amount: {above: 5}", None),
    ],
)
def test_an_amount_must_fit_the_orgs_currencies(
    currencies: tuple[str, ...] | None, conditions: str, sentence: str | None
) -> None:
    found = told("currency", when(conditions), inventory=replace(INVENTORY, currencies=currencies))

    assert [each.partition(" ")[2] for each in found] == ([sentence] if sentence else [])
