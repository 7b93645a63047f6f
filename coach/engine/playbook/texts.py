"""The texts of the cards in a file, and the positions of mistakes in them."""

import re
from collections.abc import Callable, Iterator, Sequence

from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.problems import Problems
from coach.errors import Problem

CheckText = Callable[[str], tuple[Problem, ...]]
"""Finds mistakes in a text's template; lines and columns count within the text. It does not raise."""

_WORD = re.compile(r"\w[\w.]*|\S")
_NOT_TEMPLATES = frozenset({"name", "url"})


def check_texts(root: YamlNode, source: str, check_text: CheckText, problems: Problems) -> None:
    """Record the mistakes in the templates of all cards' texts, in every language."""
    cards = root.value("cards") if isinstance(root, MappingNode) else None
    lines = source.split("\n")
    for node in _texts(cards) if cards else ():
        if problems.full:
            return
        for problem in check_text(node.text):
            line, column = place_in_text(node, problem.line, problem.column, lines)
            problems.add(line, column, problem.sentence, problem.rule)


def _texts(node: YamlNode) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _texts(item)
    else:
        for key, value in node.entries:
            if key.text not in _NOT_TEMPLATES:
                yield from _texts(value)


def place_in_text(node: ScalarNode, line: int, column: int, lines: Sequence[str]) -> tuple[int, int]:
    """Convert a position within a text to a position in the file. ``lines`` are the file's. All count from 1.

    Folding and quotation marks move lines and columns, but leave words unchanged. So the word at that position is
    searched for: the n-th occurrence in the text is the n-th in the file. If that fails, as in the middle of an escape,
    the result is the start of the text.
    """
    before, word = _word_at(node.text, line, column)
    start = (node.line + 1, 1) if node.style in ("|", ">") else (node.line, node.column)
    place = _occurrence(lines, start, word, before.count(word)) if word else None
    return place or (node.line, node.column)


def _word_at(text: str, line: int, column: int) -> tuple[str, str]:
    """The text before a position, and the word that begins there."""
    rows = text.split("\n")
    before = "".join(f"{row}\n" for row in rows[: line - 1])
    row = rows[line - 1] if line <= len(rows) else ""
    word = _WORD.match(row, column - 1)
    return before + row[: column - 1], word[0] if word else ""


def _occurrence(lines: Sequence[str], start: tuple[int, int], word: str, earlier: int) -> tuple[int, int] | None:
    """The position of ``word`` after ``earlier`` other occurrences of it."""
    line, column = start
    for number in range(line, len(lines) + 1):
        found = lines[number - 1].find(word, column - 1)
        while found >= 0:
            if earlier == 0:
                return number, found + 1
            earlier -= 1
            found = lines[number - 1].find(word, found + len(word))
        column = 1
    return None
