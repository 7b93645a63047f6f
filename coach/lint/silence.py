"""Suppression comments, ``# coach: allow rule-id because …``: the author has seen the finding and accepts it.

A comment at the end of a line applies to that line. A comment on its own line applies to the next line that is neither
empty nor a comment.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.engine.playbook.parsing import YamlEventKind, exact_events
from coach.engine.playbook.problems import cut
from coach.text import spaced

_HASH = re.compile(r"(?:^|(?<=\s))#")
_MARK = re.compile(r"coach\s*:")
_COMMENT = re.compile(r"#\s*coach\s*:\s*(?P<word>\S*)\s*(?P<rules>.*?)(?:(?<=\s)because\b\s*(?P<reason>.*))?\s*\Z")


Place = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that begins on line ``first`` and ends on line ``last``; its text reaches from ``start`` up to ``end``.

    The mark of a block text (| or >) is on the line above the text, and a comment may follow it.
    """

    first: int
    last: int
    start: Place
    end: Place


@dataclass(frozen=True, slots=True)
class Suppression:
    """Suppresses ``rules`` on the lines ``first`` to ``last``. The comment itself is at ``line`` and ``column``.

    If ``mistake`` is not empty, the comment cannot be understood and suppresses nothing.
    """

    line: int
    column: int
    first: int
    last: int
    rules: tuple[str, ...]
    mistake: str = ""

    def covers(self, line: int, rule: str) -> bool:
        """Whether it suppresses this rule on this line."""
        return not self.mistake and rule in self.rules and self.first <= line <= self.last


def allowances(text: str) -> tuple[Suppression, ...]:
    """Every suppression comment, in order, including those with a mistake. ``text`` is valid YAML."""
    if not _MARK.search(text):
        return ()
    lines = text.split("\n")
    values = tuple(_values(text))
    about = _About.of(lines, values)
    return tuple(
        _allowance(found, (line, column), *about.of_comment(line, column))
        for line, column in _comments(lines, values)
        if (found := _COMMENT.match(spaced(lines[line - 1][column - 1 :])))
    )


def _allowance(found: re.Match[str], place: Place, first: int, last: int) -> Suppression:
    rules = tuple(found["rules"].replace(",", " ").split())
    mistake = ""
    if found["word"] != "allow" or not rules:
        mistake = "Write “# coach: allow rule-id because …”, with the id that stands in brackets behind the sentence."
    elif not found["reason"]:
        mistake = f"Say why: “# coach: allow {cut(', '.join(rules))} because …”. Without a reason nothing is silenced."
    return Suppression(*place, first, last, rules, mistake)


@dataclass(frozen=True, slots=True)
class _About:
    """Lookup tables for the lines that a comment applies to: a file may hold thousands of comments.

    ``next_said`` holds, for each line, the number of the next line that is neither empty nor a comment. ``last`` maps
    the line where a value begins to the line where it ends.
    """

    lines: Sequence[str]
    next_said: Sequence[int]
    last: Mapping[int, int]

    @classmethod
    def of(cls, lines: Sequence[str], values: Sequence[_Value]) -> "_About":
        following, next_said = 0, []
        for number in range(len(lines), 0, -1):
            next_said.append(following or number)
            if (said := lines[number - 1].strip()) and said[0] != "#":
                following = number
        last: dict[int, int] = {}
        for value in values:
            last[value.first] = max(value.last, last.get(value.first, 0))
        return cls(lines, next_said[::-1], last)

    def of_comment(self, line: int, column: int) -> Place:
        """The first and the last line that a comment applies to; a value of several lines counts as a whole."""
        alone = not self.lines[line - 1][: column - 1].strip()
        first = self.next_said[line - 1] if alone else line
        return first, self.last.get(first, first)


def _comments(lines: Sequence[str], values: Sequence[_Value]) -> Iterator[Place]:
    """Where comments begin. A # within a value begins no comment; a # outside of values always does."""
    inside: dict[int, list[_Value]] = {}
    for value in values:
        for number in range(value.first, value.last + 1):
            inside.setdefault(number, []).append(value)
    for number, line in enumerate(lines, 1):
        for found in _HASH.finditer(line):
            place = (number, found.start() + 1)
            if not any(value.start <= place < value.end for value in inside.get(number, ())):
                yield place
                break


def _values(text: str) -> Iterator[_Value]:
    for event in exact_events(text):
        if event.kind is YamlEventKind.SCALAR and event.value:
            mark, end = event.start, event.end
            start = (mark.line + 2, 1) if event.style in ("|", ">") else (mark.line + 1, mark.column + 1)
            last = end.line + 1 if end.column else end.line
            yield _Value(mark.line + 1, last, start, (end.line + 1, end.column + 1))
