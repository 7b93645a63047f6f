"""A playbook's earlier versions, and positions in files."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from coach.errors import Problem
from coach.library.counts import Edition


@dataclass(frozen=True, slots=True)
class Change:
    """An edition of a playbook, with its line-by-line changes from the edition before."""

    edition: Edition
    lines: tuple[str, ...]


def changes(editions: Sequence[Edition]) -> list[Change]:
    """The editions, newest first, each compared with the one before it."""
    before = [*editions[1:], None][: len(editions)]
    return [Change(edition, _difference(older, edition)) for edition, older in zip(editions, before, strict=True)]


def _difference(older: Edition | None, newer: Edition) -> tuple[str, ...]:
    if older is None:
        return ()
    old, new = (older.text or "").splitlines(), (newer.text or "").splitlines()
    return tuple(line for line in list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:])


def place(problem: Problem, path: str = "") -> str:
    """The position of a mistake, without the server's own folders; ``path`` is the folder with the playbooks."""
    inside = problem.file.removeprefix(f"{path}/") if path else problem.file
    file = problem.file.rpartition("/")[2] if inside == problem.file else inside
    return f"{file}:{problem.line}:{problem.column}"
