"""Operators for every kind of value: whether it is one of those named, and whether there is one."""

from collections.abc import Sequence

from coach.engine.languages import message
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators.comparing import is_among
from coach.engine.playbook.operators.lines import OTHER_POINTS, POINTS
from coach.engine.playbook.operators.operator import ExampleValue, Operator, Side, Takes, either

FILLED_IN, NOT_FILLED_IN = "filled in", "not filled in"
_ALL = frozenset(Kind)


def _neither(values: Sequence[str]) -> str:
    return f"not {values[0]}" if len(values) == 1 else "neither " + " nor ".join(values)


EQUALITY = (
    Operator(
        word="is",
        kinds=_ALL,
        takes=Takes.VALUES,
        meaning="It is this, or one of these.",
        compare=is_among,
        exact=True,
        line=POINTS,
        example=ExampleValue.NAMED,
        phrase=either,
        asked=message("whose {fact} is {value}"),
        synonyms=("equals", "equal", "eq", "=", "==", "in", "one_of"),
    ),
    Operator(
        word="is_not",
        kinds=_ALL - {Kind.BOOLEAN},
        takes=Takes.VALUES,
        meaning="It is filled in, and it is none of these.",
        compare=lambda value, values: not is_among(value, values),
        exact=True,
        line=OTHER_POINTS,
        example=ExampleValue.OTHER,
        denies="is",
        phrase=_neither,
        asked=message("whose {fact} is not {value}"),
        synonyms=("not", "isnt", "not_equal", "not_equals", "ne", "neq", "!=", "<>", "not_in"),
    ),
)
PRESENCE = (
    Operator(
        word="empty",
        kinds=_ALL,
        takes=Takes.FLAG,
        meaning="true: nothing is filled in. false: something is.",
        compare=lambda filled, values: filled is not values[0],
        looks_at=Side.PRESENCE,
        exact=True,
        phrase=lambda values: NOT_FILLED_IN if values[0] == "yes" else FILLED_IN,
        asked=message("whose {fact} is filled in"),
        synonyms=("blank", "is_blank", "is_empty", "missing", "null", "is_null", "exists"),
    ),
)
