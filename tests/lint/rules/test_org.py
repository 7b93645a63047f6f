"""What is said about an org that lacks what a playbook names."""

from dataclasses import replace

import pytest

from tests.lint.made import INVENTORY, playbook, told, when

NO_CURRENCY = (
    "Nobody has told Coach the org's currency, so this cannot be told of any deal: your operator sets"
    " COACH_SALESFORCE_CURRENCY."
)
_NO_FIELD = "Opportunities in your org have no field"


@pytest.mark.parametrize(
    ("rule", "conditions", "sentence"),
    [
        (
            "unknown-stage",
            "stage: {is: [Proposal, Propsal]}",
            "2:26 Your org has no stage “Propsal”. Did you mean “Proposal”?",
        ),
        ("unknown-stage", "stage: {contains: xyz}", "2:21 Your org has no stage with “xyz”."),
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
