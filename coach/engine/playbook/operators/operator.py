"""The declaration of an operator: everything that the language, matching, explanations and lint know about one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from coach.engine.model import Truth
from coach.engine.playbook.conditions import Kind

Compare = Callable[[Any, tuple[Any, ...]], bool]
"""Compares a known value, of a kind that the operator takes, with what the author wrote."""
CompareWithDelivery = Callable[[object, object], Truth]
"""Compares the deal's value at delivery with its current value; None if nothing is filled in."""
Phrase = Callable[[Sequence[str]], str]
"""The author's values in words → what is expected, as an explanation says it."""
Spans = set[tuple[int, int]]
"""Spans of adjacent regions, each as its first and its last."""


class Takes(Enum):
    """What an operator takes on its right."""

    VALUES = "one value, or a list of them"
    VALUE = "one value"
    PAIR = "a list of two values, the lower first"
    DAYS = "a whole number of days"
    FLAG = "true or false"
    TRUE = "true"


class Side(Enum):
    """Which aspect of a fact an operator looks at."""

    VALUE = "value"
    PRESENCE = "whether it is filled in"
    ENTERED = "the stage that was come into"
    LEFT = "the stage that was left"
    DAYS_AHEAD = "how many calendar days a date lies ahead"
    SEARCHED = "a text in which parts are looked for"
    AS_IT_IS = "whatever is there"


class ExampleValue(Enum):
    """How to find a value that satisfies the operator; lint uses it for its reasoning."""

    CANNOT_TELL = "no such way is known"
    NAMED = "it is one of those that the author named"
    OTHER = "it is any that the author did not name"
    BEGINNING = "it begins with one that the author named"
    PART = "it holds one that the author named"


@dataclass(frozen=True, slots=True)
class Cuts:
    """How an operator divides ordered values. ``cuts`` are the values at which it may change, ``spans`` the regions
    where it is true.

    Region 2i+1 is the i-th cut itself, region 2i the interval before it. ``spans`` is called with the regions of the
    cuts, and the last region.
    """

    spans: Callable[[Sequence[int], int], Spans]
    cuts: Callable[[tuple[Any, ...]], tuple[Any, ...]] = tuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An operator by its word. The defaults are the safe choices.

    One of these two is given: ``compare`` looks at the current deal, ``compare_with_delivery`` at what changed since
    the delivery. ``exact``: the operator only asks whether a value is one of those named, of whatever type, so an index
    may look it up. Other operators get values of the condition's own kind, and are tried one by one. ``line`` says how
    an index holds it over ordered values. ``denies`` names the operator that it negates. ``every_value``: all the
    values that the author lists must hold, not just one. ``phrase`` is for explanations. ``asked`` is a message for
    reps; without it they only read that something was asked for. ``synonyms`` are other programs' names for it.
    ``in_another_currency`` is its outcome for amounts that cannot be compared.
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
    example: ExampleValue = ExampleValue.CANNOT_TELL
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
        """Whether it searches in a text, so that the author's value is a substring."""
        return Kind.TEXT in self.kinds and self.takes is Takes.VALUES and not self.exact

    @property
    def is_one_of(self) -> bool:
        """Whether it is true only if the fact currently has one of the named values."""
        return self.example is ExampleValue.NAMED and self.looks_at in (Side.VALUE, Side.ENTERED)

    def expected(self, values: Sequence[str]) -> str:
        """What the author asked for; ``values`` are already in words."""
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
