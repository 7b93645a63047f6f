"""What people are told of the playbooks, at ``/readyz``, on the page and by commands."""

import shutil
from pathlib import Path

import pytest

from coach.errors import TryAgain
from coach.library.words import in_figures, in_words, short
from tests.library.conftest import BROKEN, Service, playbook


def test_what_is_in_force_since_when_and_from_where(service: Service, folder: Path) -> None:
    registry = service.start(folder, revision="9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c+changes")
    digest = registry.current().library.hash[:12]

    assert in_words(registry.state()) == (
        f"1 playbook is in force since 2026-11-25 12:00 UTC: library {digest} (revision 9f8e7d6c5b4a+changes)."
    )


def test_mistakes_come_with_file_line_and_column(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    registry.current()
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")
    service.later()

    said = in_words(registry.state())

    assert "The folder has a mistake. The last good library stays in force." in said
    assert f"{folder}/trade.yaml:9:1: There is no key “whenn” in a playbook." in said


def test_strangers_are_told_of_no_file_and_no_word_in_one(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    registry.current()
    assert in_figures(registry.state()) == "1 playbook is in force."
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")
    service.later()

    assert in_figures(registry.state()) == (
        "1 playbook is in force. The folder has a mistake. The last good library stays in force. Coach's Operations"
        " page and coach doctor say more."
    )


def test_mistakes_before_anything_was_valid_say_that_deals_wait(service: Service, folder: Path) -> None:
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")

    assert "The folder has a mistake. Deals wait until that is mended." in in_words(service.start(folder).state())


def test_a_folder_that_is_not_there_is_named(service: Service, tmp_path: Path) -> None:
    said = in_words(service.start(tmp_path / "nowhere").state())

    assert said == f"There is no folder {tmp_path}/nowhere. Deals wait until that is mended."


def test_a_folder_that_has_gone_leaves_what_is_in_force(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    registry.current()
    shutil.rmtree(folder)
    service.later()
    registry.state()
    service.later()

    assert in_words(registry.state()).endswith(f" There is no folder {folder}. The last good library stays in force.")


@pytest.mark.parametrize("started", [False, True])
def test_without_the_database_it_is_said_why_nothing_can_be_told(
    service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch, started: bool
) -> None:
    registry = service.start(folder)
    if started:
        registry.current()

    def away() -> None:
        raise TryAgain("The database could not be used.")

    monkeypatch.setattr(service.store.libraries, "in_force", away)
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")
    service.later()
    said = in_words(registry.state())

    assert said.startswith("Which playbooks are in force cannot be looked up: The database could not be used.")
    assert f"{folder}/trade.yaml:9:1: There is no key “whenn” in a playbook." in said
    assert ("Until then those of before are decided with. 1 playbook is in force" in said) is started
    assert not registry.state().sound


def test_a_folder_with_other_playbooks_says_what_can_be_done(service: Service, folder: Path) -> None:
    service.start(folder).current()
    (folder / "trade.yaml").write_text(playbook("Another"), encoding="utf-8")

    said = in_words(service.start(folder, "laptop", offers=False).state())

    assert "which is not in force" in said
    assert "coach reload" in said


def test_before_the_first_start_the_folder_is_judged(service: Service, folder: Path) -> None:
    said = in_words(service.start(folder, offers=False).state())

    assert said == "No playbooks are in force yet; those of the folder (1) are valid."


def test_a_tag_is_not_mistaken_for_a_commit() -> None:
    assert short("v2026.11.23") == "v2026.11.23"
    assert short("0123456789abcdef") == "0123456789ab"
