"""CRM values stay out of a card's text until nothing can misread them.

A template leaves a placeholder where a value belongs; Markdown and the sanitiser see only that. Values go in last,
escaped for where they stand. So no value is ever Markdown, HTML or template source, whatever it holds, and what
Markdown makes of a text is the same for every deal.
"""

import re
from collections.abc import Sequence
from html import escape

from coach.text import PLACEHOLDER_MARKS, one_line, shorten

VALUE_LIMIT = 200
"""Characters of one value: longer than any name, short enough not to bury the coaching."""

_LOOKED_AT = 10 * VALUE_LIMIT
"""Characters of a value that are looked at: a field can hold 131,072 of them, and a text can name it many times."""

_START, _END = PLACEHOLDER_MARKS
"""Private-use characters: letters to Markdown, never part of a playbook's text, and removed from values."""
_PLACEHOLDER = re.compile(f"{_START}([0-9]+){_END}")
RESERVED = frozenset((_START, _END))
_UNRESERVED = str.maketrans(dict.fromkeys(RESERVED))
IN_ADDRESS = "%EE%80%80"
"""How a placeholder begins once Markdown has encoded it as part of an address."""


def placeholder(values: list[str], value: str) -> str:
    """Keep ``value``, made fit for one line, and return what stands for it."""
    values.append(shorten(one_line(value[:_LOOKED_AT]), VALUE_LIMIT))
    return f"{_START}{len(values) - 1}{_END}"


def unreserved(text: str) -> str:
    """``text`` without anything that could pass for a placeholder."""
    return text.translate(_UNRESERVED)


def insert_in_html(html: str, values: Sequence[str]) -> str:
    """Sanitised HTML with the values in their places, escaped."""
    return _PLACEHOLDER.sub(lambda found: escape(values[int(found[1])]), html)


def insert_in_text(text: str, values: Sequence[str]) -> str:
    """Plain text with the values in their places, as they are."""
    return _PLACEHOLDER.sub(lambda found: values[int(found[1])], text)
