"""Conditions that can never be true, or never be true together.

A deal is in one stage at a time, an open deal is not won, and no number is above 10 and below 5. Such a playbook, or
such an alternative under `any`, gives no card to anybody. Usually a list was meant, as in the example that passes.

Fails::

    when:
      all:
        - stage: {is: Prospecting}
        - stage: {is: Qualification}

Passes::

    when:
      stage: {is: [Prospecting, Qualification]}
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from coach.engine.playbook.closed import OPEN, with_open_deals
from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, SomeProduct, leaves
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.logic.effort import Effort
from coach.lint.logic.examples import never_true
from coach.lint.logic.stages import StageTypes
from coach.lint.subject import Subject
from coach.lint.words import elsewhere, listed, said

ID = "contradiction"
SEVERITY = Severity.ERROR

_MOST_NAMED = 4

Whole = Callable[[tuple[Node, ...]], Node]
"""Parts that must all be true → the tree they make: of the deal, or of a line item."""


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check each tree by itself, and the audience also together with the conditions on the deal."""
    playbook, search = subject.playbook, _Search(context.stage_types, Effort())
    when = with_open_deals(playbook.when)
    cores = list(search.cores(when, (), AllOf))
    if playbook.audience:
        cores += search.cores(playbook.audience, () if cores else (when,), AllOf)
    if playbook.adherence:
        cores += search.cores(playbook.adherence.seen, (), AllOf)
    yield from (_remark(core) for core in cores)


@dataclass(frozen=True)
class _Search:
    """Looks for conditions of one playbook that exclude each other; what is too much effort counts as possible."""

    types: StageTypes
    effort: Effort

    def cores(self, node: Node, around: tuple[Node, ...], whole: Whole) -> Iterator[Sequence[Condition]]:
        """The smallest sets of conditions that exclude each other: in the whole tree, else in each alternative."""
        if self._impossible((*around, node), whole):
            yield from self._disjoint([*_units(around), *_units((node,))], whole)
            return
        match node:
            case AllOf(parts):
                for place, part in enumerate(parts):
                    yield from self.cores(part, (*around, *parts[:place], *parts[place + 1 :]), whole)
            case AnyOf(parts):
                for part in parts:
                    yield from self.cores(part, around, whole)
            case SomeProduct(part) | EveryProduct(part):
                yield from self.cores(part, (), _of_product)

    def _impossible(self, parts: tuple[Node, ...], whole: Whole) -> bool:
        return self.effort.allows(_cost(parts)) and never_true(whole(parts), self.types)

    def _disjoint(self, units: list[Node], whole: Whole) -> Iterator[Sequence[Condition]]:
        """Find such sets one after the other, until the remaining conditions can be true."""
        while units and self._impossible(tuple(units), whole):
            core = self._smallest(units, whole)
            if len(core) == 1 and isinstance(core[0], SomeProduct | EveryProduct):
                yield from self._disjoint(list(_units((core[0].part,))), _of_product)
            else:
                yield [leaf for unit in core for leaf in leaves(unit)]
            units = [unit for unit in units if all(unit is not each for each in core)]

    def _smallest(self, units: list[Node], whole: Whole) -> list[Node]:
        core = list(units)
        for unit in units:
            rest = [each for each in core if each is not unit]
            if rest and self._impossible(tuple(rest), whole):
                core = rest
        return core


def _cost(parts: tuple[Node, ...]) -> int:
    return sum(len(leaf.values) for part in parts for leaf in leaves(part))


def _of_product(parts: tuple[Node, ...]) -> Node:
    return SomeProduct(AllOf(parts))


def _units(nodes: Sequence[Node]) -> Iterator[Node]:
    """The parts of a conjunction that must all be true, taken apart as far as possible."""
    for node in nodes:
        if isinstance(node, AllOf):
            yield from _units(node.parts)
        else:
            yield node


def _remark(core: Sequence[Condition]) -> RuleRemark:
    named = sorted((leaf for leaf in core if leaf.line), key=lambda leaf: (leaf.line, leaf.column))
    last = named[-1]
    phrases = [elsewhere(leaf, last.line) for leaf in named]
    if len(named) == 1 and OPEN in core:
        sentence = f"Closed deals are left out unless you say closed: true, so {said(last)} never comes."
    elif len(named) == 1:
        sentence = f"{said(last)} can never be true."
    elif len(named) <= _MOST_NAMED:
        sentence = f"{listed(phrases)} can never be true together."
    else:
        sentence = f"These conditions, from line {named[0].line} on, can never be true together."
    return RuleRemark(last.line, last.column, sentence)
