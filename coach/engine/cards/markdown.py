"""Markdown → lines: the one place where an author's text is sanitised.

Text, emphasis, lists, breaks and links to https addresses get through. Of anything else, the words do.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count, repeat
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from coach.engine.cards.placeholders import IN_ADDRESS
from coach.engine.model.lines import BREAK, Line, Lines, Run
from coach.text import spaced

_TEXTS_KEPT = 8_192
"""Reading 1 KB of Markdown takes half a millisecond. Without the values, a text is the same on every deal, so cache
it.
"""


@lru_cache(maxsize=_TEXTS_KEPT)
def block(text: str) -> Lines:
    """Markdown of any length. The lines are not tidy yet: values are still to be inserted."""
    reader = _Reader()
    for token in _markdown().parse(text):
        reader.read(token)
    return tuple(reader.lines)


@lru_cache(maxsize=_TEXTS_KEPT)
def inline(text: str) -> tuple[Run, ...]:
    """Markdown within one line; a paragraph break becomes a space. Not tidy yet, either."""
    return tuple(run for token in _markdown().parseInline(spaced(text)) for run in _runs(token))


def links_to_a_value(text: str) -> bool:
    """Whether a placeholder in ``text`` stands in a link's address."""
    return any(IN_ADDRESS in address.upper() for address in _addresses(_markdown().parse(text)))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """CommonMark without HTML and images, and without indented code blocks: in YAML, those are nearly always a slip."""
    return MarkdownIt("commonmark", {"html": False}).disable(["code", "image", "html_block", "html_inline"])


class _Reader:
    """Collects the lines of a text, token by token."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._lists: list[Iterator[str]] = []
        self._marker = ""
        self._bold = False

    def read(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(repeat("•"))
            case "ordered_list_open":
                self._lists.append(f"{number}." for number in count(1))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._marker = next(self._lists[-1])
            case "list_item_close":
                self._marker = ""
            case "heading_open" | "heading_close":
                self._bold = token.nesting > 0
            case "inline":
                self._line(_runs(token, self._bold))
            case "fence":
                self._line([Run(_one_run(token.content))])

    def _line(self, runs: Iterable[Run]) -> None:
        self.lines.append(Line(tuple(runs), len(self._lists), self._marker))
        self._marker = ""


def _runs(line: Token, heading: bool = False) -> Iterator[Run]:
    """The runs of an inline token."""
    bold, italic = int(heading), 0
    links: list[str | None] = []
    for token in line.children or ():
        match token.type:
            case "text" | "code_inline":
                yield Run(_one_run(token.content), bold > 0, italic > 0, links[-1] if links else None)
            case "softbreak":
                yield Run(" ", bold > 0, italic > 0, links[-1] if links else None)
            case "hardbreak":
                yield BREAK
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                links.append(_safe(str(token.attrs["href"])))
            case "link_close":
                links.pop()


def _one_run(text: str) -> str:
    return text.replace("\n", " ")


def _safe(address: str) -> str | None:
    """The address if it is https and names a host, otherwise None: then the link's words stay, as text."""
    try:
        parts = urlsplit(address)
        return address if parts.scheme == "https" and parts.hostname else None
    except ValueError:
        return None


def _addresses(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        yield from (str(each.attrs["href"]) for each in token.children or () if each.type == "link_open")
