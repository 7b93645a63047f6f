"""Playbooks that may apply to the same deal with the same priority.

Which of them goes first is then decided by their names, which nobody chose for that, and it matters wherever there are
more cards for a deal than places. The one that knows more about the deal usually deserves the higher priority.

Fails::

    # file: any-deal.yaml
    priority: 60
    when:
      stage: {is: Prospecting}
    # file: large-deal.yaml
    priority: 60
    when:
      amount: {at_least: 100000}

Passes::

    # file: any-deal.yaml
    priority: 60
    when:
      stage: {is: Prospecting}
    # file: large-deal.yaml
    priority: 65
    when:
      amount: {at_least: 100000}
"""

from collections.abc import Iterator

from coach.engine.playbook.model import Status
from coach.lint.collection import Collection
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.overlap import meeting
from coach.lint.subject import Subject
from coach.lint.words import named

ID = "equal-priority"
SEVERITY = Severity.WARNING


def check(collection: Collection, context: Context) -> Iterator[tuple[Subject, RuleRemark]]:  # noqa: ARG001  # as all rules
    """Remark on every playbook of such a group except the first. ``always`` playbooks compete with nobody."""
    before: dict[int, list[Subject]] = {}
    competing = (each for each in collection.subjects if not each.playbook.always)
    for subject in sorted(competing, key=lambda each: each.playbook.name):
        playbook = subject.playbook
        if playbook.status is not Status.LIVE:
            continue
        equal = before.setdefault(playbook.priority, [])
        if files := [other.source.file for other in meeting(playbook, equal)]:
            verb = "applies" if len(files) == 1 else "apply"
            sentence = (
                f"{named(files)} {verb} to some of the same deals with the same priority {playbook.priority}: "
                "names decide which goes first. Give this one another priority."
            )
            yield subject, subject.remark(subject.at("priority"), sentence)
        equal.append(subject)
