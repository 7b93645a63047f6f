"""Evaluates a tree of conditions on a deal, compared with the same deal at the time of delivery."""

from datetime import datetime, tzinfo

from coach.engine.matching.facts import View
from coach.engine.matching.truth import every, opposite, some, truth, value_of
from coach.engine.model import Deal, Truth, Unknown
from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Kind, Node, Not, SomeProduct
from coach.engine.playbook.operators import OPERATORS


def seen(tree: Node, then: View, now: View) -> Truth:
    """The outcome of a tree on the deal ``now``, compared with the same deal ``then``."""
    match tree:
        case Condition() if OPERATORS[tree.operator].adherence_only:
            return _compared(tree, then, now)
        case AllOf(parts):
            return every(seen(part, then, now) for part in parts)
        case AnyOf(parts):
            return some(seen(part, then, now) for part in parts)
        case Not(part):
            return opposite(seen(part, then, now))
        case Condition() | SomeProduct() | EveryProduct():
            return truth(tree, now)


def moved(then: Deal, now: Deal) -> bool:
    """Whether the deal has moved forward: it is won, or in another stage that is no less probable, and not lost."""
    if now.won:
        return not then.won
    if now.closed or now.stage == then.stage:
        return False
    return then.probability is None or now.probability is None or now.probability >= then.probability


def looks_for(tree: AllOf, deal: Deal, moment: datetime, zone: tzinfo) -> bool:
    """Whether watching the deal for this can tell anything: no if it already holds at delivery."""
    view = View(deal, moment, zone)
    return seen(tree, view, view) is not Truth.TRUE


def _compared(condition: Condition, then: View, now: View) -> Truth:
    operator = OPERATORS[condition.operator]
    before, after = value_of(condition, then), value_of(condition, now)
    if isinstance(before, Unknown) or isinstance(after, Unknown) or operator.compare_with_delivery is None:
        return Truth.UNKNOWN
    if condition.kind is Kind.MONEY and not condition.currency and then.deal.currency != now.deal.currency:
        # The same figure in another currency is another amount. The figures alone cannot tell which is more.
        return operator.in_another_currency
    return operator.compare_with_delivery(before, after)
