"""The ten steps for an admin are ten, and name what the program checks."""

import re
from pathlib import Path

from coach.channels.registry import CHECKS
from tests.package.conftest import SOURCE

PAGE = (Path(__file__).parents[2] / "docs" / "admin.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", PAGE.split("## Ten steps")[1].split("\n## ")[0], re.MULTILINE)


def test_there_are_ten_and_each_is_checked() -> None:
    assert [int(number) for number, _ in STEPS] == list(range(1, 11))
    assert [number for number, until in STEPS if not re.findall(r"`[a-z-]+`", until)] == []


def test_each_check_is_one_of_coach_doctor() -> None:
    named = {name for _, until in STEPS for name in re.findall(r"`([a-z-]+)`", until)}

    assert named <= {check.finding.id for check in CHECKS}


def test_the_page_in_the_project_is_one_screen() -> None:
    assert len((SOURCE / "README.md").read_text(encoding="utf-8").split("## Where the facts")[0].splitlines()) < 50
