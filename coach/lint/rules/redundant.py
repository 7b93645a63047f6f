"""A condition that says nothing which another does not say already.

Leaving it out changes nothing on any deal, not even on one where something is not filled in. Two limits on one fact are
often a slip: the one that was meant to be changed stayed. Under `any`, the narrower of two alternatives is pointless.

Fails::

    when:
      amount: {at_least: 50000, above: 20000}

Passes::

    when:
      amount: {at_least: 50000}
"""

from collections.abc import Callable, Iterator

from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct, leaves
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.logic.effort import Effort
from coach.lint.logic.examples import never_true
from coach.lint.logic.follows import follows, follows_when_false
from coach.lint.subject import Subject
from coach.lint.words import elsewhere, said

ID = "redundant"
SEVERITY = Severity.WARNING

Whole = Callable[[Node], Node]
"""What is said → the tree that says it: of the deal, or of a line item."""


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every tree, except one that is pointless as a whole."""
    playbook, effort = subject.playbook, Effort()
    for tree in playbook.trees:
        if not never_true(tree):
            yield from (_remark(*found) for found in _redundant(tree, (), lambda node: node, effort))


def _redundant(node: Node, around: tuple[Node, ...], whole: Whole, effort: Effort) -> Iterator[tuple[Node, Node]]:
    """Each node that could be left out, with the node that makes it so. ``around`` must be true, too."""
    match node:
        case AllOf(parts):
            kept = list(parts)
            for part in reversed(parts):
                others = [each for each in kept if each is not part]
                if enough := _enough(part, (*others, *around), whole, effort):
                    kept = others
                    yield part, enough
            for part in kept:
                yield from _redundant(part, (*(each for each in kept if each is not part), *around), whole, effort)
        case AnyOf(parts):
            yield from _pointless(parts, whole, effort)
            for part in parts:
                yield from _redundant(part, around, whole, effort)
        case Not(part):
            yield from _redundant(part, (), whole, effort)
        case SomeProduct(part) | EveryProduct(part):
            yield from _redundant(part, (), lambda each: SomeProduct(AllOf((each,))), effort)


def _enough(part: Node, others: tuple[Node, ...], whole: Whole, effort: Effort) -> Node | None:
    """One of the other parts that is true only if ``part`` is, and false whenever ``part`` is."""
    return next((each for each in others if effort.allows() and _says(whole(each), whole(part), effort)), None)


def _says(one: Node, other: Node, effort: Effort) -> bool:
    return follows(other, one, effort) and follows_when_false(one, other, effort)


def _pointless(parts: tuple[Node, ...], whole: Whole, effort: Effort) -> Iterator[tuple[Node, Node]]:
    """Each alternative that is true only if another is, and false whenever that one is."""
    kept = list(parts)
    for part in reversed(parts):
        for other in kept:
            if other is not part and _enough(other, (part,), whole, effort):
                kept = [each for each in kept if each is not part]
                yield part, other
                break


def _remark(found: Node, enough: Node) -> RuleRemark:
    first, other = next(leaves(found)), next(leaves(enough))
    if _is_single(found) and _is_single(enough):
        sentence = f"{said(first)} says nothing that {elsewhere(other, first.line)} does not say."
    else:
        sentence = f"This says nothing that what begins on line {other.line} does not say: leave one of them out."
    return RuleRemark(first.line, first.column, sentence)


def _is_single(node: Node) -> bool:
    """Whether it consists of a single condition, with nothing around it that changes its meaning."""
    return isinstance(node, Condition) or (
        isinstance(node, AllOf | AnyOf) and len(node.parts) == 1 and _is_single(node.parts[0])
    )
