"""What a playbook names of the org, and whether the org has it."""

from collections.abc import Collection, Iterator

from coach.lint.findings import Remark
from coach.lint.subject import Subject
from coach.lint.words import perhaps
from coach.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct
from coach.playbook.problems import quote
from coach.rules.operators import fold

PRODUCT = "product."
_WHOLE = frozenset({"is", "is_not", "entered", "from", "to"})


def conditions(subject: Subject) -> Iterator[tuple[str, Condition]]:
    """Every condition of a playbook with its fact; those of line items are called ``product.name`` and so on."""
    playbook = subject.playbook
    for tree in (playbook.when, playbook.audience, playbook.adherence and playbook.adherence.seen):
        if tree:
            yield from _conditions(tree, "")


def _conditions(node: Node, before: str) -> Iterator[tuple[str, Condition]]:
    match node:
        case Condition():
            yield before + node.fact, node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _conditions(part, before)
        case Not(part):
            yield from _conditions(part, before)
        case SomeProduct(part) | EveryProduct(part):
            yield from _conditions(part, PRODUCT)


def unknown_values(subject: Subject, condition: Condition, known: Collection[str], what: str) -> Iterator[Remark]:
    """The values of a condition that nothing in the org matches; ``what`` they are, as in “no stage”."""
    folded = [fold(each) for each in known]
    for value, node in subject.compared(condition):
        if not _matches(condition.operator, fold(value), folded):
            yield subject.remark(
                node, f"Your org has no {what} {_like(condition)}{quote(value)}.{perhaps(value, known)}"
            )


def _matches(operator: str, value: str, known: list[str]) -> bool:
    if operator == "contains":
        return any(value in each for each in known)
    if operator == "starts_with":
        return any(each.startswith(value) for each in known)
    return operator not in _WHOLE or value in known


def _like(condition: Condition) -> str:
    words = {"contains": "with ", "starts_with": "that begins with "}
    return words.get(condition.operator, "")
