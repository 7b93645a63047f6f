"""Parse a text's Markdown as the cards do, but keep pictures and placeholders visible to rules."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def masked(text: str) -> str:
    """The text with its tags replaced by letters: the length stays the same, and no tag is mistaken for Markdown."""
    return _TAGS.sub(lambda tag: re.sub(r"[^\n]", "x", tag[0]), text)


def inline_tokens(text: str) -> Iterator[Token]:
    """The inline tokens in the order of the text: words, emphasis, links, code, pictures."""
    for token in _parsed(text):
        yield from token.children or ()


@lru_cache(maxsize=256)
def _parsed(text: str) -> Sequence[Token]:
    """Parse a text; cached because several rules look at the same text one after the other."""
    return _markdown().parse(text)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """A parser like that of :mod:`coach.engine.cards.markdown`, except for two things.

    Pictures are recognised, and escaped characters stay separate from the text around them.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).disable(["code", "html_block", "html_inline"])
    return markdown.disable(["text_join"])
