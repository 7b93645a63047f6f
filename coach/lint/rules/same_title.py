"""Two playbooks with one title.

People know playbooks by their titles, in the library, in the log and in reports. Often the second is a copy that
somebody meant to change.

Fails::

    # file: first.yaml
    title: Ask for the next step
    # file: second.yaml
    title: Ask for the next step

Passes::

    # file: first.yaml
    title: Ask for the next step
    # file: second.yaml
    title: Ask for the next step, at the end
"""

from collections.abc import Iterator

from coach.engine.playbook.operators import fold
from coach.lint.collection import Collection
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "same-title"
SEVERITY = Severity.WARNING


def check(collection: Collection, context: Context) -> Iterator[tuple[Subject, RuleRemark]]:  # noqa: ARG001  # as all rules
    """Remark on every playbook with that title except the first."""
    first: dict[str, str] = {}
    for subject in collection.subjects:
        file = first.setdefault(fold(subject.playbook.title), subject.source.file)
        if file != subject.source.file:
            yield subject, subject.remark(subject.at("title"), f"{file} has the same title: tell them apart.")
