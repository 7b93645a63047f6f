"""A text that prints a fact which may be empty.

Where it is, the card is not delivered. That may be what you want; then ask for the fact in `when`, so that everybody
sees it. Otherwise say what stands in for it, or put it between `{% if %}` and `{% endif %}`. Every deal has a name, a
stage, a close date, an owner, an account, a probability and counts; all else may be missing unless `when` asks for it.

Fails::

    when:
      stage: {is: Prospecting}
    cards:
      - name: one
        title: One
        tip: Your next step is {{ deal.next_step }}.

Passes::

    when:
      stage: {is: Prospecting}
    cards:
      - name: one
        title: One
        tip: Your next step is {{ deal.next_step|default("not written down") }}.
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.plausible import failures
from coach.lint.subject import Subject

ID = "empty-fact"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Find texts that cannot be rendered on a deal that has only what ``when`` asks for."""
    for failure in failures(subject, context):
        if not failure.always:
            sentence = (
                f"{failure.fact} may be empty where this playbook applies; then the card is not delivered. "
                f'Write {{{{ {failure.fact}|default("…") }}}}, or ask for it in “when”.'
            )
            yield subject.remark_in(failure.text, failure.offset, sentence)
