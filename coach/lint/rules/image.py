"""A picture in a text.

A note on a record shows no pictures; what is left of one is a link, or nothing. Link to it with words that say what it
shows. The same words are its alternative text for those who cannot see it.

Fails::

    cards:
      - name: one
        title: One
        tip: "![](https://example.com/map.png)"

Passes::

    cards:
      - name: one
        title: One
        tip: Look at [the map of who decides](https://example.com/map.png).
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.prose import inline_tokens, masked
from coach.lint.subject import Subject

ID = "image"
SEVERITY = Severity.ERROR


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every text, in all languages."""
    for text in subject.texts():
        words = masked(text.node.text)
        place = -1
        for token in inline_tokens(words) if "![" in words else ():
            if token.type == "image":
                place = words.find("![", place + 1)
                missing = "" if token.content else ", and this one has no words to stand in for it"
                sentence = f"A note shows no pictures{missing}: link to it with words that say what it shows."
                yield subject.remark_in(text, place, sentence)
