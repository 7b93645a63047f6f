"""Decide whether one tree of conditions (the conclusion) is true on every deal on which another (the premise) is.

Sound, not complete: if the answer is yes, it holds on every deal. A condition on missing data is unknown, so nothing
follows about a fact that the premise does not guarantee to be filled in.
"""

from collections.abc import Iterator, Sequence

from coach.engine.matching.clauses import Clause, Clauses, Literal, Quantified, Quantifier, clauses
from coach.engine.playbook.conditions import Kind, Node
from coach.engine.playbook.operators import Side
from coach.lint.logic.effort import Effort
from coach.lint.logic.examples import is_impossible
from coach.lint.logic.facts import NEVER_EMPTY, aspect, is_static

_MOST_CASES = 200
_OF_LINES = 8
"""Cost of a condition on a line item, in conditions on the deal: the values for an item are computed anew each time."""


def follows(conclusion: Node, premise: Node, effort: Effort | None = None) -> bool:
    """Whether ``conclusion`` is true on every deal on which ``premise`` is."""
    return all_covered(clauses(premise), clauses(conclusion), effort)


def follows_when_false(conclusion: Node, premise: Node, effort: Effort | None = None) -> bool:
    """Whether ``conclusion`` is false on every deal on which ``premise`` is."""
    return all_covered(clauses(premise, positive=False), clauses(conclusion, positive=False), effort)


def all_covered(premises: Clauses, conclusions: Clauses, effort: Effort | None = None) -> bool:
    """Whether on every deal on which any premise is true, at least one conclusion is true.

    Pass ``effort`` to share one budget between several such questions.
    """
    cases = iter(range(_MOST_CASES))
    size = sum(len(clause.literals) + _OF_LINES * len(clause.products) + 1 for clause in conclusions)
    return all(_covered(premise, conclusions, cases, effort or Effort(), size) for premise in premises)


def _covered(premise: Clause, conclusions: Sequence[Clause], cases: Iterator[int], effort: Effort, size: int) -> bool:
    """Whether the conclusions cover the premise.

    If a conclusion holds except for a few literals, only the cases where one of those is false remain to be covered.
    """
    if next(cases, None) is None or not effort.allows(size):
        return False
    if is_impossible(premise):
        return True
    for place, conclusion in enumerate(conclusions):
        missing = _missing(premise, conclusion)
        if missing is None:
            continue
        others = (*conclusions[:place], *conclusions[place + 1 :])
        if all(_covered(premise & _denied(literal), others, cases, effort, size) for literal in missing):
            return True
    return False


def _missing(premise: Clause, conclusion: Clause) -> list[Literal] | None:
    """The literals of the conclusion that may be false; None if other parts may be false, or a literal be unknown."""
    if not set(conclusion.trees) <= set(premise.trees):
        return None
    if not all(_said(premise, quantified) for quantified in conclusion.products):
        return None
    missing = [literal for literal in conclusion.literals if not _certain(premise, literal)]
    return missing if all(_known(premise, literal, of_product=False) for literal in missing) else None


def _denied(literal: Literal) -> Clause:
    return Clause(literals=(Literal(literal.condition, not literal.positive),))


def _certain(premise: Clause, literal: Literal) -> bool:
    if literal in premise.literals:
        return True
    return _known(premise, literal, of_product=False) and is_impossible(premise & _denied(literal))


def _known(premise: Clause, literal: Literal, *, of_product: bool) -> bool:
    """Whether the literal is true or false, never unknown, wherever the premise is true."""
    if not is_static(literal):
        return False
    wanted = aspect(literal.condition, of_product)
    if not of_product and wanted.fact in NEVER_EMPTY - {"product_count"} and wanted.side in (Side.VALUE, Side.PRESENCE):
        return True
    if not of_product and wanted.fact == "product_count" and _has_products(premise):
        return True
    known = [aspect(each.condition, of_product) for each in premise.literals if is_static(each)]
    if wanted in known:
        return True
    compared = [each for each in known if each.fact == wanted.fact and each.side is not Side.PRESENCE]
    if wanted.side is Side.PRESENCE:
        return bool(compared)
    if wanted.kind is Kind.MONEY and wanted.currency is None:
        return any(each.kind is Kind.MONEY for each in compared)
    return False


def _has_products(premise: Clause) -> bool:
    return bool(premise.products)


def _said(premise: Clause, wanted: Quantified) -> bool:
    """Whether a condition on the line items follows from those in the premise."""
    every = tuple(
        literal
        for quantified in premise.products
        if quantified.quantifier is Quantifier.EVERY
        for literal in quantified.literals
    )
    return any(_follows_for_items(said, wanted, every) for said in premise.products)


def _follows_for_items(said: Quantified, wanted: Quantified, every: tuple[Literal, ...]) -> bool:
    match said.quantifier, wanted.quantifier:
        case (Quantifier.SOME | Quantifier.EVERY, Quantifier.SOME):
            return _all_certain(said.literals + every, wanted.literals)
        case (Quantifier.EVERY, Quantifier.EVERY):
            return _all_certain(every, wanted.literals)
        case (Quantifier.NOT_SOME, Quantifier.NOT_SOME) | (Quantifier.NOT_EVERY, Quantifier.NOT_EVERY):
            return all(any(_denial_follows(one, other) for other in wanted.literals) for one in said.literals)
    return False


def _all_certain(premise: tuple[Literal, ...], wanted: tuple[Literal, ...]) -> bool:
    return all(_certain_of_item(premise, literal) for literal in wanted)


def _denial_follows(said: Literal, wanted: Literal) -> bool:
    """Whether ``wanted`` is false wherever ``said`` is."""
    return _certain_of_item(
        (Literal(said.condition, not said.positive),), Literal(wanted.condition, not wanted.positive)
    )


def _certain_of_item(premise: tuple[Literal, ...], literal: Literal) -> bool:
    if literal in premise:
        return True
    item = Clause(literals=premise)
    if not _known(item, literal, of_product=True):
        return False
    denied = Literal(literal.condition, not literal.positive)
    some = Quantified(Quantifier.SOME, (*premise, denied))
    return is_impossible(Clause(products=(some,)))
