"""Why a playbook applies: the conditions with the wanted outcome, each with the value that it looked at.

A card tells its rep these grounds, in any language. :mod:`coach.engine.matching.explain` gives the full trace for the
log.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.engine.matching.facts import View
from coach.engine.matching.lines import by_worth
from coach.engine.matching.truth import items, judge, opposite, products_known, truth, value_of
from coach.engine.model import Truth
from coach.engine.playbook.closed import OPEN
from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct


@dataclass(frozen=True, slots=True)
class MetCondition:
    """A condition, and the value that it found in ``view``."""

    condition: Condition
    value: object
    view: View


@dataclass(frozen=True, slots=True)
class OnDeal:
    """A line item on the deal, by its product's name, and the conditions that it met."""

    name: str
    told: tuple[MetCondition, ...]


@dataclass(frozen=True, slots=True)
class AmongLines:
    """A statement about all line items: ``every`` one is as asked for (True), not every one is (False), or none is
    (None).

    ``asked`` is empty if the conditions are more than a plain list. ``view`` is that of the deal.
    """

    every: bool | None
    asked: tuple[Condition, ...]
    view: View


@dataclass(frozen=True, slots=True)
class NoLines:
    """The deal has no products."""


Ground = MetCondition | OnDeal | AmongLines | NoLines


def grounds(node: Node, view: View, wanted: Truth = Truth.TRUE) -> Iterator[Ground]:
    """The grounds: every condition whose outcome is ``wanted``. Under a “not”, the wanted outcome is the opposite."""
    if truth(node, view) is wanted:
        yield from _grounds(node, view, wanted)


def _grounds(node: Node, view: View, wanted: Truth) -> Iterator[Ground]:
    """The grounds of a tree whose outcome is known to be ``wanted``."""
    match node:
        case Condition():
            # Every playbook has the implied condition that the deal is open, so it is no reason for any of them.
            if not (node == OPEN and node.line == 0):
                yield MetCondition(node, value_of(node, view), view)
        case AllOf(parts) | AnyOf(parts):
            only_if_each_is = Truth.TRUE if isinstance(node, AllOf) else Truth.FALSE
            for part in parts:
                yield from (_grounds if wanted is only_if_each_is else grounds)(part, view, wanted)
        case Not(part):
            yield from _grounds(part, view, opposite(wanted))
        case SomeProduct(part) | EveryProduct(part):
            yield _lines(node, part, view, wanted)


def _lines(node: SomeProduct | EveryProduct, part: AllOf, view: View, wanted: Truth) -> Ground:
    if not any(True for _ in items(view)) and products_known(view):
        return NoLines()
    if isinstance(node, EveryProduct):
        return AmongLines(wanted is Truth.TRUE, _asked(part), view)
    if wanted is not Truth.TRUE:
        return AmongLines(None, _asked(part), view)
    line = next(each for each in by_worth(view) if truth(part, each) is Truth.TRUE)
    told = tuple(
        MetCondition(leaf, value_of(leaf, line), line)
        for leaf in part.parts
        if isinstance(leaf, Condition) and leaf.fact != "name" and judge(leaf, value_of(leaf, line)) is Truth.TRUE
    )
    return OnDeal(line.item.name if line.item else "", told)


def _asked(part: AllOf) -> tuple[Condition, ...]:
    leaves = tuple(each for each in part.parts if isinstance(each, Condition))
    return leaves if len(leaves) == len(part.parts) else ()
