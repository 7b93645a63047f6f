"""Operators that look into a text."""

from collections.abc import Sequence

from coach.engine.languages import message
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators.comparing import fold
from coach.engine.playbook.operators.operator import ExampleValue, Operator, Takes, either

_TEXTS = frozenset({Kind.TEXT, Kind.STAGE})


def _quoted(values: Sequence[str]) -> str:
    return either([f"“{value}”" for value in values])


def _contains(value: object, values: tuple[object, ...]) -> bool:
    return any(fold(str(each)) in fold(str(value)) for each in values)


def _starts_with(value: object, values: tuple[object, ...]) -> bool:
    return any(fold(str(value)).startswith(fold(str(each))) for each in values)


TEXTS = (
    Operator(
        word="contains",
        kinds=_TEXTS,
        takes=Takes.VALUES,
        meaning="This, or one of these, is part of it.",
        compare=_contains,
        example=ExampleValue.PART,
        phrase=lambda values: f"contains {_quoted(values)}",
        asked=message("whose {fact} contains {value}"),
        synonyms=("has", "like", "matches"),
    ),
    Operator(
        word="starts_with",
        kinds=_TEXTS,
        takes=Takes.VALUES,
        meaning="It begins with this, or one of these.",
        compare=_starts_with,
        example=ExampleValue.BEGINNING,
        phrase=lambda values: f"begins with {_quoted(values)}",
        asked=message("whose {fact} begins with {value}"),
        synonyms=("begins_with", "startswith", "prefix"),
    ),
)
