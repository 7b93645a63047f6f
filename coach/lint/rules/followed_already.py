"""An adherence signal that is there before the rep has done anything.

`seen` is to show that the advice was followed. Where `when` makes sure of it, every rep seems to follow it on every
deal, and nothing is learnt. Ask for a change: `changed`, `increased`, `decreased`, or for what `when` excludes.

Fails::

    when:
      next_step: {empty: false}
    adherence:
      within_days: 7
      seen:
        next_step: {empty: false}

Passes::

    when:
      next_step: {empty: false}
    adherence:
      within_days: 7
      seen:
        next_step: {changed: true}
"""

from collections.abc import Iterator

from coach.engine.matching.rulebook import EVERYBODY
from coach.engine.playbook.closed import with_open_deals
from coach.engine.playbook.conditions import AllOf, leaves
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.logic.examples import never_true
from coach.lint.logic.follows import follows
from coach.lint.subject import Subject

ID = "followed-already"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check whether ``seen`` follows from ``when`` and the audience."""
    playbook = subject.playbook
    if playbook.adherence is None:
        return
    delivered = AllOf((with_open_deals(playbook.when), playbook.audience or EVERYBODY))
    if follows(playbook.adherence.seen, delivered) and not never_true(delivered):
        first = next(leaves(playbook.adherence.seen))
        sentence = (
            "“seen” is true wherever “when” is, before the rep has done anything: ask for something that changes."
        )
        yield RuleRemark(first.line, first.column, sentence)
