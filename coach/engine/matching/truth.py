"""Evaluates a tree on a deal directly, in Kleene's strong three-valued logic.

*Unknown* is neither true nor false. “All” with an unknown part is unknown unless a part is false; “any” is unknown
unless a part is true; “not” of unknown is unknown (S. C. Kleene, Introduction to Metamathematics, 1952, §64).
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from coach.engine.matching.facts import Read, View
from coach.engine.matching.operands import aspect_of, reader
from coach.engine.model import Truth, Unknown
from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct
from coach.engine.playbook.operators import compares

PRODUCT = "product"


def truth(node: Node, view: View) -> Truth:
    """True, false or unknown."""
    match node:
        case Condition():
            return judge(node, value_of(node, view))
        case AllOf(parts):
            return every(truth(part, view) for part in parts)
        case AnyOf(parts):
            return some(truth(part, view) for part in parts)
        case Not(part):
            return opposite(truth(part, view))
        case SomeProduct(part):
            return some(truth(part, item) for item in items(view)) if products_known(view) else Truth.UNKNOWN
        case EveryProduct(part):
            return every_product([truth(part, item) for item in items(view)]) if products_known(view) else Truth.UNKNOWN


def value_of(condition: Condition, view: View) -> object:
    """The value that the condition looks at; None if nothing is filled in; or an Unknown."""
    return _reader_of(condition, view.item is not None)(view)


@lru_cache(maxsize=16_384)
def _reader_of(condition: Condition, of_product: bool) -> Read:
    """Cached: finding out what a condition looks at takes ten times as long as looking at it."""
    return reader(aspect_of(condition, of_product))


def judge(condition: Condition, value: object) -> Truth:
    """The outcome of a condition on a value."""
    if value is None or isinstance(value, Unknown):
        return Truth.UNKNOWN
    return Truth.TRUE if compares(condition.operator)(value, condition.values) else Truth.FALSE


def every(outcomes: Iterable[Truth]) -> Truth:
    """The conjunction."""
    found = set(outcomes)
    return Truth.FALSE if Truth.FALSE in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def some(outcomes: Iterable[Truth]) -> Truth:
    """The disjunction."""
    return opposite(every(opposite(outcome) for outcome in outcomes))


def every_product(outcomes: list[Truth]) -> Truth:
    """True if each is true and there is at least one: “every product is discounted” must not be true without
    products.
    """
    return every(outcomes) if outcomes else Truth.FALSE


def opposite(outcome: Truth) -> Truth:
    """The negation."""
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}[outcome]


def products_known(view: View) -> bool:
    """Whether the org shows products to our user at all."""
    return PRODUCT not in view.deal.unreadable


def items(view: View) -> Iterator[View]:
    """A view of each line item at the same moment."""
    return (View(view.deal, view.now, view.zone, item) for item in view.deal.products)
