"""Markdown → the subset of HTML that a note may hold: p, b, i, br, ul, ol, li and links to https addresses."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from coach.engine.cards.placeholders import IN_ADDRESS
from coach.text import spaced

TAGS = frozenset(("p", "b", "i", "br", "ul", "ol", "li", "a"))
_TEXTS_KEPT = 8_192
"""Rendering 1 KB of Markdown takes half a millisecond. Without the values, a text is the same on every deal, so cache
it.
"""

_TAG = re.compile(r"<(/?)(strong|em|h[1-6])>")
_AS_NOTES_WRITE_IT = {"strong": ("<b>", "</b>"), "em": ("<i>", "</i>")}
_HEADING = ("<p><b>", "</b></p>")


@lru_cache(maxsize=_TEXTS_KEPT)
def block(text: str) -> str:
    """Markdown of any length, rendered as paragraphs and lists."""
    return sanitised(_renamed(_markdown().render(text)))


@lru_cache(maxsize=_TEXTS_KEPT)
def inline(text: str) -> str:
    """Markdown rendered within one line; a paragraph break becomes a space."""
    return sanitised(_renamed(_markdown().renderInline(spaced(text))))


@lru_cache(maxsize=_TEXTS_KEPT)
def sanitised(html: str) -> str:
    """``html`` with only the tags of :data:`TAGS`; links keep their address if it is https."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"*": set(), "a": {"href"}},  # without "*", any tag may have title and lang attributes
        url_schemes={"https"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


def links_to_a_value(text: str) -> bool:
    """Whether a placeholder in ``text`` stands in a link's address."""
    return IN_ADDRESS in _markdown().render(text).upper()


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """CommonMark without HTML and images, and without indented code blocks: in YAML, those are nearly always a slip."""
    return MarkdownIt("commonmark", {"html": False}).disable(["code", "image", "html_block", "html_inline"])


def _renamed(html: str) -> str:
    """Bold and italics with the tag names that notes use; headings as bold paragraphs."""
    return _TAG.sub(lambda tag: _AS_NOTES_WRITE_IT.get(tag[2], _HEADING)[bool(tag[1])], html)
