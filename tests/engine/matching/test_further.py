"""Further fields by their types: what matches, what cannot be told and why, and the words for both."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from coach.engine.matching import compile_rules
from coach.engine.model import RecordId, Truth, Unknown
from coach.engine.playbook import load_texts
from tests.engine.matching.examples import NOW, SCANNER, deal, playbook, rulebook, traced

BOTH = ("Cloud Security", "Analytics")
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def outcome(asked: str, value: object) -> tuple[Truth, str]:
    """How a condition on a further field comes out on a value, and what is said to have been found."""
    trace = traced(f"fields: {{A__c: {asked}}}", deal(fields={"A__c": value}))
    return trace.truth, trace.found


@pytest.mark.parametrize(
    ("asked", "truth"),
    [
        ("{includes: Cloud Security}", TRUE),
        ("{includes: cloud security}", TRUE),
        ("{includes: Cloud}", FALSE),
        ("{includes: [Cloud, Analytics]}", TRUE),
        ("{includes: 'Cloud;Analytics'}", FALSE),
        ("{includes_all: [Analytics, Cloud Security]}", TRUE),
        ("{includes_all: [Analytics, Cloud]}", FALSE),
        ("{is: 'Analytics;Cloud Security'}", TRUE),
        ("{is: Analytics}", FALSE),
        ("{is: [Analytics, 'cloud security; analytics']}", TRUE),
        ("{is_not: 'Analytics;Cloud Security'}", FALSE),
        ("{empty: false}", TRUE),
        ("{contains: Cloud}", UNKNOWN),
        ("{starts_with: Cloud}", UNKNOWN),
        ("{above: 3}", UNKNOWN),
        ("{before: '09:00'}", UNKNOWN),
    ],
)
def test_a_selection_is_compared_by_what_is_chosen(asked: str, truth: Truth) -> None:
    assert outcome(asked, BOTH)[0] is truth
    found = rulebook(x=f"{{fields: {{A__c: {asked}}}}}").find(deal(fields={"A__c": BOTH}), NOW)
    assert (found.applies == ("x",), found.unknown == ("x",)) == (truth is TRUE, truth is UNKNOWN)


@pytest.mark.parametrize(
    ("asked", "value", "truth", "found"),
    [
        ("{includes: A}", BOTH, FALSE, "Cloud Security, Analytics"),
        (
            "{contains: A}",
            BOTH,
            UNKNOWN,
            "several values can be chosen in this field, and no part of their names is looked for in it",
        ),
        ("{includes: A}", "A;B", UNKNOWN, "the field holds text, and the playbook compares a selection"),
        ("{before: '12:00'}", time(9, 30), TRUE, "09:30"),
        ("{between: ['09:30', '10:00']}", time(9, 30), TRUE, "09:30"),
        ("{is: '09:30'}", time(9, 30), TRUE, "09:30"),
        ("{is_not: noon}", time(9, 30), UNKNOWN, "the field holds a time of day, and the playbook compares text"),
        ("{is: 001xx0000000001}", RecordId("001xx0000000001AAA"), TRUE, "001xx0000000001AAA"),
        ("{is: 001XX0000000001}", RecordId("001xx0000000001AAA"), FALSE, "001xx0000000001AAA"),
        (
            "{is: Acme}",
            RecordId("001xx0000000001AAA"),
            UNKNOWN,
            "the field holds the id of another record, and the playbook compares text",
        ),
        ("{is: Swordfish}", Unknown("it is encrypted", filled=True), UNKNOWN, "it is encrypted"),
        ("{empty: false}", Unknown("it is encrypted", filled=True), TRUE, "filled in"),
        ("{empty: false}", Unknown("it has only parts"), UNKNOWN, "it has only parts"),
    ],
)
def test_what_makes_no_sense_for_the_type_is_unknown_with_its_reason(
    asked: str, value: object, truth: Truth, found: str
) -> None:
    assert outcome(asked, value) == (truth, found)


def test_what_was_asked_of_a_selection_reads_aloud() -> None:
    trace = traced("fields: {A__c: {includes_all: [cloud_sec, Analytics]}}", deal(fields={"A__c": BOTH}))

    assert trace.expected == "includes cloud_sec and Analytics"


def test_people_read_labels_and_records_are_compared_by_api_names() -> None:
    seen = deal(
        fields={"A__c": ("cloud_sec",)},
        labels={"A__c": {"cloud_sec": "Cloud Security"}, "stage": {"Negotiation/Review": "Final Terms"}},
    )

    assert traced("fields: {A__c: {includes: cloud_sec}}", seen).found == "Cloud Security"
    assert traced("stage: {is: Negotiation/Review}", seen).found == "Final Terms"
    assert traced("stage: {is: Final Terms}", seen).truth is FALSE
    assert "into Final Terms on" in traced("stage: {entered: Negotiation/Review}", seen).found


def test_a_line_item_is_found_by_a_field_of_its_own() -> None:
    rules = rulebook(x="{product: {family: {is: Capital Equipment}, fields: {Margin__c: {below: 10}}}}")
    for percent, applies in ((Decimal(7), ("x",)), (Decimal(10), ())):
        line = replace(SCANNER, fields={"Margin__c": percent})
        assert rules.find(deal(products=(line,)), NOW).applies == applies


def test_a_field_of_line_items_that_is_hidden_is_missing_by_its_name() -> None:
    trace = traced("product: {fields: {Margin__c: {below: 10}}}", deal(unreadable=frozenset({"product.Margin__c"})))

    assert trace.truth is UNKNOWN
    assert trace.missing == ("product.fields.Margin__c",)


def test_an_audience_asks_about_fields_of_the_owner() -> None:
    audience = "audience: {fields: {Owner.Regions__c: {includes: EMEA}}}"
    library = load_texts({"x": playbook("{won: false}", audience)})
    assert library.custom_fields == {"Owner.Regions__c"}
    for regions, outside in ((("APAC",), {"x"}), (("APAC", "EMEA"), set())):
        found = compile_rules(library).find(deal(fields={"Owner.Regions__c": regions}), NOW)
        assert found.outside == outside
