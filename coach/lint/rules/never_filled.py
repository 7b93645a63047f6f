"""A text that cannot be written on any deal to which the playbook applies.

The playbook asks for deals where a fact is empty, and its text prints that very fact. The card is never delivered. Say
what stands in for it, or leave it out.

Fails::

    when:
      next_step: {empty: true}
    cards:
      - name: one
        title: One
        tip: Your next step is {{ deal.next_step }}.

Passes::

    when:
      next_step: {empty: true}
    cards:
      - name: one
        title: One
        tip: Write down a next step.
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.plausible import failures
from coach.lint.subject import Subject

ID = "never-filled"
SEVERITY = Severity.ERROR


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Find texts that cannot be rendered whatever is filled in on the deal."""
    for failure in failures(subject, context):
        if failure.always and failure.fact:
            sentence = f"{failure.fact} is empty wherever this playbook applies, so this card is never delivered."
            yield subject.remark_in(failure.text, failure.offset, sentence)
        elif failure.always:
            yield subject.remark_in(failure.text, failure.offset, f"This card is never delivered. {failure.sentence}")
