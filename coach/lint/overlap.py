"""Find playbooks that may apply to the same deal.

Only a proof by example counts: a deal, made from the conditions of both playbooks, on which both are true.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from coach.engine.matching.clauses import clauses
from coach.engine.matching.facts import View
from coach.engine.matching.rulebook import EVERYBODY
from coach.engine.matching.truth import truth
from coach.engine.model import Truth
from coach.engine.playbook.closed import with_open_deals
from coach.engine.playbook.conditions import AllOf, Condition
from coach.engine.playbook.model import Playbook
from coach.engine.playbook.operators import OPERATORS, fold
from coach.lint.logic.deals import ZONE, deal_for
from coach.lint.logic.examples import example_deal
from coach.lint.logic.stages import USUAL_TYPES
from coach.lint.logic.values import CannotTellError
from coach.lint.subject import Subject

_MOST_TRIED = 30
"""Maximum number of neighbours tried for a playbook: without priorities, all playbooks of a library are neighbours."""
_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""Any moment will do: the example deals are made for it."""


def meeting(playbook: Playbook, others: Sequence[Subject]) -> Iterator[Subject]:
    """Yield the others that can apply to the same deal and owner as ``playbook``."""
    stages = _stages(playbook)
    near = (each for each in others if not stages or not (own := _stages(each.playbook)) or stages & own)
    yield from (each for each in islice(near, _MOST_TRIED) if _meet(playbook, each.playbook))


def _stages(playbook: Playbook) -> frozenset[str]:
    """The stages that a top-level condition of the playbook requires; empty if none does, so that it may be any."""
    for part in playbook.when.parts:
        if isinstance(part, Condition) and part.fact == "stage" and OPERATORS[part.operator].is_one_of:
            return frozenset(fold(str(value)) for value in part.values)
    return frozenset()


def _meet(one: Playbook, other: Playbook) -> bool:
    trees = [with_open_deals(each.when) for each in (one, other)]
    trees += [each.audience or EVERYBODY for each in (one, other)]
    both = AllOf(tuple(trees))
    for clause in clauses(both):
        try:
            example = example_deal(clause, USUAL_TYPES)
        except CannotTellError:
            continue
        if example and truth(both, View(deal_for(example, _NOW), _NOW, ZONE)) is Truth.TRUE:
            return True
    return False
