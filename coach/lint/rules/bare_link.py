"""An address in the middle of a text.

A rep reads words, not addresses, and in a note a bare address is not even a link. Say what is behind it:
`[the price list](https://example.com/prices)`, or use the `link` block.

Fails::

    cards:
      - name: one
        title: One
        tip: The price list is at https://example.com/prices.

Passes::

    cards:
      - name: one
        title: One
        tip: Look into [the price list](https://example.com/prices).
"""

import re
from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.prose import inline_tokens, masked
from coach.lint.subject import Subject

ID = "bare-link"
SEVERITY = Severity.WARNING

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+", re.IGNORECASE)


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every text, in all languages."""
    for text in subject.texts():
        words = masked(text.node.text)
        for address in dict.fromkeys(_bare(words)):
            sentence = "This is a bare address: write [what it is](…), so that it reads and can be followed."
            yield subject.remark_in(text, words.index(address), sentence)


def _bare(text: str) -> Iterator[str]:
    """Addresses that stand among words, and links whose words are their own address."""
    if not _ADDRESS.search(text):
        return
    for token in inline_tokens(text):
        if token.type == "text":
            yield from (found[0] for found in _ADDRESS.finditer(token.content) if found[0] in text)
