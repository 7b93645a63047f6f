"""Slips that only show once texts are read, or that load and do not do what they say: one file for each."""

from pathlib import Path

import pytest

from coach.lint import Severity
from tests.lint.made import findings

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_slip_is_told_at_its_place(path: Path) -> None:
    expected = [
        line.removeprefix("# expect ") for line in path.read_text().splitlines() if line.startswith("# expect ")
    ]
    found = [
        f"{each.line}:{each.column}: {each.sentence} ({each.rule})"
        + (" [warning]" if each.severity is Severity.WARNING else "")
        for each in findings(path.read_text())
    ]
    assert expected
    assert found == expected
