"""Excludes closed deals, unless a playbook has a condition on ``closed`` or ``won``."""

from collections.abc import Iterator

from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Kind, Node, Not, SomeProduct, leaves
from coach.engine.playbook.operators import OPERATORS
from coach.engine.playbook.problems import Problems, quote

OPEN = Condition("closed", "is", (False,), Kind.BOOLEAN)
"""The condition implied by a playbook that does not mention it. It is not in any file, so its line is 0."""

_SAYING = frozenset({"closed", "won"})


def with_open_deals(when: AllOf) -> AllOf:
    """The full conditions: prepends ``closed: false``, unless ``closed`` or ``won`` is anywhere in the tree."""
    return when if _says_so(when) else AllOf((OPEN, *when.parts))


def check_closed_stages(when: AllOf, problems: Problems) -> None:
    """Report a playbook that asks for a stage called “Closed …” but excludes closed deals: it could never apply."""
    if _says_so(when):
        return
    for leaf in _wanted(when, wanted=True):
        for stage in leaf.values:
            if (
                leaf.fact == "stage"
                and OPERATORS[leaf.operator].is_one_of
                and str(stage).strip().lower().startswith("closed")
            ):
                sentence = (
                    f"Closed deals are left out: add closed: true (or won: true), or {quote(str(stage))} never comes."
                )
                problems.add(leaf.line, leaf.column, sentence, "closed-stage")


def _says_so(when: AllOf) -> bool:
    return any(leaf.fact in _SAYING for leaf in leaves(when))


def _wanted(node: Node, wanted: bool) -> Iterator[Condition]:
    """The conditions that must be true, not false, for the tree to be true."""
    match node:
        case Condition():
            if wanted:
                yield node
        case Not(part):
            yield from _wanted(part, not wanted)
        case SomeProduct(part) | EveryProduct(part):
            yield from _wanted(part, wanted)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _wanted(part, wanted)
