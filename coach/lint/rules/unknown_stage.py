"""A stage that your org does not have.

The condition is never true: stages are compared by their API names, letter by letter, apart from upper and lower case.
When an admin gives a stage another label and leaves its API name, records and playbooks keep the API name; whoever
writes the label is told which name that is.

Fails in an org with the usual stages::

    when:
      stage: {is: Negotiation}

Passes in an org with the usual stages::

    when:
      stage: {is: Negotiation/Review}
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import KnownValues, conditions, unknown_values
from coach.lint.subject import Subject

ID = "unknown-stage"
SEVERITY = Severity.ERROR


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every condition that names a stage."""
    if context.inventory is None or not context.inventory.stages:
        return
    inventory, field = context.inventory, context.inventory.fields.get("StageName")
    translated = field.labels if field else {}
    known = KnownValues("stage", inventory.stages, inventory.labels_of("stage"), translated=translated)
    for fact, condition in conditions(subject):
        if fact == "stage":
            yield from unknown_values(subject, condition, known)
