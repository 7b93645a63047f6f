"""The Markdown of a text, as the cards read it, with pictures and placeholders where rules can see them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def masked(text: str) -> str:
    """The text with letters in place of its tags, so that it is as long, and what is no Markdown looks like none."""
    return _TAGS.sub(lambda tag: re.sub(r"[^\n]", "x", tag[0]), text)


def inline_tokens(text: str) -> Iterator[Token]:
    """What stands within lines, in the order of the text: words, emphasis, links, code, pictures."""
    for token in _parsed(text):
        yield from token.children or ()


@lru_cache(maxsize=256)
def _parsed(text: str) -> Sequence[Token]:
    """Several rules look at a text one after the other."""
    return _markdown().parse(text)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """As :mod:`coach.engine.cards.markdown`, but pictures are seen, and what was escaped stays apart from its
    neighbours.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).disable(["code", "html_block", "html_inline"])
    return markdown.disable(["text_join"])
