"""Checks of a text in which YAML's parsers are laxer than YAML 1.2, or in which people cannot see what they wrote."""

import re
from collections.abc import Iterator

from coach.engine.playbook.parsing import YamlEvent, YamlEventKind
from coach.engine.playbook.problems import Unreadable
from coach.engine.playbook.syntax import QUOTE_IT, place

NO_SPACE = "A remark needs a space before its #."
_QUESTION = f"A question mark in front means a key in YAML: {QUOTE_IT}."
_GAP = re.compile(r"(?<=\s)#[^\n]*|(?P<remark>#)|(?P<key>\?)")
"""What may be between tokens in brackets: a proper comment, and two things that the parser accepts against YAML's
rules.
"""
_STRANGE_ENDING = re.compile(r"\r(?!$)|[\x85\u2028\u2029]")
"""Characters that end a line for some parsers and not for others. With them, line numbers of mistakes would be
ambiguous.
"""
_ENDS = (YamlEventKind.SEQUENCE_END, YamlEventKind.MAPPING_END)


def ended(text: str) -> str:
    """The text, with a line ending added after a last line of spaces: without it, the parser reads them as part of a
    line.
    """
    last = text.rpartition("\n")[2]
    return f"{text}\n" if last and not last.strip(" ") else text


def check_characters(text: str) -> None:
    """Raises Unreadable for endings of lines, and for indentation, that no editor shows as what they are."""
    for number, line in enumerate(text.split("\n"), 1):
        if ending := _STRANGE_ENDING.search(line):
            sentence = "A line ends here in a way that no editor shows, perhaps pasted: delete it, and press enter."
            raise Unreadable(number, ending.start() + 1, sentence, "yaml")
        if not line.strip():
            continue
        if line.startswith("%"):
            raise Unreadable(number, 1, "Lines that begin with % are not used in playbooks.", "yaml")
        _check_indentation(number, line)


def _check_indentation(number: int, line: str) -> None:
    indent = line[: len(line) - len(line.lstrip())]
    for column, letter in enumerate(indent, 1):
        if letter == "\t":
            raise Unreadable(number, column, "This line is indented with a tab: use spaces.", "yaml")
        if letter not in " \r":
            sentence = "This line begins with a special space, perhaps pasted from a web page: use plain spaces."
            raise Unreadable(number, column, sentence, "yaml")


def apart(text: str, events: Iterator[YamlEvent]) -> Iterator[YamlEvent]:
    """The events. Checks the text between them in brackets against YAML 1.2, because the parser is laxer.

    A comment needs white space before it (https://yaml.org/spec/1.2.2/#66-comments), and a question mark at the
    beginning of a word is part of it (https://yaml.org/spec/1.2.2/#733-plain-style), but the parser takes it for a key
    indicator.
    """
    brackets, end = 0, 0
    for event in events:
        begin = event.start.index if event.start else end
        if brackets:
            _check_gap(text, end, begin)
        if event.flow:
            if text[begin : begin + 1] == "?":
                raise Unreadable(*position(event), _QUESTION, "yaml")
            brackets += 1
        elif brackets and event.kind in _ENDS:
            brackets -= 1
        end = event.end.index if event.end else begin
        yield event


def _check_gap(text: str, begin: int, end: int) -> None:
    for found in _GAP.finditer(text, begin, end):
        if found["remark"]:
            raise Unreadable(*place(text, found.start("remark")), NO_SPACE, "yaml")
        if found["key"]:
            raise Unreadable(*place(text, found.start("key")), _QUESTION, "yaml")


def position(event: YamlEvent) -> tuple[int, int]:
    """The line and the column of an event, from 1."""
    return event.start.line + 1, event.start.column + 1
