import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from coach.config.settings import environment_without_settings
from demo.api import ServiceOverHttp
from demo.edits import Edits, findings

GOOD = """\
title: Why now
status: live
when: {stage: {is: [Prospecting]}}
cards:
  - name: ask
    title: Ask why now
    tip: Ask what happens if they wait.
"""


class Service(ServiceOverHttp):
    """Has whatever is in the folder in force."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", "token")

    def playbooks(self) -> tuple[bool, str]:
        return True, "1 playbook is in force."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one playbook, where the edits are made."""
    monkeypatch.chdir(tmp_path)
    book = Path("playbooks") / "why-now.yaml"
    book.parent.mkdir()
    book.write_text(GOOD, encoding="utf-8")
    return book.parent


def told(edits: Edits, last: str) -> list[str]:
    """What is said until a line holds these words; a test that waits for good is ended by hand."""
    said: list[str] = []
    while not any(last in line for line in said):
        said += [line.plain.strip() for line in edits.look()]
        time.sleep(0.02)
    return said


def environment() -> Mapping[str, str]:
    return environment_without_settings() | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2])])}


def test_a_broken_edit_is_told_at_its_line_and_its_mending_too(folder: Path) -> None:
    book = folder / "why-now.yaml"
    edits = Edits(folder, Service(), environment())

    book.write_text(GOOD.replace("live", "alive"), encoding="utf-8")
    broken = told(edits, "Not taken")
    book.write_text(GOOD, encoding="utf-8")
    mended = told(edits, "in force")

    assert broken[0] == "You · edit playbooks/why-now.yaml"
    assert any(line.startswith("playbooks/why-now.yaml:2:9: “status” takes draft, live or retired") for line in broken)
    assert broken[-1] == "Not taken: what was in force stays, and every deal is coached with it."
    assert mended[-2:] == [
        "mended: no mistake in it; the service takes it up within seconds",
        "in force; the notes follow",
    ]


def test_nothing_is_said_while_nothing_changes(folder: Path) -> None:
    edits = Edits(folder, Service(), environment())

    assert [line for _ in range(3) for line in edits.look()] == []


def test_warnings_about_other_files_are_left_out_and_mistakes_are_not() -> None:
    output = "a.yaml:1:2: Odd. (x) [warning]\nb.yaml:3:4: Odd. (x) [warning]\nb.yaml:5:6: Wrong. (y)\n2 playbooks."

    assert findings(output, ["a.yaml"]) == ["a.yaml:1:2: Odd. (x) [warning]", "b.yaml:5:6: Wrong. (y)"]
