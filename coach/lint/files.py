"""Paths → the texts of the playbook files they lead to. The one place in this package that reads the disk."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from coach.errors import InvalidPlaybook, Problem
from coach.lint.subject import Source
from coach.playbook.load import playbook_files, read_text


def sources_in(paths: Iterable[Path]) -> tuple[list[Source], list[Problem]]:
    """Every file, and every file of a folder, once; with the problems of those that have no text to look at.

    What is not there was meant to be a folder: the command itself checks the files that it is given.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(_files(paths, problems)):
        text = read_text(path)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            sources.append(Source(str(path), path.stem, text))
    return sources, problems


def _files(paths: Iterable[Path], problems: list[Problem]) -> Iterator[Path]:
    for path in paths:
        if path.exists() and not path.is_dir():
            yield path
            continue
        try:
            yield from playbook_files(path)
        except InvalidPlaybook as error:
            problems += error.problems
