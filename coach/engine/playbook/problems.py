"""Collects mistakes: each is kept with its position, and none stops the search for others.

Quotes of the author's text are truncated, so that a hostile file cannot cause a long report.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from coach.errors import Problem
from coach.text import one_line, shorten

_MOST = 50
_LONGEST_QUOTE = 60
_LOOKED_AT = 10 * _LONGEST_QUOTE


class Unreadable(Exception):
    """The file cannot be read any further. Raised only inside this package, which turns it into a problem."""

    def __init__(self, line: int, column: int, sentence: str, rule: str) -> None:
        super().__init__(sentence)
        self.line, self.column, self.sentence, self.rule = line, column, sentence, rule


@dataclass(slots=True)
class Problems:
    """The mistakes in one file: at most fifty are kept, so that the report stays readable for a broken file of any
    size.
    """

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, column: int, sentence: str, rule: str) -> None:
        """Record a mistake, unless there are too many already, or the same mistake was recorded at the same
        position.
        """
        seen = " ".join(one_line(sentence).split())
        problem = Problem(self.file, line, column, seen, rule)
        if len(self.found) < _MOST and problem not in self.found:
            self.found.append(problem)

    @property
    def full(self) -> bool:
        """Whether further mistakes would be dropped."""
        return len(self.found) >= _MOST


def quote(text: str) -> str:
    """The author's words in quotation marks, on one line, without invisible characters, and truncated."""
    return f"“{cut(text)}”"


def cut(text: str) -> str:
    """The same without quotation marks, for an example of how to write it."""
    return shorten(one_line(text[:_LOOKED_AT]), _LONGEST_QUOTE)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“ Did you mean “…”?”, with its leading space; empty if no known word is close."""
    if re.match(r"\w+:", word):
        return " Write a space behind the colon."
    if len(word) > _LONGEST_QUOTE:
        return ""
    folded = word.strip().lower().replace("-", "_").replace(" ", "_")
    close = get_close_matches(folded, sorted(known), n=1, cutoff=0.6)
    if close and one_line(word) == close[0] != word:
        return " There is a space too many, or a character that nobody sees: delete it, and type it again."
    return f" Did you mean {quote(close[0])}?" if close else ""
