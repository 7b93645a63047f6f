"""The allowed content of a note's body: a few tags, and escaped characters.

There is no published list of the tags and entities that a real org accepts. This is what converters found in practice:
the five XML characters are escaped, the apostrophe as ``&#39;``, line breaks are ``<br>``, everything else is raw.
"""

import html
import re
from functools import lru_cache

_TAG = r"""</?(?:{names})(?:\s+[a-z-]+=(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>"""
_ENTITY = r"&(?:amp|lt|gt|quot|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});"
_PLAIN = r"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_ANY_TAG = re.compile(r"<[^>]*>")
_LINE_BREAKS = re.compile(r"[\r\n]+")


def acceptable(body: str, tags: frozenset[str]) -> bool:
    """Whether a note may have this body, given the tags that the org accepts."""
    return _pattern(tags).fullmatch(body) is not None


def kept(body: str) -> str:
    """An acceptable body as the platform stores it: without line breaks, because only ``<br>`` breaks a line."""
    return _LINE_BREAKS.sub(" ", body)


def preview(body: str) -> str:
    """The first 255 characters as plain text."""
    return " ".join(html.unescape(_ANY_TAG.sub(" ", body)).split())[:255]


@lru_cache
def _pattern(tags: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, tags)))
    tag = _TAG.format(names=names) if tags else r"(?!)"
    return re.compile(f"(?:{_PLAIN}++|{tag}|{_ENTITY})*+", re.IGNORECASE)
