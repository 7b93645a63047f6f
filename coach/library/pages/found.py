"""Deals to choose from, and a playbook's outcome on each; deals that it applies to come first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal, Truth
from coach.engine.playbook import Playbook
from coach.engine.playbook.closed import with_open_deals
from coach.foresee.conditions import unmet


@dataclass(frozen=True, slots=True)
class FoundDeal:
    """A deal. ``applies`` is None if no playbook was asked about; ``lacks`` says what keeps the playbook from
    applying.
    """

    deal: Deal
    applies: bool | None = None
    lacks: tuple[str, ...] = ()


def found(
    deals: Iterable[Deal], playbook: Playbook | None, context: EvaluationContext, now: datetime
) -> list[FoundDeal]:
    """The deals in the given order. With a playbook: first those that it applies to, then those that lack least."""
    if playbook is None:
        return [FoundDeal(each) for each in deals]
    every = [_about(each, playbook, context, now) for each in deals]
    return sorted(every, key=lambda each: (not each.applies, len(each.lacks)))


def _about(deal: Deal, playbook: Playbook, context: EvaluationContext, now: datetime) -> FoundDeal:
    trace = context.rulebook.explain(playbook.name, deal, now)
    lacks = tuple(each.sentence for each in unmet(with_open_deals(playbook.when), trace))
    return FoundDeal(deal, trace.truth is Truth.TRUE, lacks)
