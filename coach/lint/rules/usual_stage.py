"""A stage that is nearly one of those that every new org begins with.

Where nobody has looked at your org, nobody can tell which stages it has. But a name that differs from a usual one by a
letter or two is probably a slip, and such a condition would never be true. If your org does call it so, say so, or run
`coach lint --org` once.

Fails::

    when:
      stage: {is: Prospectng}

Passes::

    when:
      stage: {is: Prospecting}
"""

from collections.abc import Iterator
from difflib import get_close_matches

from coach.engine.playbook.operators import OPERATORS, fold
from coach.engine.playbook.problems import quote
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.logic.stages import USUAL
from coach.lint.naming import conditions
from coach.lint.subject import Subject

ID = "usual-stage"
SEVERITY = Severity.WARNING

_NEARLY = 0.88
_FOLDED = {fold(stage): stage for stage in USUAL}


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every condition that names a whole stage, if the org is not known."""
    if context.inventory:
        return
    for fact, condition in conditions(subject):
        operator = OPERATORS[condition.operator]
        if fact != "stage" or operator.searches or not operator.compares_values:
            continue
        for value, node in subject.compared(condition):
            if fold(value) in _FOLDED:
                continue
            if value.strip()[:1].isalnum() and (sentence := _sentence(value)):
                yield subject.remark(node, sentence)


def _sentence(stage: str) -> str:
    near = get_close_matches(fold(stage), _FOLDED, n=1, cutoff=_NEARLY)
    if near:
        return f"Is {quote(stage)} a stage of your org? Did you mean {quote(_FOLDED[near[0]])}?"
    parts = [part.strip() for part in stage.replace(" or ", ",").split(",") if fold(part) in _FOLDED]
    return f"These are several stages: write them as a list, [{', '.join(parts)}]." if len(parts) > 1 else ""
