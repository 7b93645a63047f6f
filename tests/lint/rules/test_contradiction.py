import pytest

from tests.lint.made import INVENTORY, told, when

TOGETHER = "can never be true together."


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        (
            "all:\n  - stage: {is: Prospecting}\n  - stage: {is: Proposal}",
            f"4:15 “stage is Prospecting” (line 3) and “stage is Proposal” {TOGETHER}",
        ),
        ("amount: {above: 10, below: 5}", f"2:23 “amount above 10” and “amount below 5” {TOGETHER}"),
        (
            "contact_roles: {above: 2, below: 3}",
            f"2:29 “contact_roles above 2” and “contact_roles below 3” {TOGETHER}",
        ),
        ("stage: {is: Prospecting}\nwon: true", f"3:3 “stage is Prospecting” (line 2) and “won is true” {TOGETHER}"),
        ("closed: false\nwon: true", f"3:3 “closed is false” (line 2) and “won is true” {TOGETHER}"),
        ("contact_roles: {below: 0}", "2:19 “contact_roles below 0” can never be true."),
        ("probability: {above: 100}", "2:17 “probability above 100” can never be true."),
        ("stage: {empty: true}", "2:11 “stage empty true” can never be true."),
        (
            "next_step: {empty: true, contains: legal}",
            f"2:28 “next_step empty true” and “next_step contains legal” {TOGETHER}",
        ),
        (
            "next_step: {starts_with: [legal, tender]}\nnot:\n  next_step: {contains: [leg, end]}",
            "4:17 “next_step starts with legal or tender” (line 2) and “next_step contains leg or end” " + TOGETHER,
        ),
        (
            "stage: {entered: Proposal, is_not: Proposal}",
            f"2:30 “stage entered Proposal” and “stage is not Proposal” {TOGETHER}",
        ),
        (
            "days_to_close: {below: 0}\nclose_date: {within_next_days: 10}",
            f"3:16 “days_to_close below 0” (line 2) and “close_date within next days 10” {TOGETHER}",
        ),
        (
            "product: {discount: {above: 20, at_most: 20}}",
            f"2:35 “discount above 20” and “discount at most 20” {TOGETHER}",
        ),
        (
            "product_count: {is: 0}\nproduct: {family: {is: Services}}",
            f"3:22 “product_count is 0” (line 2) and “family is Services” {TOGETHER}",
        ),
        (
            "product: {family: {is: Services}}\nnot:\n  product: {family: {is: [Services, Parts]}}",
            f"4:24 “family is Services” (line 2) and “family is Services or Parts” {TOGETHER}",
        ),
        (
            "every_product: {family: {is: Services}}\nproduct: {family: {is: Parts}}",
            f"3:22 “family is Services” (line 2) and “family is Parts” {TOGETHER}",
        ),
        (
            "fields: {Score__c: {above: 1}}\nall: [{fields: {Score__c: {contains: a}}}]",
            f"3:30 “Score__c above 1” (line 2) and “Score__c contains a” {TOGETHER}",
        ),
    ],
    ids=lambda value: value.split(": ")[0] if ": {" in str(value) else "",
)
def test_what_excludes_each_other_is_named(conditions: str, sentence: str) -> None:
    assert told("contradiction", when(conditions)) == [sentence]


def test_an_alternative_that_never_comes_is_named_although_others_do() -> None:
    text = when("stage: {is: Prospecting}\nany:\n  - stage: {is: Proposal}\n  - amount: {above: 1}")

    assert told("contradiction", text) == [f"4:15 “stage is Prospecting” (line 2) and “stage is Proposal” {TOGETHER}"]


def test_everything_that_excludes_something_is_named() -> None:
    text = when("amount: {above: 10, below: 5}\npushes: {is: 1, above: 3}")

    assert [line[:4] for line in told("contradiction", text)] == ["2:23", "3:19"]


def test_the_audience_may_exclude_what_when_asks_for() -> None:
    text = when("owner_role: {is: EMEA}") + "audience: {owner_role: {is: APAC}}\n"

    assert told("contradiction", text) == [f"5:25 “owner_role is EMEA” (line 2) and “owner_role is APAC” {TOGETHER}"]


def test_a_signal_that_can_never_be_seen_is_named() -> None:
    text = when("stage: {is: Prospecting}") + "adherence: {within_days: 3, seen: {pushes: {below: 0}}}\n"

    assert told("contradiction", text) == ["5:45 “pushes below 0” can never be true."]


def test_what_the_org_says_of_its_stages_counts() -> None:
    assert told("contradiction", when("stage: {is: Signed}"), inventory=INVENTORY) == [
        "2:11 Closed deals are left out unless you say closed: true, so “stage is Signed” never comes."
    ]
    assert told("contradiction", when("stage: {is: Signed}")) == []


@pytest.mark.parametrize(
    "conditions",
    [
        "stage: {is: [Prospecting, Proposal]}",
        "any:\n  - stage: {is: Prospecting}\n  - stage: {is: Proposal}",
        "product: {family: {is: Services}}\nall: [{product: {family: {is: Parts}}}]",
        "amount: {at_least: 10, at_most: 10}",
        "amount: {above: 10, currency: USD}\nall: [{amount: {below: 10, currency: JPY}}]",
        "amount: {above: 0.1, below: 0.2}",
        "next_step: {contains: a}\nall: [{next_step: {contains: b}}]",
        "stage: {from: Proposal, to: Prospecting}",
        "closed: true\nwon: false",
        "stage: {is: Made Up}\nwon: true",
        "not:\n  stage: {is: Prospecting}\n  amount: {above: 5}",
        "every_product: {discount: {below: 5}}\nproduct: {discount: {above: 3}}",
    ],
    ids=str,
)
def test_what_may_come_is_left_alone(conditions: str) -> None:
    assert told("contradiction", when(conditions)) == []


def test_of_hundreds_of_values_a_contradiction_is_still_found() -> None:
    values = [f"[{', '.join(f'v{part}x{number}' for number in range(200))}]" for part in range(2)]
    text = when("all:\n" + "\n".join(f"  - stage: {{is: {each}}}" for each in values))

    assert told("contradiction", text)
