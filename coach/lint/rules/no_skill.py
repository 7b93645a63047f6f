"""A playbook that does not say what skill it teaches.

The skill is what managers see in the log, and what a rep who has mastered it is spared.

Fails::

    priority: 60

Passes::

    skill: negotiation
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "no-skill"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check live playbooks and drafts."""
    if not subject.playbook.skill:
        yield subject.remark(
            subject.at("skill"), "This does not say what it teaches: add skill: …, such as negotiation."
        )
