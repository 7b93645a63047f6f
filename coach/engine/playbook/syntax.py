"""Text that is not YAML → a helpful sentence: the messages of YAML parsers are written for programmers.

A parser reports a mistake where it can no longer go on, which is often a line further down. So the candidate lines are
searched for common slips first. Only if there are none is the parser's own message translated.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coach.engine.playbook.problems import Unreadable

if TYPE_CHECKING:  # whoever has an error to tell of has imported it
    from ruamel.yaml.error import MarkedYAMLError

QUOTE_IT = "put the whole text in quotation marks"

_SLIPS = (
    (
        re.compile(r"\s*(?P<at>[–—•·▪◦●‣])\s"),
        "This line begins with a sign from a word processor: begin each item of a list with a plain dash and a space.",
    ),
    (re.compile(r"\s*(?P<at>-)[A-Za-z_]\w*:(?:\s|$)"), "Write a space behind the dash."),
    (re.compile(r"\s*(?:- )*[A-Za-z_]\w*(?P<at>:)(?=[^\s/])"), "Write a space behind the colon."),
    (re.compile(r"\s*(?:- )*[A-Za-z_]\w* *(?P<at>=)\s*[^\s:]+\s*$"), "Write a colon instead of the equals sign."),
    (
        re.compile(
            r"(?!\s*(?:- )*(?:title|tip|talk_track|ask|says|answer|explanation):)[^#\"']*[:{,]\s*(?P<at>[<>]=?)\s*[\d:]"
        ),
        "Signs are words here: write above, at_least, below or at_most, as in amount: {above: 50000}.",
    ),
    (
        re.compile(r"(?:\s*-|.*?:)\s+(?P<at>[“”„‘‚«»])"),
        'Quotation marks from a word processor mean nothing to YAML: write straight ones, "like this".',
    ),
    (
        re.compile(r"(?:\s*-|.*?:)\s+(?P<at>\"(?:[^\"\\]|\\.)*\")\s*(?!#)[^\s,:}\]]"),
        f"This text goes on behind its closing quotation mark: {QUOTE_IT}, 'single' ones if \"double\" ones are in it.",
    ),
    (
        re.compile(r"(?:\s*-|.*?:)\s+(?P<at>'[^']*')(?=[^\s',:}\]])"),
        'An apostrophe ends a text in single quotation marks: put the text in "double" ones.',
    ),
    (re.compile(r"(?:\s*-|.*?:)\s+(?P<at>\{\{)"), f"A text that begins with {{{{ is no text to YAML: {QUOTE_IT}."),
    (
        re.compile(r"\s*(?:- )*[\w ]+:\s+[^\s\"'|>{\[&*!][^\"']*?\S(?P<at>:)(?:\s|$)"),
        f"A text cannot hold a colon and a space as it is: {QUOTE_IT}.",
    ),
)
"""The pattern of a slip → what to do about it. ``at`` is its position."""

_LONGEST = 400
"""Maximum characters of a line that is searched: no person writes longer ones, and the patterns take quadratic time."""
_SYNTAX = (
    ("mapping values are not allowed", "There is a colon too many here, or a wrong indentation; quote text with “: ”."),
    ("could not find expected ':'", "There is a key here without its colon, or a text that should be indented more."),
    ("expected <block end>", "This line does not fit the indentation of the lines above."),
    ("expected ',' or", "A list or map in brackets is not closed, or a comma is missing."),
    ("unexpected end of stream", "A quotation mark is opened here and never closed."),
    ("cannot start any token", "A text cannot begin with this character: put it in quotation marks."),
    ("did not find expected alphabetic", "A text cannot begin with this character: put it in quotation marks."),
    ("expected alphabetic", "A text cannot begin with this character: put it in quotation marks."),
    ("unknown escape character", "There is a backslash in double quotes here: use single quotes, or double it."),
    ("document start", "Something here does not belong to the lines above: check the indentation."),
    ("expected a comment or a line break", "Behind | or > the text begins on the next line, indented."),
)
_TOO_FAR = "This line is indented further than the one above, which has its value already: begin them alike."
_NO_COLON = "There is no colon on this line: write a key, a colon, a space and a value, as in status: live."
_COLON = "mapping values are not allowed"


def place(text: str, position: object) -> tuple[int, int]:
    """Line and column, from 1, of a position in a text."""
    before = text[: position if isinstance(position, int) else 0]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def syntax_problem(text: str, error: "MarkedYAMLError") -> Unreadable:
    """The sentence for the author in place of ``error``, and its position."""
    problem, context = str(error.problem or ""), str(error.context or "")
    # The parser notices an unclosed construct at the end of the file, but the author must look where it was opened.
    early = "quoted scalar" in context or "flow" in context or "simple key" in context
    mark = (error.context_mark if early else None) or error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    above = _line_above(lines, line)
    for number in dict.fromkeys((line, error.problem_mark.line if error.problem_mark else line, above)):
        for place, sentence in _slips(lines, number):
            return Unreadable(number + 1, place + 1, sentence, "yaml")
    if _COLON in problem and above >= 0:
        if _indent(lines[line]) > _indent(lines[above]) and re.search(r":\s+[^\s|>#]", lines[above]):
            return Unreadable(line + 1, _indent(lines[line]) + 1, _TOO_FAR, "yaml")
        if _indent(lines[line]) == _indent(lines[above]) and ":" not in lines[above]:
            return Unreadable(above + 1, _indent(lines[above]) + 1, _NO_COLON, "yaml")
    return Unreadable(line + 1, column + 1, _translated(problem or context), "yaml")


def _slips(lines: Sequence[str], line: int) -> Iterator[tuple[int, str]]:
    if 0 <= line < len(lines) and len(lines[line]) <= _LONGEST:
        for pattern, sentence in _SLIPS:
            if found := pattern.match(lines[line]):
                yield found.start("at"), sentence


def _line_above(lines: Sequence[str], line: int) -> int:
    """The nearest non-empty line above; -1 if there is none."""
    above = (number for number in range(line - 1, -1, -1) if lines[number].strip() and lines[number].strip()[0] != "#")
    return next(above, -1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _translated(problem: str) -> str:
    for part, sentence in _SYNTAX:
        if part in problem:
            return sentence
    return f"This is not valid YAML: {problem or 'it cannot be read'}."
