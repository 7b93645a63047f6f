"""Comments that silence a rule, and what is wrong with them."""

import pytest

from coach.lint.silence import allowances
from tests.lint.made import findings, playbook, told

ALWAYS = "contact_roles: {at_least: 0}"


@pytest.mark.parametrize(
    "text",
    [
        f"when:\n  {ALWAYS} # coach: allow always-true because we count it",
        f"when:\n  # coach: allow always-true because we count it\n  {ALWAYS}",
        f"when:\n  # coach: allow always-true because we count it\n\n  # something else\n  {ALWAYS}",
        f"when:\n  {ALWAYS}  #coach:allow redundant, always-true   because we count it",
    ],
    ids=["behind", "above", "further above", "several rules"],
)
def test_a_rule_is_silenced_for_a_line_with_a_reason(text: str) -> None:
    assert told("always-true", playbook(text)) == []


def test_a_comment_above_a_long_text_is_about_all_of_it() -> None:
    tip = "    # coach: allow markdown because it looks so\n    tip: |\n      Ask.\n\n      Ask **now.\n"
    text = playbook(f"cards:\n  - name: one\n    title: One\n{tip}")

    assert told("markdown", text) == []
    assert told("markdown", text.replace("    # coach: allow markdown because it looks so\n", "")) != []


def test_it_is_about_no_other_line_and_no_other_rule() -> None:
    other_line = f"when:\n  stage: {{is: A}} # coach: allow always-true because so\n  {ALWAYS}"
    other_rule = f"when:\n  {ALWAYS} # coach: allow redundant because so"

    assert len(told("always-true", playbook(other_line))) == len(told("always-true", playbook(other_rule))) == 1


@pytest.mark.parametrize(
    ("comment", "sentence"),
    [
        ("allow always-true", "Say why: “# coach: allow always-true because …”. Without a reason nothing is silenced."),
        (
            "allow always-true because",
            "Say why: “# coach: allow always-true because …”. Without a reason nothing is silenced.",
        ),
        (
            "ignore always-true because so",
            "Write “# coach: allow rule-id because …”, with the id that stands in brackets behind the sentence.",
        ),
        (
            "allow because so",
            "Write “# coach: allow rule-id because …”, with the id that stands in brackets behind the sentence.",
        ),
    ],
)
def test_a_comment_that_cannot_be_understood_silences_nothing_and_is_told(comment: str, sentence: str) -> None:
    text = playbook(f"when:\n  {ALWAYS} # coach: {comment}")

    assert len(told("always-true", text)) == 1
    assert told("allow", text) == [f"2:32 {sentence}"]


def test_a_rule_that_does_not_exist_is_told_with_what_was_perhaps_meant() -> None:
    text = playbook(f"when:\n  {ALWAYS} # coach: allow allways-true because so")

    assert told("allow", text) == [
        "2:32 There is no rule “allways-true” that could be silenced. Did you mean “always-true”?"
    ]


def test_a_comment_that_has_nothing_to_silence_is_told() -> None:
    text = playbook("when: {stage: {is: Proposal}} # coach: allow always-true because so")

    assert told("allow", text) == ["1:31 There is nothing here for “always-true” to say: take this comment out."]


def test_rules_that_were_not_asked_are_not_missed() -> None:
    text = playbook("when: {stage: {is: Proposal}} # coach: allow unknown-stage, shadowed because so")

    assert told("allow", text, whole=False) == []
    assert [line[5:60] for line in told("allow", text)] == ["There is nothing here for “shadowed” to say: take this "]


def test_it_cannot_silence_what_makes_a_file_unreadable() -> None:
    assert [finding.rule for finding in findings("# coach: allow missing-key because so\nwhen: {stage: {is: A}}")] == [
        "missing-key",
        "missing-key",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: '# coach: allow x because y'", []),
        ("a: b#c # coach: allow x because y", [1]),
        ("a: |\n  # coach: allow x because y\n  b\n", []),
        ("a: | # coach: allow x because y\n  b\n", [1]),
        ("a: >-\n  b\n\n  # coach: allow x because y\n# coach: allow x because y\nc: d\n", [5]),
        ("a: b\n  c # coach: allow x because y\n", [2]),
        ('"#": ["#", \'# coach: allow\'] # coach: allow x because y', [1]),
        ("a: b\r\n# coach: allow x because y\r\nc: d", [2]),
    ],
)
def test_only_comments_are_comments(text: str, lines: list[int]) -> None:
    assert [allowance.line for allowance in allowances(text)] == lines


def test_of_thousands_of_comments_each_is_about_the_next_line_that_says_something() -> None:
    text = "# coach: allow x because y\n" * 5000 + "title: A\n"

    assert {(each.first, each.last) for each in allowances(text)} == {(5001, 5001)}


def test_a_comment_of_any_length_is_answered_in_a_short_sentence() -> None:
    for comment in ("# coach: allow " + "x" * 50_000, "# coach: allow a" + " " * 50_000 + "because so"):
        assert all(len(finding.sentence) < 300 for finding in findings(playbook(f"title: A {comment}")))
