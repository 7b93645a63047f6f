"""Conditions that change nothing: always true, or said already; and signals that are there before the advice."""

import pytest

from tests.lint.made import told, when


@pytest.mark.parametrize(
    ("conditions", "place"),
    [
        ("days_in_stage: {at_least: 0}", "2:19"),
        ("probability: {between: [0, 100]}", "2:17"),
        ("closed: {empty: false}", "2:12"),
        ("any:\n  - amount: {above: 10}\n  - amount: {at_most: 20}", "3:16"),
        ("product: {discount: {at_least: 0}, family: {is: Services}}", "2:24"),
    ],
    ids=str,
)
def test_what_is_always_true_is_told(conditions: str, place: str) -> None:
    assert [line.split()[0] for line in told("always-true", when(conditions))] == [place]


@pytest.mark.parametrize(
    "conditions", ["amount: {at_least: 0}", "next_step: {empty: false}", "close_date: {empty: true}"]
)
def test_what_may_be_false_is_not_always_true(conditions: str) -> None:
    assert told("always-true", when(conditions)) == []


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        (
            "amount: {at_least: 50, above: 20}",
            "2:26 “amount above 20” says nothing that “amount at least 50” does not say.",
        ),
        (
            "stage: {is: [Prospecting, Proposal]}\nall: [{stage: {is: Proposal}}]",
            "2:11 “stage is Prospecting or Proposal” says nothing that “stage is Proposal” (line 3) does not say.",
        ),
        (
            "any:\n  - pushes: {at_least: 1}\n  - pushes: {at_least: 3}",
            "4:16 “pushes at least 3” says nothing that “pushes at least 1” (line 3) does not say.",
        ),
        (
            "pushes: {above: 2}\nany:\n  - {pushes: {above: 1}, amount: {above: 5}}\n  - type: {is: Renewal}",
            "4:17 “pushes above 1” says nothing that “pushes above 2” (line 2) does not say.",
        ),
        (
            "product: {discount: {above: 20, is_not: 0}}",
            "2:35 “discount is not 0” says nothing that “discount above 20” does not say.",
        ),
        (
            "type: {is: Renewal}\nnot:\n  lead_source: {is: Web}\n  all: [{lead_source: {is: [Web, Phone]}}]",
            "5:26 “lead_source is Web or Phone” says nothing that “lead_source is Web” (line 4) does not say.",
        ),
    ],
    ids=str,
)
def test_what_is_said_already_is_told(conditions: str, sentence: str) -> None:
    assert told("redundant", when(conditions)) == [sentence]


@pytest.mark.parametrize(
    "conditions",
    [
        "amount: {at_least: 50, at_most: 80}",
        "amount: {at_least: 50, currency: USD}\nall: [{amount: {at_least: 20, currency: EUR}}]",
        "stage: {entered: Proposal}\nall: [{stage: {is: [Proposal, Prospecting]}}]",
    ],
    ids=["two ends", "two currencies", "an unknown history"],
)
def test_what_adds_something_is_left_alone(conditions: str) -> None:
    assert told("redundant", when(conditions)) == []


def test_asking_that_something_is_filled_in_makes_unknown_false_and_is_left_alone() -> None:
    """Without it, a deal without activity is unknown, and an open card stays on the record."""
    assert told("redundant", when("fields: {LastActivityDate: {empty: false, more_than_days_ago: 14}}")) == []


def test_a_signal_that_when_makes_sure_of_is_told_with_the_audience_in_mind() -> None:
    seen = "adherence: {within_days: 7, seen: {owner_role: {is: [EMEA, APAC]}}}\n"

    assert told("followed-already", when("stage: {is: Proposal}") + "audience: {owner_role: {is: EMEA}}\n" + seen) == [
        "6:49 “seen” is true wherever “when” is, before the rep has done anything: ask for something that changes."
    ]
    assert told("followed-already", when("stage: {is: Proposal}") + seen) == []
