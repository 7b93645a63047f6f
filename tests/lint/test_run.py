"""Files → a report."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.lint import Severity, SourceFile, lint, sources_in
from coach.lint.findings import RuleRemark
from coach.lint.rules import no_owner, same_title
from coach.lint.silence import Suppression
from tests.lint.made import context, findings, playbook, told


def test_everything_wrong_with_a_file_that_cannot_be_read_is_told() -> None:
    found = findings("titel: A\nwhen: {stage: {iz: A}}\ncards: [{name: a, title: A, tip: A}]")

    assert [(finding.line, finding.column, finding.rule) for finding in found] == [
        (1, 1, "missing-key"),
        (1, 1, "unknown-key"),
        (2, 16, "operator"),
    ]
    assert str(found[1]) == "x.yaml:1:1: There is no key “titel” in a playbook. Did you mean “title”? (unknown-key)"


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_looked_at() -> None:
    found = findings({"a": "[", "b": playbook("when: {contact_roles: {at_least: 0}}")})

    assert {(finding.file, finding.rule) for finding in found} >= {("a.yaml", "yaml"), ("b.yaml", "always-true")}


def test_a_playbook_of_two_hundred_groups_is_answered_within_the_effort_that_is_allowed() -> None:
    """Without a bound this takes minutes: each group is held against each other, alternative by alternative."""
    groups = "\n".join(
        f"    - any: [{', '.join(f'{{deal_name: {{contains: w{i}x{j}}}}}' for j in range(5))}]" for i in range(200)
    )

    assert {finding.rule for finding in findings(playbook(f"when:\n  all:\n{groups}"))} <= {"no-owner", "no-skill"}


def test_a_rule_that_trips_over_a_file_says_so_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object) -> Iterator[RuleRemark]:
        raise KeyError("x")

    monkeypatch.setattr(no_owner, "check", trip)
    monkeypatch.setattr(same_title, "check", trip)

    found = {finding.rule: finding.sentence for finding in findings(playbook("when: {contact_roles: {at_least: 0}}"))}

    assert "always-true" in found
    for rule in ("no-owner", "same-title"):
        assert found[rule] == (
            f"The rule “{rule}” cannot be asked about this file (KeyError): please report it, with the file."
        )


def test_findings_come_in_the_order_of_files_and_places() -> None:
    wrong = playbook("when: {contact_roles: {at_least: 0}, pushes: {at_least: 0}}")
    found = findings({"b": wrong, "a": wrong})

    assert list(found) == sorted(found)


def test_a_retired_playbook_need_only_be_readable() -> None:
    text = playbook("status: retired\nwhen: {contact_roles: {at_least: 0}}")

    assert findings(text) == ()
    assert findings({"a": text.replace("retired", "live"), "b": text}) == findings(
        {"a": text.replace("retired", "live")}
    )


def test_a_folder_that_is_named_twice_is_looked_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(playbook("status: live\nskill: asking\nowner: me"))
    (tmp_path / "two.yml").write_text("")
    (tmp_path / "three.yaml").write_bytes(b"\xff")
    sources, problems = sources_in([tmp_path, tmp_path / "one.yaml"])

    report = lint(sources, context(), problems)

    assert [source.name for source in sources] == ["one"]
    assert report.files == 3
    assert [(Path(finding.file).name, finding.rule, finding.severity) for finding in report.findings] == [
        ("three.yaml", "file", Severity.ERROR),
        ("two.yml", "file", Severity.ERROR),
    ]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    sources, problems = sources_in([tmp_path])

    assert sources == []
    assert [problem.sentence for problem in problems] == [f"There is no playbook in the folder {tmp_path}."]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    sources, problems = sources_in([tmp_path / "playbooks"])

    assert sources == []
    assert [problem.sentence for problem in problems] == [f"There is no folder {tmp_path}/playbooks."]


def test_the_library_of_this_repository_has_no_errors() -> None:
    sources, problems = sources_in([Path(__file__).parents[2] / "playbooks"])
    report = lint(sources, context(), problems)

    assert report.of(Severity.ERROR) == []


def test_files_may_be_looked_at_in_any_order() -> None:
    sources = [SourceFile(f"{name}.yaml", name, playbook("status: live")) for name in "abc"]

    def backwards(inspect, sources):  # type: ignore[no-untyped-def]  # as the function it stands for
        return list(map(inspect, reversed(list(sources))))[::-1]

    assert lint(sources, context(), each=backwards) == lint(sources, context())


def test_the_rules_about_a_day_need_no_clock() -> None:
    assert told("past-review", playbook("review_by: 2026-11-22")) == [
        "1:12 The review is 1 day late: somebody should look at it again."
    ]
    assert told("past-review", playbook("review_by: 2026-11-23")) == []


@pytest.mark.parametrize(
    ("day", "when"),
    [
        ("2026-11-22", "ended on 2026-11-22, so its cards are not given"),
        ("2026-11-23", "ends today"),
        ("2026-11-24", "ends on 2026-11-24, in 1 day"),
        ("2026-12-24", "ends on 2026-12-24, in 31 days"),
    ],
)
def test_an_approval_that_ends_is_told_from_a_month_before(day: str, when: str) -> None:
    assert told("approval-ends", playbook(f"approved_until: {day}\nowner: Mary\n")) == [
        f"1:17 The approval {when}: Mary should have it approved again."
    ]
    assert told("approval-ends", playbook("approved_until: 2026-12-25")) == []


def test_a_file_that_cannot_be_looked_at_is_told_and_the_others_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def trips(text: str) -> tuple[Suppression, ...]:
        if "trap" in text:
            raise RecursionError
        return ()

    monkeypatch.setattr("coach.lint.run.allowances", trips)

    found = findings({"bad": playbook("title: A trap"), "late": playbook("review_by: 2026-11-22")})

    assert [(each.file, each.sentence) for each in found if each.rule in ("file", "past-review")] == [
        ("bad.yaml", "This file cannot be checked (RecursionError): say it in a simpler way."),
        ("late.yaml", "The review is 1 day late: somebody should look at it again."),
    ]
