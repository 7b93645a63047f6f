"""A report independent of its format: headings, sentences and tables, for a terminal and for a pull request alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.text import one_line


@dataclass(frozen=True, slots=True)
class TextTable:
    """``right`` are the columns of figures, aligned right. Cells are plain, untrusted text."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int] = frozenset()

    @classmethod
    def of(cls, head: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[int] = ()) -> "TextTable":
        """A table whose cells are reduced to one line, without invisible characters."""
        return cls(head, [[one_line(cell) for cell in row] for row in rows], frozenset(figures))


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item, with further lines below it."""

    text: str
    below: Sequence[str]

    @classmethod
    def of(cls, text: str, below: Sequence[str]) -> "ReportItem":
        """An item whose texts are reduced to one line, without invisible characters."""
        return cls(one_line(text), [one_line(line) for line in below])


Part = str | TextTable | ReportItem


@dataclass(frozen=True, slots=True)
class Section:
    """``folded``: long, so collapsed if the format supports it."""

    title: str
    parts: Sequence[Part]
    folded: bool = False


def counted_deals(count: int) -> str:
    """``1 deal``, ``2 deals``."""
    return "1 deal" if count == 1 else f"{count} deals"
