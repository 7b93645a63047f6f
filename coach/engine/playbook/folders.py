"""A folder tree → the files that are playbooks, and files that only look like one.

A subfolder belongs to a team or a region. Names that begin with a dot belong to editors, git and container platforms,
and are not read. A link to a folder is followed if it stays within the tree, as with Kubernetes mounts, but not out of
it.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from coach.engine.playbook.problems import quote
from coach.errors import Problem

DEFAULTS = ("_defaults", "defaults")
"""The names, without .yaml, of a file with defaults for its folder and the folders below."""
UNREAD = "not-read"
"""The rule of a file that looks like a playbook but is not read."""
DEEPEST = 8
"""Maximum depth of subfolders; deeper ones are nobody's team."""
MOST_FILES = 10_000
_SUFFIXES = (".yaml", ".yml")
_LEFTOVER = re.compile(r"\.ya?ml(?:[.~_-].*)\Z|\A#.*\.ya?ml#\Z", re.IGNORECASE)
_SNIFFED = (".json", ".txt", "")
_PLAYBOOK = re.compile(r"^\s*\"?(?:cards|when)\"?\s*:", re.MULTILINE)
_MOST_SNIFFED = 64 * 1024
_MOST_PEEKED = 1_000


class EntryKind(Enum):
    """The kinds of entry in a folder of playbooks."""

    FILE = "named like a playbook"
    FOLDER = "a folder that is read"
    OTHER = "a file of another name"
    HIDDEN = "a file or folder whose name begins with a dot"
    OUTSIDE = "a link to a folder elsewhere"
    TOO_DEEP = "a folder too deep"
    SHUT = "a folder that cannot be read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry in the tree. ``why`` is the system's error for a folder that cannot be read."""

    path: Path
    kind: EntryKind
    why: str = ""


def walk(root: Path) -> Iterator[Entry]:
    """Every entry in the tree, each folder sorted by name. Raises OSError if the root cannot be read."""
    yield from _below(root, root.resolve(), {root.resolve()}, 0)


def key_of(path: Path, root: Path) -> str:
    """A file's key in its tree: ``emea/hospitals/plan`` for ``plan.yaml`` there."""
    return path.relative_to(root).as_posix().removesuffix(".yaml")


def name_of(key: str) -> str:
    """The playbook's name: the file's stem, whatever its folder."""
    return PurePosixPath(key).name


def folder_of(key: str) -> str:
    """The folder within the tree; empty for the root."""
    return key.rpartition("/")[0]


def sets_defaults(key: str) -> bool:
    """Whether this is a folder's defaults file, and not a playbook."""
    return name_of(key) in DEFAULTS


def above(key: str, defaults: Iterable[str]) -> list[str]:
    """Those of ``defaults`` that apply to a file, the nearest last."""
    mine = (folder_of(key) + "/").removeprefix("/")
    found = [each for each in defaults if mine.startswith((folder_of(each) + "/").removeprefix("/"))]
    return sorted(found, key=lambda each: (each.count("/"), each))


def clashes(files: Mapping[str, str]) -> Iterator[Problem]:
    """Playbooks with the same name, and folders with two defaults files. ``files`` maps keys to display names."""
    by_name: dict[str, list[str]] = {}
    for key in sorted(files):
        by_name.setdefault(f"{folder_of(key)}/" if sets_defaults(key) else name_of(key), []).append(key)
    for keys in (each for each in by_name.values() if len(each) > 1):
        for key in keys:
            others = ", ".join(f"{other}.yaml" for other in keys if other != key)
            sentence = f"This playbook and {others} have the same name: rename one of them."
            if sets_defaults(key):
                sentence = f"This file and {others} both set defaults for this folder: leave one of them."
            yield Problem(files[key], 1, 1, sentence, "duplicate-name")


def is_read(path: str) -> bool:
    """Whether the file at this path within the tree is a playbook or defaults file, judging by its name alone."""
    *folders, name = path.split("/")
    hidden = any(part.startswith(".") for part in (*folders, name))
    return name.endswith(".yaml") and not hidden and len(folders) <= DEEPEST


def not_read(root: Path) -> list[Problem]:
    """Files that look like playbooks but are not read, each with what to do about it."""
    return [problem for seen in walk(root) if (problem := _said(seen))]


def _below(folder: Path, root: Path, visited: set[Path], depth: int) -> Iterator[Entry]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = Path(folder / entry.name)
        if entry.name.startswith(".."):
            continue
        if entry.name.startswith("."):
            yield Entry(path, EntryKind.HIDDEN)
        elif path.suffix.lower() in _SUFFIXES:
            yield Entry(path, EntryKind.FILE)
        elif not entry.is_dir():
            yield Entry(path, EntryKind.OTHER)
        else:
            yield from _folder(path, root, visited, depth + 1)


def _folder(path: Path, root: Path, visited: set[Path], depth: int) -> Iterator[Entry]:
    real = path.resolve()
    if real in visited:
        return
    if not real.is_relative_to(root):
        yield Entry(path, EntryKind.OUTSIDE)
    elif depth > DEEPEST:
        yield Entry(path, EntryKind.TOO_DEEP)
    else:
        visited.add(real)
        try:
            below = list(_below(path, root, visited, depth))
        except OSError as error:
            yield Entry(path, EntryKind.SHUT, error.strerror or type(error).__name__)
            return
        yield Entry(path, EntryKind.FOLDER)
        yield from below


def _said(seen: Entry) -> Problem | None:
    sentence = _WHY_NOT.get(seen.kind, lambda _: "")(seen.path)
    return Problem(str(seen.path), 1, 1, sentence, UNREAD) if sentence else None


def _of_hidden(path: Path) -> str:
    if path.is_dir():
        if path.name != ".git" and _holds_playbooks(path):
            return "Folders whose names begin with a dot are not read: rename this one, or move its playbooks."
        return ""
    is_one = path.suffix.lower() in _SUFFIXES and _looks_like(path)
    return "Files whose names begin with a dot are not read: rename this one if it is a playbook." if is_one else ""


def _of_other(path: Path) -> str:
    if _LEFTOVER.search(path.name):
        return f"{quote(path.name)} does not end with .yaml, so it is not read: rename it if it is a playbook."
    if path.suffix.lower() in _SNIFFED and not path.name.endswith(".schema.json") and _looks_like(path):
        return (
            f"This looks like a playbook, and only files named .yaml are read: rename {quote(path.name)} if it is one."
        )
    return ""


def _of_outside(path: Path) -> str:
    return f"This link leads out of the folder of playbooks, to {path.resolve()}, and is not followed: move the folder."


_WHY_NOT = {EntryKind.HIDDEN: _of_hidden, EntryKind.OTHER: _of_other, EntryKind.OUTSIDE: _of_outside}


def _holds_playbooks(folder: Path) -> bool:
    peeked = 0
    for here, _, files in os.walk(folder):
        for name in files:
            peeked += 1
            if peeked > _MOST_PEEKED:
                return False
            if name.lower().endswith(_SUFFIXES) and _looks_like(Path(here, name)):
                return True
    return False


def _looks_like(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(_PLAYBOOK.search(file.read(_MOST_SNIFFED).decode("utf-8", "replace")))
    except OSError:
        return False
