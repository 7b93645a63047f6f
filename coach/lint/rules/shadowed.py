"""A playbook that practically never gets a place on a deal.

A deal has places for so many cards at a time (3, unless your operator or `--places` says otherwise). Those with the
highest priority take them, ties go by name, and they keep them as long as they apply. Where as many others as there are
places apply on every deal on which this one does, for the same owners, and go before it, it waits until one of them has
given all its cards. Playbooks with `always: true` take no places.

Fails with one place::

    # file: first.yaml
    priority: 90
    when:
      stage: {is: [Prospecting, Qualification]}
    # file: second.yaml
    priority: 10
    when:
      stage: {is: Prospecting}

Passes with one place::

    # file: first.yaml
    priority: 90
    when:
      stage: {is: Qualification}
    # file: second.yaml
    priority: 10
    when:
      stage: {is: Prospecting}
"""

from collections.abc import Iterator

from coach.engine.playbook.model import Playbook
from coach.lint.collection import Collection
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject
from coach.lint.words import named

ID = "shadowed"
SEVERITY = Severity.WARNING


def check(collection: Collection, context: Context) -> Iterator[tuple[Subject, RuleRemark]]:
    """Find live playbooks whose places are all taken by others that apply wherever they do."""
    for subject in collection.subjects:
        playbook = subject.playbook
        wider = collection.covered_by.get(playbook.name, ())
        before = [each for each in wider if not each.playbook.always and _rank(each.playbook) < _rank(playbook)]
        if not playbook.always and len(before) >= context.places:
            yield subject, subject.remark(subject.at("priority"), _sentence(before, context.places))


def _rank(playbook: Playbook) -> tuple[int, str]:
    return -playbook.priority, playbook.name


def _sentence(before: list[Subject], places: int) -> str:
    files = [each.source.file for each in before]
    taken = "the only place" if places == 1 else f"all {places} places"
    verb = "does" if len(files) == 1 else "do"
    return f"Wherever this applies, {named(files)} {verb} too, and go first: they take {taken} on the deal."
