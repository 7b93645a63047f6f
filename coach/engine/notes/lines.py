"""Parses a note's HTML into lines, from which every form of the note is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate, groupby, takewhile

from coach.text import one_line

TEXT_LIMIT = 20_000
"""Maximum characters of text in one note: some forty minutes of reading, far below what Salesforce stores."""
SHORTENED = "… (shortened)"
_END = 1_500
"""Characters kept from the end of a text that is too long: the end says why the card is here, and how to answer."""
_BLOCK_TAGS = (
    "address article aside blockquote dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
BLOCKS = frozenset(_BLOCK_TAGS.split())
"""Block-level tags. People paste more into a note than its editor offers."""
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
_UNSEEN = frozenset({"script", "style", "title"})
_A_PICTURE = "picture"


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


def read(html: str) -> tuple[Line, ...]:
    """The lines of ``html``. If the text exceeds :data:`TEXT_LIMIT`, its middle is cut, and a line says so."""
    return _bounded(read_all(html))


def read_all(html: str) -> tuple[Line, ...]:
    """All lines of ``html``. The tags p, b, i, br, ul, ol, li and a keep their meaning. Of other tags only the text is
    kept, on lines of its own for block-level tags; of a picture, its place.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return tuple(reader.lines)


@dataclass
class _List:
    ordered: bool
    items: int = 0

    def next_marker(self) -> str:
        self.items += 1
        return f"{self.items}." if self.ordered else "•"


@dataclass
class _Style:
    bold: int = 0
    italic: int = 0
    links: list[str | None] = field(default_factory=list)

    def run(self, text: str) -> Run:
        return Run(text, self.bold > 0, self.italic > 0, self.links[-1] if self.links else None)


class _Reader(HTMLParser):
    """Collects :class:`Line` objects. Tags may be nested wrongly: a closing tag without an opening one is ignored."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._runs: list[Run] = []
        self._style = _Style()
        self._lists: list[_List] = []
        self._marker = ""
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end_line()
        if tag in ("ul", "ol"):
            self._lists.append(_List(tag == "ol"))
        elif tag == "li" and self._lists:
            self._marker = self._lists[-1].next_marker()
        elif tag == "br":
            self._runs.append(BREAK)
        elif tag in ("td", "th"):
            self._runs.append(self._style.run(" "))
        elif tag == "img":
            self._picture(dict(attrs))
        elif tag in _UNSEEN:
            self._unseen += 1
        else:
            self._restyle(tag, 1, dict(attrs).get("href"))

    def _picture(self, attrs: dict[str, str | None]) -> None:
        source = attrs.get("src") or ""
        where = None if source.startswith("data:") else source or None
        self._runs.append(Run(one_line(attrs.get("alt") or "") or _A_PICTURE, href=where))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_line()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        else:
            self._restyle(tag, -1)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._runs.append(self._style.run(data.replace("\n", " ")))

    def _restyle(self, tag: str, step: int, href: str | None = None) -> None:
        if tag in _BOLD:
            self._style.bold = max(0, self._style.bold + step)
        elif tag in _ITALIC:
            self._style.italic = max(0, self._style.italic + step)
        elif tag == "a" and step > 0:
            self._style.links.append(href)
        elif tag == "a" and self._style.links:
            self._style.links.pop()

    def end_line(self) -> None:
        """End the current line. Does nothing if it is empty."""
        runs = _trimmed(self._runs)
        self._runs = []
        if runs:
            self.lines.append(Line(runs, len(self._lists), self._marker))
            self._marker = ""


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Collapse white space as HTML does: one space between words, none at either end of a line or beside a break."""
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
            trimmed.append(Run(text, run.bold, run.italic, run.href))
    _trim_end(trimmed)
    return tuple(trimmed)


def _merged(runs: list[Run]) -> list[Run]:
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
        last = runs[-1]
        runs[-1] = Run(last.text.rstrip(), last.bold, last.italic, last.href)


def _bounded(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    whole = _first_few(lines, TEXT_LIMIT)
    if whole == len(lines):
        return lines
    rest = lines[whole:]
    end = _first_few(rest[::-1], _END)
    return (*lines[:whole], Line((Run(SHORTENED),)), *rest[len(rest) - end :])


def _first_few(lines: Sequence[Line], limit: int) -> int:
    """How many of the first lines fit within ``limit`` characters."""
    sizes = accumulate(sum(len(run.text) + len(run.href or "") for run in line.runs) for line in lines)
    return sum(1 for _ in takewhile(lambda size: size <= limit, sizes))
