"""The tree that ``when:``, ``audience:`` and ``adherence: seen:`` become.

A :class:`Condition` compares one fact with values that the author wrote; everything else combines conditions. A tree's
root is always an :class:`AllOf`. Trees are values: two that say the same are equal, wherever in a file they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

FIELDS = "fields."

PRODUCT_FIELDS = "product."
"""Before the name of a further field of line items, where those of the deal may stand beside it."""

Scalar = str | bool | Decimal | date | time


class Kind(StrEnum):
    """What sort of value a fact has; it decides which operators it takes."""

    TEXT = "text"
    STAGE = "stage"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    BOOLEAN = "boolean"
    SELECTION = "selection"
    TIME = "time"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Condition:
    """``fact`` compared by ``operator`` with ``values``.

    ``fact`` is a word of the vocabulary, or ``fields.`` and an API name or the way to one (``Account.Segment__c``).
    ``values`` holds what the author wrote, always as a tuple: the choices of ``is``, ``contains`` …, the two ends of
    ``between``, the one value of all others. ``currency`` (ISO 4217) is the one of ``values`` where ``kind`` is money;
    None means the deal's own. ``line`` and ``column`` count from 1, 0 where the condition was not read from a file.
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
    """The names under ``fields:`` anywhere in the tree; those of line items begin with ``product.``."""
    return frozenset(_custom_fields(node, ""))


def _custom_fields(node: Node, before: str) -> Iterator[str]:
    match node:
        case Condition(fact):
            if fact.startswith(FIELDS):
                yield before + fact.removeprefix(FIELDS)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _custom_fields(part, before)
        case Not(part):
            yield from _custom_fields(part, before)
        case SomeProduct(part) | EveryProduct(part):
            yield from _custom_fields(part, PRODUCT_FIELDS)
