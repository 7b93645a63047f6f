import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from demo.folder import FOLDER, claimed, environment
from demo.trouble import Trouble

HOME = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder, as far as the demo looks."""
    for name in ("playbooks", "wsgi.py"):
        (tmp_path / name).symlink_to(HOME / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_second_demo_is_told_where_the_first_one_is() -> None:
    with claimed() as first:
        first.say("Its deals are at http://127.0.0.1:8081.")
        with pytest.raises(
            Trouble, match="A demo runs in this folder already. Its deals are at http://127.0.0.1:8081. "
        ):
            claimed().__enter__()

    with claimed() as second:
        assert second.left_over is False


def test_a_demo_that_is_still_starting_says_that() -> None:
    with claimed(), pytest.raises(Trouble, match="It is starting."):
        claimed().__enter__()


def test_what_an_older_demo_left_is_removed_and_said() -> None:
    (FOLDER / "broker").mkdir(parents=True)
    (FOLDER / "coach.db").write_text("of another version", encoding="utf-8")

    with claimed() as claim:
        assert claim.left_over is True
        assert [path.name for path in FOLDER.iterdir()] == ["running"]


def test_a_file_in_its_place_is_named() -> None:
    FOLDER.write_text("", encoding="utf-8")

    with pytest.raises(Trouble, match="The demo keeps its files in .demo/, which cannot be written: File exists"):
        claimed().__enter__()


def test_it_is_run_in_the_projects_folder(tmp_path: Path) -> None:
    (tmp_path / "playbooks").unlink()

    with pytest.raises(Trouble, match="There is no playbooks here: run the demo in the project's folder."):
        claimed().__enter__()


def test_the_file_to_source_sets_what_the_demo_has_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "env"
    path.write_text(environment({"COACH_SECRET_KEY": "it's $HOME"}, Path("/some where/bin")), encoding="utf-8")
    ask = f'. {path}; echo "$COACH_SECRET_KEY|$DATABASE_URL|$PATH"'

    said = subprocess.run(
        ["sh", "-c", ask], env={**os.environ, "DATABASE_URL": "postgresql://elsewhere"}, capture_output=True, text=True
    ).stdout

    assert said.startswith("it's $HOME||/some where/bin:")


def test_the_file_is_for_oneself_and_goes_with_the_demo_however_that_ends() -> None:
    with suppress(KeyboardInterrupt), claimed() as claim:
        path = claim.keep_environment({"COACH_SECRET_KEY": "secret"}, Path("/bin"))
        assert path.stat().st_mode & 0o777 == 0o600
        raise KeyboardInterrupt

    assert not path.exists()
