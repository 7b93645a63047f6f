"""Reads the playbooks of a git revision without touching the working tree."""

import shutil
import subprocess
from pathlib import Path

from coach.engine.cards import check_template
from coach.engine.playbook import Library, load_texts
from coach.engine.playbook.folders import is_read
from coach.engine.playbook.problems import quote
from coach.errors import Rejected


def library_at(folder: Path, revision: str) -> Library:
    """The library that ``folder`` held at ``revision``. Raises Rejected if git does not know it there."""
    commit = commit_of(folder, revision)
    texts = {}
    for line in _git(folder, "ls-tree", "-r", "-z", commit, "--", ".").split("\0"):
        about, _, path = line.partition("\t")
        if about and about.split()[1] == "blob" and is_read(path):
            texts[path.removesuffix(".yaml")] = _git(folder, "cat-file", "blob", about.split()[2])
    if not texts:
        raise Rejected(f"There is no playbook in {folder} at {revision}.")
    return load_texts(texts, revision=commit, check_text=check_template)


def commit_of(folder: Path, revision: str) -> str:
    """The full name of the commit. Raises Rejected if there is none."""
    if revision.startswith("-"):
        raise Rejected(f"{quote(revision)} is not a revision.")
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
    except Rejected:
        sentence = f"{quote(revision)} is neither a folder nor a revision that git knows in {folder}."
        raise Rejected(sentence) from None


def _git(folder: Path, *arguments: str) -> str:
    program = shutil.which("git")
    if program is None:
        raise Rejected("Reading a revision needs git.")
    command = [program, "-C", str(folder), *arguments]
    try:
        answer = subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: S603  # no shell, and a revision cannot begin with a dash
        return answer.stdout.decode("utf-8")
    except UnicodeDecodeError:
        raise Rejected(f"In {folder}, git holds a file that is not UTF-8.") from None
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Rejected(f"Git could not read {folder}.") from None
