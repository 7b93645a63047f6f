"""Rewrites a tree as a disjunction of conjunctions of conditions (disjunctive normal form), which an index can hold.

A clause is a conjunction. A tree is true if one of its clauses is; it is unknown if no clause is true and one is
unknown. Kleene's logic is a distributive lattice with De Morgan's laws, so pushing “not” inwards and multiplying out
change no outcome. A part that would multiply out too far stays a tree, and is evaluated only if the rest of its clause
holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct

MOST_CLAUSES = 16


@dataclass(frozen=True, slots=True)
class Literal:
    """A condition, or its negation."""

    condition: Condition
    positive: bool


class Quantifier(Enum):
    """Which line items a statement is about. The negated quantifiers are true when the plain ones are false."""

    SOME = "some"
    NOT_SOME = "not some"
    EVERY = "every"
    NOT_EVERY = "not every"


@dataclass(frozen=True, slots=True)
class Quantified:
    """Literals about one line item, with the quantifier over line items."""

    quantifier: Quantifier
    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A conjunction of all of these."""

    literals: tuple[Literal, ...] = ()
    products: tuple[Quantified, ...] = ()
    trees: tuple[Node, ...] = ()

    def __and__(self, other: "Clause") -> "Clause":
        return _all_of((self, other))


Clauses = tuple[Clause, ...]


def clauses(node: Node, positive: bool = True) -> Clauses:
    """The alternatives that are equivalent to ``node``, or to its negation; at most as many as the limit."""
    match node:
        case Condition():
            return (Clause(literals=(Literal(node, positive),)),)
        case Not(part):
            return clauses(part, not positive)
        case AllOf(parts) | AnyOf(parts):
            each = [clauses(part, positive) for part in parts]
            if isinstance(node, AllOf) is positive:
                return _together(each, parts, positive)
            either = _either(each)
            return either if len(either) <= MOST_CLAUSES else (_tree(node, positive),)
        case SomeProduct(part):
            return _some(node, clauses(part), positive)
        case EveryProduct(part):
            return _every(node, clauses(part), positive)


def _tree(node: Node, positive: bool) -> Clause:
    return Clause(trees=(_negated(node, positive),))


def _negated(node: Node, positive: bool) -> Node:
    return node if positive else Not(node)


def _either(each: Iterable[Clauses]) -> Clauses:
    return tuple(dict.fromkeys(clause for alternatives in each for clause in alternatives))


def _together(each: list[Clauses], parts: tuple[Node, ...], positive: bool) -> Clauses:
    """The product of the parts' alternatives, as far as the limit allows; parts with the fewest alternatives come
    first.

    Parts with a single alternative are joined in one step: joining a thousand conditions one by one took seconds.
    """
    pairs = sorted(zip(each, parts, strict=True), key=lambda pair: len(pair[0]))
    result: Clauses = (_all_of(alternatives[0] for alternatives, _ in pairs if len(alternatives) == 1),)
    trees: list[Node] = []
    for alternatives, part in pairs:
        if len(result) * len(alternatives) > MOST_CLAUSES:
            trees.append(_negated(part, positive))
        elif len(alternatives) != 1:
            result = tuple(one & other for one in result for other in alternatives)
    return tuple(one & Clause(trees=tuple(trees)) for one in result) if trees else result


def _all_of(each: Iterable[Clause]) -> Clause:
    found = tuple(each)
    return Clause(
        tuple(dict.fromkeys(literal for clause in found for literal in clause.literals)),
        tuple(dict.fromkeys(said for clause in found for said in clause.products)),
        tuple(tree for clause in found for tree in clause.trees),
    )


def _some(node: SomeProduct, alternatives: Clauses, positive: bool) -> Clauses:
    """“Some product is A or B” is “some is A, or some is B”. Its negation is “none is A, and none is B”."""
    if any(clause.trees for clause in alternatives):
        return (_tree(node, positive),)
    if positive:
        return tuple(Clause(products=(Quantified(Quantifier.SOME, clause.literals),)) for clause in alternatives)
    none = (Clause(products=(Quantified(Quantifier.NOT_SOME, clause.literals),)) for clause in alternatives)
    return (_all_of(none),)


def _every(node: EveryProduct, alternatives: Clauses, positive: bool) -> Clauses:
    """“Every product is A or B” cannot be split, so it stays a tree."""
    if len(alternatives) != 1 or alternatives[0].trees:
        return (_tree(node, positive),)
    quantifier = Quantifier.EVERY if positive else Quantifier.NOT_EVERY
    return (Clause(products=(Quantified(quantifier, alternatives[0].literals),)),)
