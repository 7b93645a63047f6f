"""A fact in the notation of another program, or between too few braces.

It would be shown to the rep as it stands here. Facts stand between two braces on each side, in the words of
[this language](playbooks.md#facts-in-texts).

Fails::

    cards:
      - name: one
        title: Call {!Opportunity.Account.Name}
        tip: Ask.

Passes::

    cards:
      - name: one
        title: Call {{ deal.account.name }}
        tip: Ask.
"""

import re
from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.prose import masked
from coach.lint.subject import Subject

ID = "merge-field"
SEVERITY = Severity.WARNING

_FIELD = re.compile(r"\{!|\$\{|<<|\[\[|\{\s*(?:deal|account|opportunity|owner)\b|%%|\{\d\}", re.IGNORECASE)
_SENTENCE = "Reps would read this as it stands here: write a fact between two braces, as in {{ deal.account.name }}."


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every text; remark on the first such fact in each."""
    for text in subject.texts():
        if found := _FIELD.search(masked(text.node.text)):
            yield subject.remark_in(text, found.start(), _SENTENCE)
