"""How a tree of conditions comes out on a deal, compared with the same deal as it was at the delivery."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from coach.model import Deal, Truth, Unknown
from coach.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Kind, Node, Not, SomeProduct
from coach.playbook.operators import chosen, fold
from coach.rules.facts import View
from coach.rules.truth import every, opposite, some, truth, value_of


def seen(tree: Node, then: View, now: View) -> Truth:
    """How a tree comes out on a deal as it stands ``now``, compared with the same deal as it was ``then``."""
    match tree:
        case Condition() if tree.operator in COMPARE:
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
    """Whether the deal has moved forward: won, or in another stage that is no less probable, and not lost."""
    if now.won:
        return not then.won
    if now.closed or now.stage == then.stage:
        return False
    return then.probability is None or now.probability is None or now.probability >= then.probability


def looks_for(tree: AllOf, deal: Deal, moment: datetime, zone: tzinfo) -> bool:
    """Whether it would tell anything to look for this on the deal: not where it is there already at delivery."""
    view = View(deal, moment, zone)
    return seen(tree, view, view) is not Truth.TRUE


def _compared(condition: Condition, then: View, now: View) -> Truth:
    before, after = value_of(condition, then), value_of(condition, now)
    if isinstance(before, Unknown) or isinstance(after, Unknown):
        return Truth.UNKNOWN
    if condition.kind is Kind.MONEY and not condition.currency and then.deal.currency != now.deal.currency:
        # The same figure in another currency is another amount; which is more cannot be told from the figures.
        return Truth.TRUE if condition.operator == "changed" else Truth.UNKNOWN
    return COMPARE[condition.operator](before, after)


def _changed(then: object, now: object) -> Truth:
    return Truth.TRUE if _comparable(then) != _comparable(now) else Truth.FALSE


def _comparable(value: object) -> object:
    if isinstance(value, str):
        return fold(value)
    return chosen(value) if isinstance(value, tuple) else value


def _increased(then: object, now: object) -> Truth:
    """More, or later; of a selection, something was added to it. Unknown of what has no order, such as a text."""
    if isinstance(then, tuple) or isinstance(now, tuple):
        before, after = (chosen(value) if isinstance(value, tuple) else frozenset() for value in (then, now))
        return Truth.TRUE if after - before else Truth.FALSE
    if isinstance(then, bool) or isinstance(now, bool):
        return Truth.UNKNOWN
    for kind in (Decimal | int, datetime, date, time):
        if isinstance(then, kind) and isinstance(now, kind):
            return Truth.TRUE if now > then else Truth.FALSE  # type: ignore[operator]  # both of one ordered kind
    return Truth.UNKNOWN


COMPARE: Mapping[str, Callable[[object, object], Truth]] = {
    "changed": _changed,
    "increased": _increased,
    "decreased": lambda then, now: _increased(now, then),
}
