"""The tree that ``when:``, ``audience:`` and ``adherence: seen:`` become.

A :class:`Condition` compares one fact with values that the author wrote; everything else combines conditions. A tree's
root is always an :class:`AllOf`. Trees are values: two that say the same are equal, wherever in a file they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

FIELDS = "fields."

Scalar = str | bool | Decimal | date


class Kind(StrEnum):
    """What sort of value a fact has; it decides which operators it takes."""

    TEXT = "text"
    STAGE = "stage"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Condition:
    """``fact`` compared by ``operator`` with ``values``.

    ``fact`` is a word of the vocabulary, or ``fields.`` and an API name. ``values`` holds what the author wrote, always
    as a tuple: the choices of ``is``, ``contains`` …, the two ends of ``between``, the one value of all others.
    ``currency`` (ISO 4217) is the one of ``values`` where ``kind`` is money; None means the deal's own. ``line`` and
    ``column`` count from 1, 0 where the condition was not read from a file.
    """

    fact: str
    operator: str
    values: tuple[Scalar, ...]
    kind: Kind
    currency: str | None = None
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where every part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where at least one part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where ``part`` is false."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class SomeProduct:
    """True where one line item satisfies all of ``part``; false on a deal without products."""

    part: AllOf


@dataclass(frozen=True, slots=True)
class EveryProduct:
    """True where each line item satisfies all of ``part``; false on a deal without products."""

    part: AllOf


Node = Condition | AllOf | AnyOf | Not | SomeProduct | EveryProduct


def leaves(node: Node) -> Iterator[Condition]:
    """Every condition in the tree, in the author's order, those on products included."""
    match node:
        case Condition():
            yield node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part) | SomeProduct(part) | EveryProduct(part):
            yield from leaves(part)


def custom_fields(node: Node) -> frozenset[str]:
    """The API names under ``fields:`` anywhere in the tree."""
    return frozenset(leaf.fact.removeprefix(FIELDS) for leaf in leaves(node) if leaf.fact.startswith(FIELDS))
