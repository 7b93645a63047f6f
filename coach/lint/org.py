"""Playbooks in force → what the org, as a running service last saw it, cannot tell of them."""

from collections.abc import Iterable, Iterator

from coach.engine.inventory import Schema
from coach.engine.playbook import Library
from coach.engine.playbook.conditions import Condition
from coach.engine.playbook.model import Status
from coach.errors import Problem
from coach.lint.naming import conditions_in, conditions_of
from coach.lint.rules import field_type, unknown_field


def misfits(library: Library, schema: Schema) -> tuple[Problem, ...]:
    """Every condition on a field that the org does not have, or of another type, at its place; of active playbooks.

    What a folder asks of owners stands in its file of defaults, and is told there, once.
    """
    return tuple(_misfits(library, schema))


def _misfits(library: Library, schema: Schema) -> Iterator[Problem]:
    for key, audience in library.audiences.items():
        yield from _told(f"{key}.yaml", conditions_in(audience), schema)
    for name, playbook in library.playbooks.items():
        if playbook.status is not Status.RETIRED:
            file = "/".join(part for part in (library.folders.get(name, ""), f"{name}.yaml") if part)
            own = (
                each for each in conditions_of(playbook) if each[1].line
            )  # what a folder says stands in no line here
            yield from _told(file, own, schema)


def _told(file: str, conditions: Iterable[tuple[str, Condition]], schema: Schema) -> Iterator[Problem]:
    for fact, condition in conditions:
        for rule, sentence in (
            (unknown_field.ID, unknown_field.missing(fact, schema)),
            (field_type.ID, field_type.misfit(fact, condition, schema)),
        ):
            if sentence:
                yield Problem(file, condition.line, condition.column, sentence, rule)
