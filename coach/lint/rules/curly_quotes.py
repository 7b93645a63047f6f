"""A value in a condition in quotation marks that are part of it.

Word processors turn straight quotation marks into curly ones. YAML takes those for letters, so that the text is never
equal to the one on the record.

Fails::

    when:
      stage: {is: “Prospecting”}

Passes::

    when:
      stage: {is: "Prospecting"}
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "curly-quotes"
SEVERITY = Severity.WARNING

_CONDITIONS = ("when", "audience", "adherence")
_QUOTES = "“”„‟‘’‚‛«»"
_SENTENCE = "These quotation marks are part of the text: write straight ones, or none."


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every value of a condition that begins and ends with such a mark."""
    for path, node in subject.scalars():
        text = node.text.strip()
        if path[0] in _CONDITIONS and len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
            yield subject.remark(node, _SENTENCE)
