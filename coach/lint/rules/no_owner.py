"""A live playbook for which nobody answers.

Reps have questions, products change, and prices too. The owner stands below every card; name a person or a team.

Fails::

    status: live

Passes::

    status: live
    owner: sales-enablement@example.com
"""

from collections.abc import Iterator

from coach.engine.playbook.model import Status
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "no-owner"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check live playbooks; a draft may not have an owner yet."""
    if subject.playbook.status is Status.LIVE and not subject.playbook.owner:
        yield subject.remark(subject.at("owner"), "Nobody answers for this playbook: add owner: …, a person or a team.")
