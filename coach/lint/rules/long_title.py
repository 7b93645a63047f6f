"""A headline that is too long to take in at a glance.

It stands above the note on the record, where there is room for about one line: 80 characters, or what `--title` says.

Fails with 20 characters::

    cards:
      - name: one
        title: Write down why they would change anything this year
        tip: Ask.

Passes with 20 characters::

    cards:
      - name: one
        title: Why this year?
        tip: Ask.
"""

from collections.abc import Iterator

from coach.engine.cards.language import flattened
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "long-title"
SEVERITY = Severity.WARNING

_A_VALUE = "x" * 12
"""About as long as a value is that stands in a headline."""


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check the headlines of cards, in all languages."""
    for text in subject.texts():
        if text.path[-1] != "title" or text.path[-2] in ("video", "link"):
            continue
        length = len(flattened(text.node.text, _A_VALUE))
        if length > context.title:
            sentence = f"This headline has about {length} characters: {context.title} can be read at a glance."
            yield subject.remark(text.node, sentence)
