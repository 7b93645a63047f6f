"""``coach reload``, as an operator types it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli import coach
from tests.fixtures.make import ORG
from tests.library.conftest import BROKEN, playbook


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with one playbook, and a database beside it that is up to date."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    path = tmp_path / "playbooks"
    path.mkdir()
    (path / "trade.yaml").write_text(playbook(), encoding="utf-8")
    assert run(path, "migrate").exit_code == 0
    yield path
    root.handlers = handlers
    root.setLevel(level)


def run(folder: Path, *arguments: str) -> Result:
    environment = {
        "COACH_SALESFORCE_URL": "https://example.my.salesforce.com",
        "COACH_SALESFORCE_ORG_ID": ORG,
        "COACH_SALESFORCE_CONSUMER_KEY": "key",
        "COACH_SALESFORCE_CONSUMER_SECRET": "secret",
        "COACH_PLAYBOOKS_DIR": str(folder),
        "COACH_PLAYBOOKS_REVISION": "commit-1",
        "COACH_DATA_DIR": str(folder.parent / "var"),
        "COACH_LOG_LEVEL": "error",
    }
    return CliRunner().invoke(coach, list(arguments), env=environment)


def test_the_folder_comes_into_force_and_it_is_said_what_changed(folder: Path) -> None:
    first = run(folder, "reload")
    (folder / "trade.yaml").write_text(playbook("Another title"), encoding="utf-8")
    (folder / "why-now.yaml").write_text(playbook("Why now"), encoding="utf-8")
    second = run(folder, "reload")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "1 playbook is in force since" in first.output
    assert "(revision commit-1)" in first.output
    assert "2 playbooks are in force since" in second.output
    assert "New: why-now.\nChanged: trade.\nNo open deal needs to be decided on again.\n" in second.output


def test_what_is_in_force_already_leaves_nothing_to_do(folder: Path) -> None:
    run(folder, "reload")
    again = run(folder, "reload")

    assert again.exit_code == 0
    assert again.output.startswith("Nothing to do: library ")


def test_mistakes_end_with_1_and_leave_what_was_in_force(folder: Path) -> None:
    run(folder, "reload")
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")
    broken = run(folder, "reload")

    assert broken.exit_code == 1
    assert f"{folder}/trade.yaml:9:1: There is no key “whenn” in a playbook." in broken.output
    assert "The last good library stays in force." in broken.output


def test_a_check_puts_nothing_in_force(folder: Path) -> None:
    checked = run(folder, "check")

    assert "No playbooks are in force yet; those of the folder (1) are valid." in checked.output
    assert "1 playbook is in force" in run(folder, "reload").output
