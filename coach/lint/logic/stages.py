"""Stage, closed and won: a condition on one restricts the others.

A deal that entered a stage is in that stage; a won deal is closed; and most stages are either open, won or lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.engine.matching.clauses import Literal
from coach.engine.matching.operands import Operand
from coach.engine.playbook.conditions import Condition, Kind
from coach.engine.playbook.operators import Side, fold
from coach.lint.logic.values import holds, value_for

STAGE = Operand("stage", Side.VALUE, Kind.STAGE)
ENTERED = Operand("stage", Side.ENTERED, Kind.STAGE)
LEFT = Operand("stage", Side.LEFT, Kind.STAGE)
CLOSED = Operand("closed", Side.VALUE, Kind.BOOLEAN)
WON = Operand("won", Side.VALUE, Kind.BOOLEAN)
TOGETHER = frozenset({STAGE, ENTERED, LEFT, CLOSED, WON})

Said = Mapping[Operand, tuple[Literal, ...]]
"""The literals about each aspect."""


@dataclass(frozen=True, slots=True)
class StageTypes:
    """For each stage, folded for comparison: whether a deal in it is closed, and won. Others may be of any type."""

    types: frozenset[tuple[str, tuple[bool, bool]]]

    @classmethod
    def of(cls, types: Mapping[str, tuple[bool, bool]]) -> "StageTypes":
        """Build from stage names as they are written."""
        return cls(frozenset((fold(stage), outcome) for stage, outcome in types.items()))


ANY_TYPES = StageTypes(frozenset())
"""For when nothing is assumed about any stage."""
_OPEN, _WON, _LOST = (False, False), (True, True), (True, False)
USUAL: Mapping[str, tuple[bool, bool]] = {
    **dict.fromkeys(("Prospecting", "Qualification", "Needs Analysis", "Value Proposition"), _OPEN),
    **dict.fromkeys(("Id. Decision Makers", "Perception Analysis"), _OPEN),
    **dict.fromkeys(("Proposal/Price Quote", "Negotiation/Review"), _OPEN),
    "Closed Won": _WON,
    "Closed Lost": _LOST,
}
"""The stages of every new org: whether a deal in each is closed, and won."""
USUAL_TYPES = StageTypes.of(USUAL)


def values_together(said: Said, types: StageTypes) -> dict[Operand, object] | None:
    """A consistent set of values for the aspects in :data:`TOGETHER`; None if there is none."""
    for outcome in (_OPEN, _WON, _LOST):
        if holds(said.get(CLOSED, ()), outcome[0]) and holds(said.get(WON, ()), outcome[1]):
            for found in _stages(said, tuple(_excluded(outcome, types))):
                return {**found, CLOSED: outcome[0], WON: outcome[1]}
    return None


def _stages(said: Said, excluded: Sequence[Literal]) -> Iterator[dict[Operand, object]]:
    """Values for the stage and its last change. Without a change, the entered and the left stage are both empty."""
    entered, left = said.get(ENTERED, ()), said.get(LEFT, ())
    in_stage = (*said.get(STAGE, ()), *excluded)
    if holds((*entered, *left), "") and (stage := value_for(STAGE, in_stage)):
        yield {STAGE: stage, ENTERED: "", LEFT: ""}
    came_into, came_from = value_for(STAGE, (*in_stage, *entered)), value_for(LEFT, left)
    if came_into and came_from:
        yield {STAGE: came_into, ENTERED: came_into, LEFT: came_from}


def _excluded(outcome: tuple[bool, bool], types: StageTypes) -> Iterator[Literal]:
    others = tuple(stage for stage, known in sorted(types.types) if known != outcome)
    if others:
        yield Literal(Condition("stage", "is", others, Kind.STAGE), positive=False)
