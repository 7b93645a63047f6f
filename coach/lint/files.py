"""Paths → the texts of the playbook files there. The only module in this package that reads from disk."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coach.engine.playbook import folders
from coach.engine.playbook.defaults import Given
from coach.engine.playbook.folders import DEFAULTS, clashes, key_of, name_of, not_read, sets_defaults
from coach.engine.playbook.load import problems_of, read_text, tree_files
from coach.engine.playbook.schema import FILE
from coach.errors import InvalidPlaybook, Problem
from coach.lint.subject import SourceFile

_TOPS = (".git", FILE)
"""A folder that contains one of these is the top of a tree of playbooks."""


def sources_in(paths: Iterable[Path], top: Path | None = None) -> tuple[list[SourceFile], list[Problem]]:
    """Read each file in ``paths``, and each file in folders and their subfolders, once; report those without a text.

    ``top`` is the folder with the service's playbooks: no file above it sets defaults. Other trees end at the folder
    that contains the schema file or a repository. A path that does not exist is treated as a folder, because the
    command itself checks the files that it is given.
    """
    sources: dict[str, SourceFile] = {}
    problems: list[Problem] = []
    for path in paths:
        found, wrong = _of_folder(path, top) if path.is_dir() or not path.exists() else _of_file(path, top)
        sources |= {source.file: source for source in found if source.file not in sources}
        problems += wrong
    return list(sources.values()), list(dict.fromkeys(problems))


def _of_file(path: Path, top: Path | None) -> tuple[list[SourceFile], list[Problem]]:
    text = read_text(path)
    if isinstance(text, Problem):
        return [], [text]
    given, problems = _given([each for each in _above(path.parent, top) if each != path])
    return [SourceFile(str(path), path.stem, text, tuple(given))], problems


def _of_folder(directory: Path, top: Path | None) -> tuple[list[SourceFile], list[Problem]]:
    try:
        files = tree_files(directory)
    except InvalidPlaybook as error:
        return [], list(error.problems)
    texts = {path: read_text(path) for path in files}
    keys = {key_of(path, directory): path for path, text in texts.items() if isinstance(text, str)}
    given = {key: Given(str(path), str(texts[path])) for key, path in keys.items() if sets_defaults(key)}
    outside, problems = _given(() if _is_top(directory, top) else _above(directory.parent, top))
    problems += [text for text in texts.values() if isinstance(text, Problem)]
    problems += [
        *problems_of(directory),
        *not_read(directory),
        *clashes({key: str(path) for key, path in keys.items()}),
    ]
    sources = [
        SourceFile(
            str(path),
            name_of(key),
            str(texts[path]),
            (*outside, *(given[each] for each in folders.above(key, given) if each != key)),
        )
        for key, path in keys.items()
    ]
    return sources, problems


def _above(folder: Path, top: Path | None) -> list[Path]:
    """The files whose defaults apply in a folder, the nearest last."""
    found: list[Path] = []
    for here in (folder, *folder.resolve().parents)[: folders.DEEPEST + 1]:
        found += [path for name in DEFAULTS if (path := here / f"{name}.yaml").is_file()]
        if _is_top(here, top):
            break
    return found[::-1]


def _is_top(folder: Path, top: Path | None) -> bool:
    if top is not None and folder.resolve() == top.resolve():
        return True
    return any((folder / name).exists() for name in _TOPS)


def _given(paths: Sequence[Path] | Iterator[Path]) -> tuple[list[Given], list[Problem]]:
    texts = [(path, read_text(path)) for path in paths]
    given = [Given(str(path), text) for path, text in texts if isinstance(text, str)]
    return given, [text for _, text in texts if isinstance(text, Problem)]
