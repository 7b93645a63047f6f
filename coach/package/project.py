"""The files of the source project, read."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from coach import __version__
from coach.errors import CoachError
from coach.package import tags
from coach.package.registry import META, Known, known
from coach.package.tags import Malformed, Tag

DESCRIPTION = "sfdx-project.json"
_LEFT_OUT = frozenset({"__tests__", "node_modules"})
"""Folders that a deployment leaves out; the first is in ``.forceignore``."""


class ProjectMissing(CoachError):
    """The folder holds no source project."""


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One file below a package directory. ``root`` is None for what is no XML, or no well-formed one."""

    path: str
    known: Known | None
    root: Tag | None
    text: str
    malformed: Malformed | None = None

    @property
    def type(self) -> str:
        return self.known.type if self.known else ""

    @property
    def name(self) -> str:
        return self.known.name if self.known else ""

    @property
    def object(self) -> str:
        """The object whose folder the file is in, or which its name begins with, as a layout's does."""
        parts = PurePosixPath(self.path).parts
        if "objects" in parts:
            return parts[parts.index("objects") + 1]
        return self.name.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Project:
    """``described`` is what the project says of itself, ``lines`` the lines on which it says it."""

    folder: Path
    described: Mapping[str, Any]
    lines: tuple[str, ...]
    files: tuple[ProjectFile, ...]

    def of(self, *types: str) -> Iterator[tuple[ProjectFile, Tag]]:
        """The files of these types that could be read, each with its root."""
        for file in self.files:
            if file.type in types and file.root is not None and file.known and file.known.main:
                yield file, file.root

    def line(self, text: str) -> int:
        """The line of the project's description on which a text stands first; 1 where it does not."""
        return next((number for number, line in enumerate(self.lines, 1) if text in line), 1)


def beside(code: Path) -> Path:
    """The project beside the code of Coach, in a copy of its source.

    Raises ProjectMissing: what is installed has none, for who deploys works with files. It must be of the same version.
    """
    folder = code.parent / "salesforce"
    if not folder.is_dir():
        raise ProjectMissing(
            "The source project is not part of what is installed here: it is the folder salesforce of Coach's source."
            f" Fetch the source of version {__version__}, which runs here, and name it: coach package --source …"
        )
    return folder


def read(folder: Path) -> Project:
    """The project in a folder. Raises ProjectMissing."""
    try:
        text = (folder / DESCRIPTION).read_text(encoding="utf-8")
        described = json.loads(text)
    except FileNotFoundError:
        raise ProjectMissing(f"{folder} holds no source project: it has no {DESCRIPTION}.") from None
    except ValueError as error:
        raise ProjectMissing(f"{folder / DESCRIPTION} is no JSON: {error}.") from None
    below = [folder / each["path"] for each in described.get("packageDirectories", ())]
    return Project(
        folder, described, tuple(text.splitlines()), tuple(_file(folder, path) for top in below for path in _paths(top))
    )


def _paths(top: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(top):
        folders[:] = sorted(set(folders) - _LEFT_OUT)
        yield from (Path(at) / name for name in sorted(names))


def _file(folder: Path, path: Path) -> ProjectFile:
    relative = path.relative_to(folder)
    content = path.read_bytes()
    root, malformed = None, None
    if path.name.endswith(META):
        try:
            root = tags.parse(content)
        except Malformed as error:
            malformed = error
    text = content.decode("utf-8", errors="replace")
    return ProjectFile(relative.as_posix(), known(PurePosixPath(relative.as_posix())), root, text, malformed)
