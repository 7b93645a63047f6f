"""Check the playbooks in force against the org as a running service last saw it."""

from collections.abc import Iterable, Iterator

from coach.engine.inventory import Schema
from coach.engine.playbook import Library
from coach.engine.playbook.conditions import Condition, named_leaves
from coach.engine.playbook.model import Status
from coach.errors import Problem
from coach.lint.naming import conditions_of
from coach.lint.rules import field_type, unknown_field


def misfits(library: Library, schema: Schema) -> tuple[Problem, ...]:
    """Report every condition of an active playbook on a field that the org lacks, or whose type does not fit.

    A folder's audience is in its file of defaults, so that it is reported there, once.
    """
    return tuple(_misfits(library, schema))


def _misfits(library: Library, schema: Schema) -> Iterator[Problem]:
    for key, audience in library.audiences.items():
        yield from _told(f"{key}.yaml", named_leaves(audience), schema)
    for name, playbook in library.playbooks.items():
        if playbook.status is not Status.RETIRED:
            file = "/".join(part for part in (library.folders.get(name, ""), f"{name}.yaml") if part)
            own = (
                each for each in conditions_of(playbook) if each[1].line
            )  # conditions of a folder's defaults have no line in this file
            yield from _told(file, own, schema)


def _told(file: str, conditions: Iterable[tuple[str, Condition]], schema: Schema) -> Iterator[Problem]:
    for fact, condition in conditions:
        for rule, sentence in (
            (unknown_field.ID, unknown_field.missing(fact, schema)),
            (field_type.ID, field_type.misfit(fact, condition, schema)),
        ):
            if sentence:
                yield Problem(file, condition.line, condition.column, sentence, rule)
