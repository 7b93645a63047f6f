"""A folder of YAML → a library, or every problem in all of its files.

Reading is strict, and everything is read before anything is reported, so that an author sees all there is to do.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from coach.errors import InvalidPlaybook, Problem
from coach.playbook.library import Library, make_library
from coach.playbook.model import Playbook
from coach.playbook.read import LARGEST, read_playbook
from coach.playbook.texts import CheckText

FOLDER = "folder"
"""The rule of problems with the folder as a whole, which stand in no file."""
_MOST_FILES = 10_000


def load(directory: Path, *, revision: str | None = None, check_text: CheckText | None = None) -> Library:
    """Read every ``*.yaml`` in ``directory``, not in folders below it.

    ``check_text`` says what is wrong with a template. ``revision`` is kept on the library as it is. Files unchanged
    since an earlier call are not read again. Raises InvalidPlaybook with every problem in every file.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in playbook_files(directory):
        text = read_text(path)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[path.name] = text
    return _load(texts, str(directory) + "/", revision, check_text, problems)


def load_texts(
    texts: Mapping[str, str], *, revision: str | None = None, check_text: CheckText | None = None
) -> Library:
    """As :func:`load`, from texts by playbook name."""
    return _load({f"{name}.yaml": text for name, text in texts.items()}, "", revision, check_text, [])


def _load(
    texts: Mapping[str, str], folder: str, revision: str | None, check_text: CheckText | None, problems: list[Problem]
) -> Library:
    playbooks: dict[str, Playbook] = {}
    sources: dict[str, str] = {}
    for file in sorted(texts):
        name = file.removesuffix(".yaml")
        playbook, found = read_playbook(name, texts[file], folder + file, check_text)
        problems += found
        sources[name] = texts[file]
        if playbook:
            playbooks[name] = playbook
    if problems:
        raise InvalidPlaybook(tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))))
    return make_library(sources, playbooks, revision)


def playbook_files(directory: Path) -> list[Path]:
    """The files that are, or were meant to be, playbooks. Raises InvalidPlaybook where there is none."""
    if not directory.is_dir():
        raise InvalidPlaybook((Problem(str(directory), 1, 1, f"There is no folder {directory.resolve()}.", FOLDER),))
    files = sorted(meant_as_playbooks(directory))
    if not files:
        raise InvalidPlaybook(
            (Problem(str(directory), 1, 1, f"There is no playbook in the folder {directory.resolve()}.", FOLDER),)
        )
    if len(files) > _MOST_FILES:
        sentence = f"There are more than {_MOST_FILES} files in the folder {directory.resolve()}."
        raise InvalidPlaybook((Problem(str(directory), 1, 1, sentence, FOLDER),))
    return files


def meant_as_playbooks(directory: Path) -> Iterator[Path]:
    """Files, and whatever else is named like one, but for what editors hide beside them. Raises OSError."""
    return (path for path in directory.iterdir() if path.suffix.lower() in (".yaml", ".yml") and path.name[0] != ".")


def read_text(path: Path) -> str | Problem:
    """What the file holds, or why it cannot be taken."""
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
