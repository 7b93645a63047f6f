"""Playbooks in force → what the org, as a running service last saw it, cannot tell of them."""

from collections.abc import Iterator

from coach.engine.inventory import Schema
from coach.engine.playbook import Library
from coach.engine.playbook.model import Status
from coach.errors import Problem
from coach.lint.naming import conditions_of
from coach.lint.rules import field_type, unknown_field


def misfits(library: Library, schema: Schema) -> tuple[Problem, ...]:
    """Every condition on a field that the org does not have, or of another type, at its place; of active playbooks."""
    return tuple(_misfits(library, schema))


def _misfits(library: Library, schema: Schema) -> Iterator[Problem]:
    for name, playbook in library.playbooks.items():
        if playbook.status is Status.RETIRED:
            continue
        file = "/".join(part for part in (library.folders.get(name, ""), f"{name}.yaml") if part)
        for fact, condition in conditions_of(playbook):
            for rule, sentence in (
                (unknown_field.ID, unknown_field.missing(fact, schema)),
                (field_type.ID, field_type.misfit(fact, condition, schema)),
            ):
                if sentence:
                    yield Problem(file, condition.line, condition.column, sentence, rule)
