"""A folder of YAML → a library, or every problem in all of its files.

Reading is strict. All files are read before anything is reported, so that an author sees everything there is to do.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from coach.engine.playbook import folders
from coach.engine.playbook.defaults import Given, as_playbook, read_defaults
from coach.engine.playbook.folders import (
    DEEPEST,
    MOST_FILES,
    EntryKind,
    clashes,
    folder_of,
    key_of,
    name_of,
    sets_defaults,
)
from coach.engine.playbook.library import Library, make_library
from coach.engine.playbook.model import Playbook
from coach.engine.playbook.read import LARGEST, read_playbook
from coach.engine.playbook.texts import CheckText
from coach.errors import InvalidPlaybook, Problem

FOLDER = "folder"
"""The rule of problems with the folder as a whole, which belong to no file."""


def load(directory: Path, *, revision: str | None = None, check_text: CheckText | None = None) -> Library:
    """Read every ``*.yaml`` in ``directory`` and in the folders below it.

    ``check_text`` finds mistakes in a template. ``revision`` is stored on the library unchanged. Files that have not
    changed since an earlier call are not read again. Raises InvalidPlaybook with every problem in every file.
    """
    texts, problems = read_tree(directory)
    return _load(texts, str(directory) + "/", revision, check_text, problems)


def load_texts(
    texts: Mapping[str, str], *, revision: str | None = None, check_text: CheckText | None = None
) -> Library:
    """Same as :func:`load`, from texts by their key in the tree (path without ``.yaml``)."""
    return _load(texts, "", revision, check_text, [])


def read_tree(directory: Path) -> tuple[dict[str, str], list[Problem]]:
    """The texts of a tree's files by key, and the problems of files that cannot be read as text.

    Raises InvalidPlaybook if there is nothing to read.
    """
    texts: dict[str, str] = {}
    files = tree_files(directory)
    problems = problems_of(directory)
    for path in files:
        text = read_text(path)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[key_of(path, directory)] = text
    return texts, problems


def _load(
    texts: Mapping[str, str],
    folder: str,
    revision: str | None,
    check_text: CheckText | None,
    problems: Sequence[Problem],
) -> Library:
    files = {key: f"{folder}{key}.yaml" for key in sorted(texts)}
    given = {key: Given(files[key], texts[key]) for key in files if sets_defaults(key)}
    found = [*problems, *clashes(files), *(each for one in given.values() for each in read_defaults(one).problems)]
    playbooks: dict[str, Playbook] = {}
    for key in (each for each in files if each not in given):
        above = tuple(given[each] for each in folders.above(key, given))
        playbook, mistakes = read_playbook(name_of(key), texts[key], files[key], check_text, above)
        found += mistakes
        if playbook:
            playbooks[name_of(key)] = playbook
    if found:
        raise InvalidPlaybook(tuple(sorted(found, key=lambda problem: (problem.file, problem.line, problem.column))))
    audiences = {key: asked for key, one in given.items() if (asked := as_playbook(read_defaults(one)).audience)}
    stand = {name_of(key): folder_of(key) for key in files if key not in given}
    return make_library(texts, playbooks, revision, stand, audiences)


def tree_files(directory: Path) -> list[Path]:
    """The files that are, or were meant to be, playbooks or defaults, including those of subfolders.

    Raises InvalidPlaybook if there is none.
    """
    if not directory.is_dir():
        raise InvalidPlaybook((Problem(str(directory), 1, 1, f"There is no folder {directory.resolve()}.", FOLDER),))
    files = [seen.path for seen in folders.walk(directory) if seen.kind is EntryKind.FILE]
    if all(sets_defaults(path.stem) for path in files):
        raise InvalidPlaybook(
            (Problem(str(directory), 1, 1, f"There is no playbook in the folder {directory.resolve()}.", FOLDER),)
        )
    if len(files) > MOST_FILES:
        sentence = f"There are more than {MOST_FILES} files in the folder {directory.resolve()}."
        raise InvalidPlaybook((Problem(str(directory), 1, 1, sentence, FOLDER),))
    return sorted(files)


def problems_of(directory: Path) -> list[Problem]:
    """Folders that should be read but cannot be. Skipping them would silently lose a team's playbooks."""
    found = [(seen, _why_not(seen)) for seen in folders.walk(directory)]
    return [Problem(str(seen.path), 1, 1, sentence, "file") for seen, sentence in found if sentence]


def _why_not(seen: folders.Entry) -> str:
    if seen.kind is EntryKind.TOO_DEEP:
        return f"Folders are read to a depth of {DEEPEST}, and this is below that: move it up."
    return f"This folder cannot be read: {seen.why}." if seen.kind is EntryKind.SHUT else ""


def read_text(path: Path) -> str | Problem:
    """The file's text, or the reason why it cannot be read."""
    if path.suffix != ".yaml":
        return Problem(str(path), 1, 1, "Name this file .yaml; only those are playbooks.", "file")
    try:
        if not path.is_file():
            return Problem(str(path), 1, 1, "This is not a file.", "file")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return Problem(str(path), 1, 1, f"This file cannot be read: {error.strerror}.", "file")
    return _decoded(path, data)


def _decoded(path: Path, data: bytes) -> str | Problem:
    if len(data) > LARGEST:
        return Problem(str(path), 1, 1, f"This file is larger than {LARGEST // 1024} kB.", "file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        return Problem(str(path), line, column, "This file is not UTF-8: save it with that encoding.", "file")
