"""Cuts HTML into its top-level blocks, each with its original text."""

from dataclasses import dataclass
from html.parser import HTMLParser

from coach.engine.notes.reading import BLOCKS

_VOID = frozenset({"hr"})


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """``whole``: it begins and ends with a tag of its own, so it may be moved anywhere. Otherwise it is loose text."""

    html: str
    whole: bool


def blocks(html: str) -> tuple[NoteBlock, ...]:
    """The blocks of ``html``. Nothing is left out except line breaks between blocks."""
    cutter = _Cutter(html)
    cutter.feed(html)
    cutter.close()
    cutter.cut(len(html), whole=False)
    return tuple(cutter.blocks)


class _Cutter(HTMLParser):
    """Counts the blocks it is in. At depth 0, a block or a line break ends what came before."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[NoteBlock] = []
        self._html = html
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._start = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if not self._open and (tag in BLOCKS or tag == "br"):
            self.cut(self._place, whole=False)
        if tag in BLOCKS and tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if not self._open and (tag in BLOCKS or tag == "br"):
            self.cut(self._place, whole=False)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if not self._open:
            self.cut(self._html.find(">", self._place) + 1 or len(self._html), whole=True)

    @property
    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def cut(self, end: int, *, whole: bool) -> None:
        """Make a block of everything since the last cut."""
        html = self._html[self._start : end]
        self._start = max(self._start, end)
        if html.strip():
            self.blocks.append(NoteBlock(html, whole))
