"""Operators for the last change of stage."""

from coach.engine.languages import message
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators.comparing import is_among
from coach.engine.playbook.operators.operator import ExampleValue, Operator, Side, Takes, either

_STAGE = frozenset({Kind.STAGE})
_ENTERED_BY_REPS = message("whose {fact} changed to {value}")

STAGES = (
    Operator(
        word="entered",
        kinds=_STAGE,
        takes=Takes.VALUES,
        meaning="It is in this stage now, and came into it from another stage.",
        compare=is_among,
        looks_at=Side.ENTERED,
        exact=True,
        example=ExampleValue.NAMED,
        phrase=lambda values: f"came into {either(values)} from another stage",
        asked=_ENTERED_BY_REPS,
        synonyms=("moved_to", "reached", "reaches"),
    ),
    Operator(
        word="from",
        kinds=_STAGE,
        takes=Takes.VALUES,
        meaning="The last change of stage was out of this stage.",
        compare=is_among,
        looks_at=Side.LEFT,
        exact=True,
        example=ExampleValue.NAMED,
        phrase=lambda values: f"came out of {either(values)}",
        asked=message("whose {fact} changed from {value}"),
        synonyms=("moved_from", "left", "leaves"),
    ),
    Operator(
        word="to",
        kinds=_STAGE,
        takes=Takes.VALUES,
        meaning="The same as entered; it reads better next to from.",
        compare=is_among,
        looks_at=Side.ENTERED,
        exact=True,
        example=ExampleValue.NAMED,
        phrase=lambda values: f"came into {either(values)} from another stage",
        asked=_ENTERED_BY_REPS,
    ),
)
