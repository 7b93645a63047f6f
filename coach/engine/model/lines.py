"""Text as lines: what a card or a delivery says, before an edge writes it as HTML, plain text or anything else.

A line can hold text, emphasis, breaks and links, and nothing more. An author's text is sanitised once, by becoming
lines (:mod:`coach.engine.cards.markdown`), so whoever writes lines only has to escape.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from coach.text import one_line

HERE = "\ufffc"
"""Stands in a sentence for runs that are inserted later: Unicode's character for an object in a text."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style; ``href`` is the target of its link. It holds no newline, except for
    :data:`BREAK`.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None


BREAK = Run("\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one paragraph of a list item.

    ``depth`` counts the lists around it. ``marker`` stands before a list item ("•", "1."); it is empty outside lists
    and for the further paragraphs of an item.
    """

    runs: tuple[Run, ...]
    depth: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        """Its words, without the list marker."""
        return "".join(run.text for run in self.runs)


Lines: TypeAlias = tuple[Line, ...]

GAP = Line((BREAK,))
"""An empty line."""


def paragraph(*runs: Run) -> Line:
    """A tidy line outside lists. It has no runs if there is no text."""
    return Line(tidy(runs))


def heading(text: str) -> Line:
    """A bold line."""
    return paragraph(Run(text, bold=True))


def around(sentence: str, inside: Iterable[Run]) -> tuple[Run, ...]:
    """The runs of ``sentence``, with ``inside`` in place of :data:`HERE`."""
    before, _, after = sentence.partition(HERE)
    return Run(before), *inside, Run(after)


def filled(lines: Iterable[Line]) -> Lines:
    """The lines that hold something."""
    return tuple(line for line in lines if line.runs)


def tidy(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Collapse white space as HTML does: one space between words, none at either end of a line or beside a break.

    Invisible characters are removed, and neighbours of the same style become one run.
    """
    trimmed: list[Run] = []
    for run in _merged(runs):
        if run == BREAK:
            _trim_end(trimmed)
            trimmed.append(run)
            continue
        lead = " " if run.text[0].isspace() and trimmed and not trimmed[-1].text.endswith((" ", "\n")) else ""
        words = one_line(run.text)
        tail = " " if words and run.text[-1].isspace() else ""
        if text := lead + words + tail:
            trimmed.append(replace(run, text=text))
    _trim_end(trimmed)
    return tuple(trimmed)


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Merge neighbours of the same style into one run, so that ``a<b></b>b`` reads as ``ab``."""
    merged: list[Run] = []
    for style, group in groupby(runs, key=lambda run: (run == BREAK, run.bold, run.italic, run.href)):
        if style[0]:
            merged.extend(group)
        elif text := "".join(run.text for run in group):
            merged.append(Run(text, *style[1:]))
    return merged


def _trim_end(runs: list[Run]) -> None:
    while runs and runs[-1] != BREAK and not runs[-1].text.rstrip():
        runs.pop()
    if runs and runs[-1] != BREAK:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
