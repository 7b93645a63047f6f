"""What an operator is: everything that the language, matching, explanations and lint know of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from coach.engine.model import Truth
from coach.engine.playbook.conditions import Kind

Compare = Callable[[Any, tuple[Any, ...]], bool]
"""A known value of a kind that the operator takes, and what the author wrote."""
CompareWithDelivery = Callable[[object, object], Truth]
"""What the deal held at the delivery, and what it holds now; None where nothing is filled in."""
Phrase = Callable[[Sequence[str]], str]
"""What the author wrote, value by value in words → what is expected, as it reads in an explanation."""
Spans = set[tuple[int, int]]
"""Neighbouring regions, each as its first and its last."""


class Takes(Enum):
    """What an operator takes on its right."""

    VALUES = "one value, or a list of them"
    VALUE = "one value"
    PAIR = "a list of two values, the lower first"
    DAYS = "a whole number of days"
    FLAG = "true or false"
    TRUE = "true"


class Side(Enum):
    """Which side of a fact is looked at."""

    VALUE = "value"
    PRESENCE = "whether it is filled in"
    ENTERED = "the stage that was come into"
    LEFT = "the stage that was left"
    DAYS_AHEAD = "how many calendar days a date lies ahead"
    SEARCHED = "a text in which parts are looked for"
    AS_IT_IS = "whatever is there"


class Witness(Enum):
    """How a value that satisfies the operator is found, for lint to reason with."""

    CANNOT_TELL = "no such way is known"
    NAMED = "it is one of those that the author named"
    OTHER = "it is any that the author did not name"
    BEGINNING = "it begins with one that the author named"
    PART = "it holds one that the author named"


@dataclass(frozen=True, slots=True)
class Cuts:
    """How an operator cuts ordered values: ``cuts`` are where it may turn, ``spans`` where between them it is true.

    Region 2i+1 is the i-th cut, region 2i what lies before it; ``spans`` gets the regions of the cuts, and the last.
    """

    spans: Callable[[Sequence[int], int], Spans]
    cuts: Callable[[tuple[Any, ...]], tuple[Any, ...]] = tuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An operator by its word. What has a default here has the safe one.

    ``compare`` looks at the deal as it is, ``compare_with_delivery`` at what became of it since; one of them is given.
    ``exact``: it only asks whether a value is one of those named, of whatever type that is, so that an index may look
    it up; other operators get values of the condition's own kind, and are tried one by one. ``line`` says how an index
    holds it over ordered values. ``denies`` names the operator of which it is the opposite. ``every_value``: what the
    author lists must all be so, not one of it. ``phrase`` is for explanations, ``asked`` a message for reps: without
    it they are told only that something was asked for. ``synonyms`` are what other programs call it.
    ``in_another_currency`` is what comes of amounts that cannot be compared.
    """

    word: str
    kinds: frozenset[Kind]
    takes: Takes
    meaning: str
    compare: Compare | None = None
    compare_with_delivery: CompareWithDelivery | None = None
    in_another_currency: Truth = Truth.UNKNOWN
    looks_at: Side = Side.VALUE
    exact: bool = False
    line: Cuts | None = None
    witness: Witness = Witness.CANNOT_TELL
    denies: str = ""
    every_value: bool = False
    phrase: Phrase | None = None
    asked: str = ""
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.compare is None) == (self.compare_with_delivery is None):
            raise ValueError(f"{self.word} compares either the deal as it is or with the time of delivery")

    @property
    def adherence_only(self) -> bool:
        """Whether it compares a deal with itself at the time of delivery."""
        return self.compare is None

    @property
    def compares_values(self) -> bool:
        """Whether the author writes values of the fact's kind."""
        return self.takes in (Takes.VALUES, Takes.VALUE, Takes.PAIR)

    @property
    def searches(self) -> bool:
        """Whether it looks into a text, so that what the author wrote is a piece of one."""
        return Kind.TEXT in self.kinds and self.takes is Takes.VALUES and not self.exact

    @property
    def is_one_of(self) -> bool:
        """Whether it is true only where the fact now holds one of the values that are named."""
        return self.witness is Witness.NAMED and self.looks_at in (Side.VALUE, Side.ENTERED)

    def expected(self, values: Sequence[str]) -> str:
        """What the author asked for, with the values in words."""
        if self.phrase:
            return self.phrase(values)
        listed = all_of(values) if self.every_value else either(values)
        return f"{self.word.replace('_', ' ')} {listed}"


def either(values: Sequence[str]) -> str:
    """“a or b”."""
    return " or ".join(values)


def all_of(values: Sequence[str]) -> str:
    """“a, b and c”."""
    return " and ".join(part for part in (", ".join(values[:-1]), *values[-1:]) if part)
