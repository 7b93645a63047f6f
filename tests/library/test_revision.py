"""Where playbooks came from, read from repositories that git itself made."""

import shutil
import subprocess
from pathlib import Path

import pytest

from coach.library.revision import commit_of, revision_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def playbooks(tmp_path: Path) -> Path:
    """A folder of a repository with one commit."""
    folder = tmp_path / "repository" / "playbooks"
    folder.mkdir(parents=True)
    (folder / "trade.yaml").write_text("title: Trade\n", encoding="utf-8")
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-q", "-m", "First")
    return folder


def head(folder: Path) -> str:
    return git(folder, "rev-parse", "HEAD")


def test_an_edit_in_a_folder_below_is_a_change(playbooks: Path) -> None:
    (playbooks / "emea").mkdir()
    (playbooks / "emea" / "plan.yaml").write_text("title: Plan\n", encoding="utf-8")

    assert revision_of(playbooks) == head(playbooks) + "+changes"


def test_a_clean_folder_has_the_commit(playbooks: Path) -> None:
    assert revision_of(playbooks) == head(playbooks)


def test_a_folder_that_its_repository_ignores_has_no_commit(playbooks: Path) -> None:
    (playbooks.parent / ".gitignore").write_text("/scratch/\n", encoding="utf-8")
    copy = playbooks.parent / "scratch" / "playbooks"
    shutil.copytree(playbooks, copy)

    assert revision_of(copy, "otherwise") == "otherwise"


def test_packed_refs_are_read(playbooks: Path) -> None:
    git(playbooks, "pack-refs", "--all")

    assert commit_of(playbooks) == head(playbooks)


def test_a_detached_head_is_read(playbooks: Path) -> None:
    git(playbooks, "checkout", "-q", "--detach")

    assert commit_of(playbooks) == head(playbooks)


def test_a_linked_worktree_has_its_own_commit(playbooks: Path, tmp_path: Path) -> None:
    git(playbooks, "worktree", "add", "-q", "-b", "draft", str(tmp_path / "draft"))
    git(playbooks, "commit", "-q", "--allow-empty", "-m", "Second")

    assert commit_of(tmp_path / "draft" / "playbooks") == head(tmp_path / "draft") != head(playbooks)


def test_a_link_to_the_folder_is_followed(playbooks: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(playbooks)

    assert revision_of(tmp_path / "current") == head(playbooks)


@pytest.mark.parametrize("edit", ["changed", "added", "removed", "staged", "ignored"])
def test_playbooks_that_differ_from_the_commit_are_marked(playbooks: Path, edit: str) -> None:
    if edit == "changed":
        (playbooks / "trade.yaml").write_text("title: Other\n", encoding="utf-8")
    if edit in ("added", "staged", "ignored"):
        (playbooks / "new.yaml").write_text("title: New\n", encoding="utf-8")
    if edit == "staged":
        git(playbooks, "add", ".")
    if edit == "ignored":
        (playbooks / ".gitignore").write_text("new.yaml\n", encoding="utf-8")
    if edit == "removed":
        (playbooks / "trade.yaml").unlink()

    assert revision_of(playbooks) == f"{head(playbooks)}+changes"


def test_other_files_do_not_count_as_changes(playbooks: Path) -> None:
    (playbooks / "notes.txt").write_text("to do\n", encoding="utf-8")
    (playbooks.parent / "README.md").write_text("Hello\n", encoding="utf-8")

    assert revision_of(playbooks) == head(playbooks)


@pytest.mark.parametrize("content", ["ref: refs/heads/../../../secret", "ref: ../secret", "nonsense", ""])
def test_a_head_that_is_none_leads_nowhere(playbooks: Path, content: str) -> None:
    (playbooks.parent / ".git" / "HEAD").write_text(content, encoding="utf-8")

    assert commit_of(playbooks) == ""


def test_outside_of_a_repository_a_file_beside_the_playbooks_says_it(tmp_path: Path) -> None:
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "REVISION").write_text("v2026.11.23\n", encoding="utf-8")

    assert revision_of(tmp_path / "playbooks", "the setting") == "v2026.11.23"


def test_else_the_setting_says_it(tmp_path: Path) -> None:
    (tmp_path / "REVISION").write_text("<script>\n", encoding="utf-8")

    assert revision_of(tmp_path, "the setting") == "the setting"
