"""The origin of a folder's playbooks: the git commit, or what a file beside them says.

The commit is read from the repository's own files, as described in gitrepository-layout(5). So a service needs no git,
and checking for changes every two seconds costs only a few small reads. Only the check for uncommitted changes runs
git, if it is installed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

FILE = "REVISION"
"""Beside the playbooks, or in the parent folder: for images and archives, which have no repository."""
CHANGES = "+changes"

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_REF = re.compile(r"refs/(?!.*\.\.)[\w./+@-]+\Z")
_NAME = re.compile(r"[\w.+:/@-]{1,100}\Z")
_MOST_LINKS = 5
_PATIENCE_SECONDS = 10


def revision_of(folder: Path, otherwise: str = "") -> str:
    """The commit, with ``+changes`` if the playbooks differ from it; else what the file says, else ``otherwise``.

    A folder that its repository ignores has nothing to do with the commit.
    """
    commit = commit_of(folder)
    if commit and not _ignored(folder):
        return commit + (CHANGES if _differs(folder) else "")
    return _from_file(folder) or otherwise


def cheaply(folder: Path) -> str:
    """A cheap fingerprint: it changes whenever :func:`revision_of` may have, except for edits of the playbooks
    themselves.
    """
    return commit_of(folder) or _from_file(folder)


def commit_of(folder: Path) -> str:
    """The commit that is checked out in ``folder``; empty if it is in no repository, or the commit cannot be
    determined.
    """
    place = folder.resolve()
    for parent in (place, *place.parents):
        git = parent / ".git"
        if git.is_dir():
            return _commit(git, git)
        if git.is_file():
            # A linked worktree or a submodule: the file contains the path of the repository.
            private = parent / _text(git).removeprefix("gitdir: ")
            return _commit(private, private / (_text(private / "commondir") or "."))
    return ""


def _commit(private: Path, common: Path) -> str:
    """Resolve HEAD. ``private`` is the worktree's own part of the repository, ``common`` the part that worktrees
    share.
    """
    text = _text(private / "HEAD")
    for _ in range(_MOST_LINKS):
        if _COMMIT.match(text):
            return text
        name = text.removeprefix("ref: ")
        if not _REF.match(name):
            return ""
        text = _text(private / name) or _text(common / name) or _packed(common, name)
    return ""


def _packed(common: Path, name: str) -> str:
    found = (line.partition(" ") for line in _lines(common / "packed-refs"))
    return next((commit for commit, _, each in found if each == name), "")


def _from_file(folder: Path) -> str:
    place = folder.resolve()
    found = (_text(parent / FILE) for parent in (place, place.parent))
    return next((text for text in found if _NAME.match(text)), "")


def _text(path: Path) -> str:
    """The first line of a file; empty if it cannot be read."""
    return next(_lines(path), "")


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from (line.strip() for line in file)
    except OSError:
        return


def _differs(folder: Path) -> bool:
    """Whether a playbook was edited, added or removed since the commit; False if git is not installed."""
    playbooks = (":(glob)**/*.yaml", ":(glob)**/*.yml")
    status, text = _git(folder, "status", "--porcelain", "--ignored", "--", *playbooks)
    return status == 0 and bool(text)


def _ignored(folder: Path) -> bool:
    """Whether the repository ignores the folder; False if git is not installed."""
    return _git(folder, "check-ignore", "--quiet", ".")[0] == 0


def _git(folder: Path, *arguments: str) -> tuple[int | None, bytes]:
    """The exit status, None if git did not run, and what git wrote."""
    git = shutil.which("git")
    if not git:
        return None, b""
    # The repository's settings may name programs to run; none is needed here.
    command = [git, "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    try:
        answer = subprocess.run(  # noqa: S603  # nothing in it comes from outside but the operator's own folder
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={"GIT_OPTIONAL_LOCKS": "0", "PATH": os.defpath},
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None, b""
    return answer.returncode, answer.stdout
