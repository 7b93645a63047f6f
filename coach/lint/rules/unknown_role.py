"""A role or profile that nobody in your org has.

Fails in an org with the usual roles::

    audience:
      owner_role: {is: Astronaut}

Passes in an org with the usual roles::

    audience:
      owner_profile: {is: Standard User}
"""

from collections.abc import Iterator

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.naming import KnownValues, conditions, unknown_values
from coach.lint.subject import Subject

ID = "unknown-role"
SEVERITY = Severity.ERROR

_WORDS = {"owner_role": "role", "owner_profile": "profile"}


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check the audience and the conditions."""
    values = context.inventory.values if context.inventory else {}
    for fact, condition in conditions(subject):
        if fact in _WORDS and fact in values:
            yield from unknown_values(subject, condition, KnownValues(_WORDS[fact], values[fact]))
