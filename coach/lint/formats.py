"""Format a report as text, as JSON, or as workflow commands, which code hosts show beside a pull request's lines."""

import json
from collections.abc import Callable, Iterator, Mapping

from coach.lint.findings import Finding, Report, Severity

VERSION = 1
"""Version of the JSON format. Increase it when a key changes its meaning or is removed."""


def as_text(report: Report) -> str:
    """One line for each finding, then what could not be checked, then a summary."""
    lines = [f"{finding}{_mark(finding)}" for finding in report.findings]
    return "\n".join([*lines, *report.notices, summary(report)])


def _mark(finding: Finding) -> str:
    return "" if finding.severity is Severity.ERROR else " [warning]"


def summary(report: Report) -> str:
    """How many files, errors and warnings there are."""
    errors, warnings = (len(report.of(severity)) for severity in Severity)
    found = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}" if errors or warnings else "nothing to mend"
    return f"{_count(report.files, 'playbook')}: {found}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def as_json(report: Report) -> str:
    """Keys as in docs/lint.md; stable as long as ``version`` is the same."""
    findings = [
        {
            "file": finding.file,
            "line": finding.line,
            "column": finding.column,
            "severity": finding.severity.value,
            "rule": finding.rule,
            "sentence": finding.sentence,
        }
        for finding in report.findings
    ]
    whole = {"version": VERSION, "files": report.files, "findings": findings, "notices": list(report.notices)}
    return json.dumps(whole, indent=2, ensure_ascii=False)


def as_commands(report: Report) -> str:
    """Workflow commands.

    Sources: docs.github.com, “Workflow commands for GitHub Actions”; for the escapes,
    https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
    """
    return "\n".join([*_commands(report), summary(report)])


def _commands(report: Report) -> Iterator[str]:
    for finding in report.findings:
        place = f"file={_property(finding.file)},line={finding.line},col={finding.column}"
        yield f"::{finding.severity.value} {place},title={_property(finding.rule)}::{_data(finding.sentence)}"
    for notice in report.notices:
        yield f"::notice::{_data(notice)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Report], str]] = {"text": as_text, "json": as_json, "github": as_commands}
