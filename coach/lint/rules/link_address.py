"""A link that leads nowhere.

Only links to https:// addresses are kept when a card becomes a note; others lose their address. A link without words
cannot be seen, one without an address cannot be followed.

Fails::

    cards:
      - name: one
        title: One
        tip: Read [the price list](http://example.com/prices).

Passes::

    cards:
      - name: one
        title: One
        tip: Read [the price list](https://example.com/prices).
"""

import re
from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.prose import inline_tokens, masked
from coach.lint.subject import Subject

ID = "link-address"
SEVERITY = Severity.ERROR

_NO_ADDRESS = re.compile(r"\]\(\s*(<>)?\s*\)")
_MAY_LINK = re.compile(r"[<\[]")
_NO_WORDS = re.compile(r"(?<!!)\[\s*\]\(")


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every text, in all languages."""
    for text in subject.texts():
        words = masked(text.node.text)
        for pattern, sentence in (
            (_NO_ADDRESS, "This link has no address."),
            (_NO_WORDS, "This link has no words, so nobody can see it."),
        ):
            yield from (subject.remark_in(text, found.start(), sentence) for found in pattern.finditer(words))
        for address in dict.fromkeys(_addresses(words)):
            if address and not address.startswith("https://"):
                place = max(words.find(address), 0)
                yield subject.remark_in(text, place, "Only links to https:// addresses are kept: this one is lost.")


def _addresses(text: str) -> Iterator[str]:
    if _MAY_LINK.search(text):
        yield from (str(token.attrs["href"]) for token in inline_tokens(text) if token.type == "link_open")
