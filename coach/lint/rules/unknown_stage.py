"""A stage that your org does not have.

The condition is never true: stages are compared letter by letter, apart from upper and lower case. When a stage is
renamed in Salesforce, the playbooks that name it must be, too.

Fails in an org with the usual stages::

    when:
      stage: {is: Negotiation}

Passes in an org with the usual stages::

    when:
      stage: {is: Negotiation/Review}
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import Remark, Severity
from coach.lint.naming import conditions, unknown_values
from coach.lint.subject import Subject

ID = "unknown-stage"
SEVERITY = Severity.ERROR


def check(subject: Subject, context: Context) -> Iterator[Remark]:
    """Everywhere that a stage is named."""
    stages = context.inventory.stages if context.inventory else ()
    for fact, condition in conditions(subject):
        if fact == "stage" and stages:
            yield from unknown_values(subject, condition, stages, "stage")
