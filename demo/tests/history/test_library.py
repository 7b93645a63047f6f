from pathlib import Path

import pytest

from coach.app.parts import load_library
from coach.engine.playbook.model import Status
from demo.history.library import CHANGES, EARLIER, Earlier, write

HOME = Path(__file__).parents[3] / "playbooks"


@pytest.mark.parametrize("each", EARLIER, ids=lambda each: f"{each.playbook} {each.now}")
def test_the_playbooks_of_today_say_what_each_change_led_to(each: Earlier) -> None:
    assert (HOME / f"{each.playbook}.yaml").read_text(encoding="utf-8").count(each.now) == 1


@pytest.mark.parametrize("weeks", [0, *CHANGES[:-1]])
def test_each_library_of_the_past_is_a_valid_one(tmp_path: Path, weeks: float) -> None:
    write(HOME, tmp_path, weeks)

    assert load_library(tmp_path).hash != load_library(HOME).hash


def test_in_the_end_all_is_as_it_is_now(tmp_path: Path) -> None:
    write(HOME, tmp_path, 0)
    write(HOME, tmp_path, CHANGES[-1])

    assert load_library(tmp_path).hash == load_library(HOME).hash


def test_a_draft_is_tried_first(tmp_path: Path) -> None:
    write(HOME, tmp_path, 0)

    assert load_library(tmp_path).playbooks["expand-from-proof"].status is Status.DRAFT


def test_a_playbook_that_somebody_has_rewritten_is_left_alone(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "expand-from-proof.yaml").write_text("status: retired\n", encoding="utf-8")

    write(source, tmp_path / "target", 0)

    assert (tmp_path / "target" / "expand-from-proof.yaml").read_text(encoding="utf-8") == "status: retired\n"
