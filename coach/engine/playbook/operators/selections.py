"""Operators for a multi-select picklist."""

from collections.abc import Sequence

from coach.engine.languages import message
from coach.engine.model.fields import selection
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators.comparing import chosen
from coach.engine.playbook.operators.operator import Operator, Takes, all_of, either

_SELECTION = frozenset({Kind.SELECTION})


def _includes(value: Sequence[str], values: tuple[str, ...]) -> bool:
    """“A;B” requires both, as in SOQL's INCLUDES (SOQL Reference, “Query Multi-Select Picklists”)."""
    return any(chosen(selection(each)) <= chosen(value) for each in values)


def _includes_all(value: Sequence[str], values: tuple[str, ...]) -> bool:
    return all(chosen(selection(each)) <= chosen(value) for each in values)


SELECTIONS = (
    Operator(
        word="includes",
        kinds=_SELECTION,
        takes=Takes.VALUES,
        meaning="This, or one of these, is among those chosen.",
        compare=_includes,
        phrase=lambda values: f"includes {either(values)}",
        asked=message("whose {fact} includes {value}"),
        synonyms=("includes_any", "has_any", "any_of", "chosen"),
    ),
    Operator(
        word="includes_all",
        kinds=_SELECTION,
        takes=Takes.VALUES,
        meaning="All of these are among those chosen.",
        compare=_includes_all,
        every_value=True,
        phrase=lambda values: f"includes {all_of(values)}",
        asked=message("whose {fact} includes all of {value}"),
        synonyms=("has_all", "all_of"),
    ),
)
