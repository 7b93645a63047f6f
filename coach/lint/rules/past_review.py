"""A playbook whose review date has passed.

Its prices, names and rules may no longer be true. Its owner reads it, mends what has changed, and sets the next date.

Fails on 2027-06-01::

    review_by: 2027-05-31

Passes on 2027-06-01::

    review_by: 2027-12-31
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "past-review"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Remark from the day after the review date on."""
    due = subject.playbook.review_by
    if due and due < context.today:
        days = (context.today - due).days
        late = "1 day" if days == 1 else f"{days} days"
        who = f"{subject.playbook.owner} should" if subject.playbook.owner else "somebody should"
        yield subject.remark(subject.at("review_by"), f"The review is {late} late: {who} look at it again.")
