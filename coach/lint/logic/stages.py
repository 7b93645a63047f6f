"""Stage, closed and won: what is said of one bears on the others.

A deal that came into its stage from another is in that stage; a won deal is closed; and most stages are either.
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
"""What is said of each aspect."""


@dataclass(frozen=True, slots=True)
class StageTypes:
    """By stage, in the form texts are compared in: whether a deal in it is closed, and won. Others may be anything."""

    types: frozenset[tuple[str, tuple[bool, bool]]]

    @classmethod
    def of(cls, types: Mapping[str, tuple[bool, bool]]) -> "StageTypes":
        """By stage as it is written."""
        return cls(frozenset((fold(stage), outcome) for stage, outcome in types.items()))


ANY_TYPES = StageTypes(frozenset())
"""Where nothing is assumed of any stage."""
_OPEN, _WON, _LOST = (False, False), (True, True), (True, False)
USUAL: Mapping[str, tuple[bool, bool]] = {
    **dict.fromkeys(("Prospecting", "Qualification", "Needs Analysis", "Value Proposition"), _OPEN),
    **dict.fromkeys(("Id. Decision Makers", "Perception Analysis"), _OPEN),
    **dict.fromkeys(("Proposal/Price Quote", "Negotiation/Review"), _OPEN),
    "Closed Won": _WON,
    "Closed Lost": _LOST,
}
"""The stages that every new org begins with: whether a deal in one is closed, and won."""
USUAL_TYPES = StageTypes.of(USUAL)


def values_together(said: Said, types: StageTypes) -> dict[Operand, object] | None:
    """A value for each aspect of :data:`TOGETHER`; None where there are none that go together."""
    for outcome in (_OPEN, _WON, _LOST):
        if holds(said.get(CLOSED, ()), outcome[0]) and holds(said.get(WON, ()), outcome[1]):
            for found in _stages(said, tuple(_excluded(outcome, types))):
                return {**found, CLOSED: outcome[0], WON: outcome[1]}
    return None


def _stages(said: Said, excluded: Sequence[Literal]) -> Iterator[dict[Operand, object]]:
    """Without a change of stage, what was come into and what was left both are no stage at all."""
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
