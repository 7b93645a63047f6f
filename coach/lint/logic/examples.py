"""Find values for a deal on which a clause is true, or tell that there are none."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from coach.engine.matching.clauses import Clause, Literal, clauses
from coach.engine.playbook.conditions import Condition, Kind, Node
from coach.lint.logic.facts import Values, values_of
from coach.lint.logic.products import ProductLiterals
from coach.lint.logic.stages import ANY_TYPES, StageTypes
from coach.lint.logic.values import CannotTellError

_NO_PRODUCT = Literal(Condition("product_count", "is", (Decimal(0),), Kind.NUMBER), positive=True)
_A_PRODUCT = Literal(Condition("product_count", "at_least", (Decimal(1),), Kind.NUMBER), positive=True)


@dataclass(frozen=True, slots=True)
class ExampleDeal:
    """Values for a deal, and for the line items that it must at least have."""

    deal: Values
    items: tuple[Values, ...] = ()


def never_true(node: Node, types: StageTypes = ANY_TYPES) -> bool:
    """Whether there is no deal on which the tree is true."""
    return all(is_impossible(clause, types) for clause in clauses(node))


def never_false(node: Node) -> bool:
    """Whether there is no deal on which the tree is false; it may be unknown on some."""
    return all(is_impossible(clause) for clause in clauses(node, positive=False))


def is_impossible(clause: Clause, types: StageTypes = ANY_TYPES) -> bool:
    """Whether no deal makes the clause true. Its ``trees`` are ignored: they can only make it true less often."""
    try:
        return example_deal(clause, types) is None
    except CannotTellError:
        return False


@lru_cache(maxsize=16_384)
def example_deal(clause: Clause, types: StageTypes = ANY_TYPES) -> ExampleDeal | None:
    """Values on which everything in the clause except its ``trees`` is true; None if there are none.

    Raises CannotTellError.
    """
    if not clause.products:
        deal = values_of(clause.literals, False, types)
        return ExampleDeal(deal) if deal else None
    products = ProductLiterals.of(clause.products)
    if not products.needs_one and (deal := values_of((*clause.literals, _NO_PRODUCT), False, types)):
        return ExampleDeal(deal)
    deal = values_of((*clause.literals, _A_PRODUCT), False, types)
    items = products.items() if deal else None
    return ExampleDeal(deal, items) if deal and items else None
