"""A condition that is true of every deal.

No deal has fewer than no contacts, and every amount is above 10 or at most 20. Such a condition only makes the playbook
longer; where it is all there is in an alternative under `any`, it makes the other alternatives pointless.

Fails::

    when:
      stage: {is: Prospecting}
      contact_roles: {at_least: 0}

Passes::

    when:
      stage: {is: Prospecting}
      contact_roles: {at_least: 1}
"""

from collections.abc import Iterator

from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct, leaves
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.logic.examples import never_false, never_true
from coach.lint.subject import Subject
from coach.lint.words import elsewhere, listed, said

ID = "always-true"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Check every tree, except within “not”: there, only a contradiction would matter."""
    playbook = subject.playbook
    for tree in playbook.trees:
        for node in _always_true(tree, of_product=False):
            yield _remark(node)


def _always_true(node: Node, *, of_product: bool) -> Iterator[Node]:
    if isinstance(node, Condition | AnyOf) and _never_false(node, of_product):
        yield node
        return
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _always_true(part, of_product=of_product)
        case SomeProduct(part) | EveryProduct(part):
            yield from _always_true(part, of_product=True)


def _never_false(node: Node, of_product: bool) -> bool:
    return never_true(SomeProduct(AllOf((Not(node),)))) if of_product else never_false(node)


def _remark(node: Node) -> RuleRemark:
    named = list(leaves(node))
    first = named[0]
    if len(named) == 1:
        sentence = f"{said(first)} is true of every deal where that is known: leave it out, or ask for something else."
    else:
        alternatives = listed([elsewhere(leaf, first.line) for leaf in named]).replace(" and ", " or ")
        sentence = f"{alternatives}: one of these is true of every deal where that is known."
    return RuleRemark(first.line, first.column, sentence)
