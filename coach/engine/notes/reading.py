"""Reads the HTML of a note as lines, to compare what stands in the org with what Coach wrote."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from coach.engine.model.lines import BREAK, Line, Lines, Run, tidy
from coach.text import one_line

_BLOCK_TAGS = (
    "address article aside blockquote dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
BLOCKS = frozenset(_BLOCK_TAGS.split())
"""Block-level tags. People paste more into a note than its editor offers."""
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
_UNSEEN = frozenset({"script", "style", "title"})
_A_PICTURE = "picture"


def read(html: str) -> Lines:
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
        runs = tidy(self._runs)
        self._runs = []
        if runs:
            self.lines.append(Line(runs, len(self._lists), self._marker))
            self._marker = ""
