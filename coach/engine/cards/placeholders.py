"""Keeps CRM values out of a card's text until nothing can misread them.

A template leaves a placeholder for each value, and Markdown sees only placeholders. Values are inserted last, into the
text of lines. So no value is ever read as Markdown, HTML, an address or template source, whatever it contains. And the
lines of a text are the same on every deal.
"""

import re
from collections.abc import Sequence

from coach.text import PLACEHOLDER_MARKS, one_line, shorten

VALUE_LIMIT = 200
"""Maximum length of one value, in characters: longer than any name, short enough not to bury the coaching."""

_LOOKED_AT = 10 * VALUE_LIMIT
"""Characters of a value that are processed: a field can hold 131,072, and a text can use it many times."""

_START, _END = PLACEHOLDER_MARKS
"""Private-use characters: Markdown treats them as letters, playbook texts never contain them, and values are stripped
of them.
"""
_PLACEHOLDER = re.compile(f"{_START}([0-9]+){_END}")
RESERVED = frozenset((_START, _END))
_UNRESERVED = str.maketrans(dict.fromkeys(RESERVED))
IN_ADDRESS = "%EE%80%80"
"""The start of a placeholder after Markdown has percent-encoded it in an address."""


def placeholder(values: list[str], value: str) -> str:
    """Store ``value``, cleaned up to fit one line, and return its placeholder."""
    values.append(shorten(one_line(value[:_LOOKED_AT]), VALUE_LIMIT))
    return f"{_START}{len(values) - 1}{_END}"


def unreserved(text: str) -> str:
    """``text`` without any characters that could be taken for a placeholder."""
    return text.translate(_UNRESERVED)


def insert(text: str, values: Sequence[str]) -> str:
    """Insert the values into plain text."""
    return _PLACEHOLDER.sub(lambda found: values[int(found[1])], text)
