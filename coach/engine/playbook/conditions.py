"""The tree that ``when:``, ``audience:`` and ``adherence: seen:`` become.

A :class:`Condition` compares one fact with values that the author wrote. All other nodes combine conditions. The root
is always an :class:`AllOf`. Trees compare by value: two trees with the same content are equal, whatever their position
in a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

FIELDS = "fields."

OF_PRODUCT = "product."
"""The prefix of a line item's fact or field: some have the same name as one of the deal."""

Scalar = str | bool | Decimal | date | time


class Kind(StrEnum):
    """What kind of value a fact has; this decides which operators it takes."""

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

    ``fact`` is a word of the vocabulary, or ``fields.`` and an API name or path (``Account.Segment__c``). ``values``
    holds what the author wrote, always as a tuple: the choices of ``is``, ``contains`` …, the two ends of ``between``,
    the single value of any other operator. ``currency`` (ISO 4217) is that of ``values`` if ``kind`` is money; None
    means the deal's own. ``line`` and ``column`` count from 1; they are 0 if the condition was not read from a file.
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
    """True if every part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True if at least one part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True if ``part`` is false."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class SomeProduct:
    """True if one line item satisfies all of ``part``; false on a deal without products."""

    part: AllOf


@dataclass(frozen=True, slots=True)
class EveryProduct:
    """True if every line item satisfies all of ``part``; false on a deal without products."""

    part: AllOf


Node = Condition | AllOf | AnyOf | Not | SomeProduct | EveryProduct


def named_leaves(node: Node, before: str = "") -> Iterator[tuple[str, Condition]]:
    """Every condition in the tree with its fact's name, in the author's order. Those of line items get a prefix."""
    match node:
        case Condition(fact):
            yield before + fact, node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from named_leaves(part, before)
        case Not(part):
            yield from named_leaves(part, before)
        case SomeProduct(part) | EveryProduct(part):
            yield from named_leaves(part, OF_PRODUCT)


def leaves(node: Node) -> Iterator[Condition]:
    """Every condition in the tree, in the author's order, including those on products."""
    return (leaf for _, leaf in named_leaves(node))


def custom_fields(node: Node) -> frozenset[str]:
    """The names under ``fields:`` anywhere in the tree; those of line items begin with ``product.``."""
    return frozenset(name.replace(FIELDS, "", 1) for name, leaf in named_leaves(node) if leaf.fact.startswith(FIELDS))
