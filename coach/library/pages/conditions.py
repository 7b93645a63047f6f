"""When a playbook applies, in words, without a deal. The words are the same as in the explanation on a deal."""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.engine.matching.words import expected
from coach.engine.playbook.conditions import FIELDS, AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct
from coach.text import plain

ALWAYS = "on every open deal"
EVERYBODY = "everybody"

_ONE_OF, _NOT, _PRODUCT, _EVERY_PRODUCT = "one of these", "not this", "a product", "every product"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A condition in words, or a heading over ``parts``."""

    text: str
    parts: tuple["Phrase", ...] = ()


def phrases(tree: AllOf) -> tuple[Phrase, ...]:
    """The conditions that must all hold, in the author's order; empty if there are none."""
    return _all(tree, of_product=False)


def in_a_line(tree: AllOf) -> str:
    """``stage: Negotiation/Review; amount: at least 50,000 USD``; empty if there is no condition."""
    return "; ".join(_lines(phrases(tree)))


def _all(tree: AllOf, of_product: bool) -> tuple[Phrase, ...]:
    return tuple(_phrase(part, of_product) for part in tree.parts)


def _phrase(node: Node, of_product: bool) -> Phrase:
    match node:
        case Condition():
            return Phrase(f"{_label(node.fact)}: {expected(node, of_product)}")
        case AllOf():
            return Phrase("all of these", _all(node, of_product))
        case AnyOf(parts):
            return Phrase(_ONE_OF, tuple(_phrase(part, of_product) for part in parts))
        case Not(part):
            return Phrase(_NOT, _all(part, of_product) if isinstance(part, AllOf) else (_phrase(part, of_product),))
        case SomeProduct(part):
            return Phrase(_PRODUCT, _all(part, of_product=True))
        case EveryProduct(part):
            return Phrase(_EVERY_PRODUCT, _all(part, of_product=True))


def _label(fact: str) -> str:
    return plain(fact.removeprefix(FIELDS))


def _lines(parts: tuple[Phrase, ...]) -> Iterator[str]:
    for phrase in parts:
        inner = list(_lines(phrase.parts))
        if not inner:
            yield phrase.text
        elif phrase.text == _ONE_OF:
            yield f"({' or '.join(inner)})"
        elif phrase.text == _NOT:
            yield f"not ({' and '.join(inner)})"
        elif phrase.text in (_PRODUCT, _EVERY_PRODUCT):
            yield f"{phrase.text} with {' and '.join(inner)}"
        else:
            yield f"({' and '.join(inner)})"
