"""A text whose end is taken for a comment.

A space and a `#` begin a comment in YAML, even in the middle of a sentence: what stands behind them is never shown. Put
the text in quotation marks if the `#` belongs to it, and a comment on a line of its own if it does not.

Fails::

    cards:
      - name: one
        title: One
        tip: Ask who is # 1 on their list.

Passes::

    cards:
      - name: one
        title: One
        tip: "Ask who is # 1 on their list."
"""

import re
from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "cut-off"
SEVERITY = Severity.WARNING

_COMMENT = re.compile(r"\s+#")
_OURS = re.compile(r"\s+#\s*coach\s*:")
_SENTENCE = "What stands behind # is a comment and is not shown: put the text in quotation marks if it belongs to it."


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check what follows every text of a card that is written on one line without quotation marks."""
    lines = subject.source.text.split("\n")
    for text in subject.texts():
        node = text.node
        line = lines[node.line - 1]
        end = node.column - 1 + len(node.text)
        if not node.plain or line[node.column - 1 : end] != node.text:
            continue
        found = _COMMENT.match(line[end:])
        if found and not _OURS.match(line[end:]):
            yield RuleRemark(node.line, end + found.end(), _SENTENCE)
