"""Which line item a playbook refers to: the one that its ``product`` condition found; of several, the one worth
most.
"""

from collections.abc import Iterator
from decimal import Decimal

from coach.engine.matching.facts import View
from coach.engine.matching.truth import items, products_known, truth
from coach.engine.model import LineItem, Truth
from coach.engine.playbook.conditions import AllOf, AnyOf, Node, SomeProduct


def by_worth(view: View) -> list[View]:
    """The views of all line items, the highest total first. Items with equal or unknown totals keep the deal's
    order.
    """
    return sorted(items(view), key=lambda each: -(each.item.total or Decimal(0)) if each.item else Decimal(0))


def spoken_of(when: AllOf, view: View) -> LineItem | None:
    """The line item that the first ``product`` in ``when`` asks for. If there is none, or it finds none: the top one of
    all.

    None on a deal without products.
    """
    lines = by_worth(view)
    if products_known(view):
        for asked in _asked(when, view):
            found = next((each.item for each in lines if truth(asked.part, each) is Truth.TRUE), None)
            if found:
                return found
    return lines[0].item if lines else None


def _asked(node: Node, view: View) -> Iterator[SomeProduct]:
    """Every ``product`` condition that must be true for the tree to be true. Of alternatives, those in one that is
    true.
    """
    match node:
        case SomeProduct():
            yield node
        case AllOf(parts):
            for part in parts:
                yield from _asked(part, view)
        case AnyOf(parts):
            for part in parts:
                if truth(part, view) is Truth.TRUE:
                    yield from _asked(part, view)
