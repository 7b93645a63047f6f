"""Reports, for people, programs and code hosts."""

import json

from coach.lint import Finding, Report, Severity
from coach.lint.formats import FORMATS

FINDINGS = (
    Finding("a,b/x:y.yaml", 3, 5, "50% is “so”,\r\nand: so", "always-true", Severity.WARNING),
    Finding("z.yaml", 1, 1, "This is wrong.", "yaml", Severity.ERROR),
)
REPORT = Report(2, FINDINGS, ("Your org was not looked at.",))


def test_text_has_a_line_for_each_finding_and_counts_them() -> None:
    assert FORMATS["text"](Report(2, FINDINGS[1:], ("A notice.",))).split("\n") == [
        "z.yaml:1:1: This is wrong. (yaml)",
        "A notice.",
        "2 playbooks: 1 error, 0 warnings.",
    ]


def test_a_warning_is_marked() -> None:
    finding = Finding("z.yaml", 1, 1, "Look.", "no-owner", Severity.WARNING)

    assert FORMATS["text"](Report(1, (finding,))).startswith("z.yaml:1:1: Look. (no-owner) [warning]\n")


def test_where_nothing_is_wrong_it_says_so() -> None:
    assert FORMATS["text"](Report(1, ())) == "1 playbook: nothing to mend."


def test_json_has_the_documented_keys() -> None:
    found = json.loads(FORMATS["json"](REPORT))

    assert found["version"] == 1
    assert found["files"] == 2
    assert found["notices"] == ["Your org was not looked at."]
    assert found["findings"][1] == {
        "file": "z.yaml",
        "line": 1,
        "column": 1,
        "severity": "error",
        "rule": "yaml",
        "sentence": "This is wrong.",
    }


def test_workflow_commands_are_escaped_as_their_reader_unescapes_them() -> None:
    commands = FORMATS["github"](REPORT).split("\n")

    assert commands == [
        "::warning file=a%2Cb/x%3Ay.yaml,line=3,col=5,title=always-true::50%25 is “so”,%0D%0Aand: so",
        "::error file=z.yaml,line=1,col=1,title=yaml::This is wrong.",
        "::notice::Your org was not looked at.",
        "2 playbooks: 1 error, 1 warning.",
    ]
