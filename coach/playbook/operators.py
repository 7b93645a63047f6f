"""The operators of the language, each declared once: what it takes, what it looks at, how it compares, how it is found.

What is left out of a declaration is the safe choice: an operator is then tried on every value by itself instead of
being looked up in an index, and ``coach lint`` concludes nothing from it. What it reads like is in
:mod:`coach.rules.words`. The tests draw their examples from here: an operator without one fails a test that names it.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from coach.model.fields import RecordId, as_time, selection
from coach.playbook.conditions import Kind

Compare = Callable[[Any, tuple[Any, ...]], bool]
"""A known value of a kind that the operator takes, and what the author wrote."""
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
    CHOSEN = "the values that are chosen"
    AS_IT_IS = "whatever is there"


class Witness(Enum):
    """How a value that satisfies the operator is found, for lint to reason with."""

    CANNOT_TELL = "no such way is known"
    NAMED = "it is one of those that the author named"
    OTHER = "it is any that the author did not name"
    BEGINNING = "it begins with one that the author named"
    PART = "it holds one that the author named"


@dataclass(frozen=True, slots=True)
class Line:
    """How an operator cuts ordered values: ``cuts`` are where it may turn, ``spans`` where between them it is true.

    Region 2i+1 is the i-th cut, region 2i what lies before it; ``spans`` gets the regions of the cuts, and the last.
    """

    spans: Callable[[Sequence[int], int], Spans]
    cuts: Callable[[tuple[Any, ...]], tuple[Any, ...]] = tuple


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator by its word. ``compare`` is None for those that compare a deal with itself at the time of delivery.

    ``exact``: it only asks whether a word is one of those named, so that an index may look it up. ``denies`` names the
    operator of which it is the opposite.
    """

    word: str
    kinds: frozenset[Kind]
    takes: Takes
    meaning: str
    compare: Compare | None
    looks_at: Side = Side.VALUE
    exact: bool = False
    line: Line | None = None
    witness: Witness = Witness.CANNOT_TELL
    denies: str = ""

    @property
    def adherence_only(self) -> bool:
        """Whether it compares a deal with itself at the time of delivery."""
        return self.compare is None


def fold(text: str) -> str:
    """The form in which texts are compared: without upper case, spaces around, and ways to encode an accent."""
    return text.strip().casefold() if text.isascii() else unicodedata.normalize("NFC", text).strip().casefold()


def chosen(values: Sequence[str]) -> frozenset[str]:
    """The values of a selection in the form in which they are compared: their order says nothing."""
    return frozenset(fold(value) for value in values)


def same(value: object, written: object) -> bool:
    """Whether a value is what the author wrote, by the sort of value that it is."""
    match value:
        case str():
            return isinstance(written, str) and fold(value) == fold(written)
        case tuple():
            return chosen(value) == chosen(selection(str(written)))
        case RecordId():
            return value.is_called(str(written))
    return value == (as_time(written) if isinstance(written, str) else written)


def _is(value: object, values: tuple[object, ...]) -> bool:
    return any(same(value, written) for written in values)


def _is_not(value: object, values: tuple[object, ...]) -> bool:
    return not _is(value, values)


def _contains(value: object, values: tuple[object, ...]) -> bool:
    return any(fold(str(each)) in fold(str(value)) for each in values)


def _starts_with(value: object, values: tuple[object, ...]) -> bool:
    return any(fold(str(value)).startswith(fold(str(each))) for each in values)


def _includes(value: Sequence[str], values: tuple[str, ...]) -> bool:
    """“A;B” stands for both of them, as in SOQL's INCLUDES (SOQL Reference, “Query Multi-Select Picklists”)."""
    return any(chosen(selection(each)) <= chosen(value) for each in values)


def _includes_all(value: Sequence[str], values: tuple[str, ...]) -> bool:
    return all(chosen(selection(each)) <= chosen(value) for each in values)


def _others(at: Sequence[int], last: int) -> Spans:
    """All regions but these."""
    starts = [0, *(region + 1 for region in sorted(set(at)))]
    ends = [*(region - 1 for region in sorted(set(at))), last]
    return set(zip(starts, ends, strict=True))


_POINTS = Line(lambda at, last: {(region, region) for region in at if region <= last})
_OTHER_POINTS = Line(_others)
_FROM = Line(lambda at, last: {(at[0], last)})
_BEYOND = Line(lambda at, last: {(at[0] + 1, last)})
_UP_TO = Line(lambda at, _last: {(0, at[0])})
_SHORT_OF = Line(lambda at, _last: {(0, at[0] - 1)})
_BETWEEN = Line(lambda at, _last: {(at[0], at[1])})
_NEXT_DAYS = Line(_BETWEEN.spans, lambda values: (0, values[0]))
_LAST_DAYS = Line(_BETWEEN.spans, lambda values: (-values[0], 0))
_DAYS_AGO = Line(_SHORT_OF.spans, lambda values: (-values[0],))

_TEXTS = frozenset({Kind.TEXT, Kind.STAGE})
_STAGE = frozenset({Kind.STAGE})
_SELECTION = frozenset({Kind.SELECTION})
_AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})
_DATE = frozenset({Kind.DATE})
_IN_TIME = frozenset({Kind.DATE, Kind.TIME})
_ORDERED = _AMOUNTS | _IN_TIME
_ALL = frozenset(Kind)

_DECLARED = (
    Operator(
        "is",
        _ALL,
        Takes.VALUES,
        "It is this, or one of these.",
        _is,
        exact=True,
        line=_POINTS,
        witness=Witness.NAMED,
    ),
    Operator(
        "is_not",
        _ALL - {Kind.BOOLEAN},
        Takes.VALUES,
        "It is filled in, and it is none of these.",
        _is_not,
        exact=True,
        line=_OTHER_POINTS,
        witness=Witness.OTHER,
        denies="is",
    ),
    Operator(
        "contains",
        _TEXTS,
        Takes.VALUES,
        "This, or one of these, is part of it.",
        _contains,
        Side.SEARCHED,
        witness=Witness.PART,
    ),
    Operator(
        "starts_with",
        _TEXTS,
        Takes.VALUES,
        "It begins with this, or one of these.",
        _starts_with,
        Side.SEARCHED,
        witness=Witness.BEGINNING,
    ),
    Operator(
        "includes", _SELECTION, Takes.VALUES, "This, or one of these, is among those chosen.", _includes, Side.CHOSEN
    ),
    Operator(
        "includes_all", _SELECTION, Takes.VALUES, "All of these are among those chosen.", _includes_all, Side.CHOSEN
    ),
    Operator(
        "entered",
        _STAGE,
        Takes.VALUES,
        "It is in this stage now, and came into it from another stage.",
        _is,
        Side.ENTERED,
        exact=True,
        witness=Witness.NAMED,
    ),
    Operator(
        "from",
        _STAGE,
        Takes.VALUES,
        "The last change of stage was out of this stage.",
        _is,
        Side.LEFT,
        exact=True,
        witness=Witness.NAMED,
    ),
    Operator(
        "to",
        _STAGE,
        Takes.VALUES,
        "The same as entered; it reads better next to from.",
        _is,
        Side.ENTERED,
        exact=True,
        witness=Witness.NAMED,
    ),
    Operator(
        "at_least", _AMOUNTS, Takes.VALUE, "It is this or more.", lambda value, values: value >= values[0], line=_FROM
    ),
    Operator(
        "at_most", _AMOUNTS, Takes.VALUE, "It is this or less.", lambda value, values: value <= values[0], line=_UP_TO
    ),
    Operator(
        "above", _AMOUNTS, Takes.VALUE, "It is more than this.", lambda value, values: value > values[0], line=_BEYOND
    ),
    Operator(
        "below", _AMOUNTS, Takes.VALUE, "It is less than this.", lambda value, values: value < values[0], line=_SHORT_OF
    ),
    Operator(
        "between",
        _ORDERED,
        Takes.PAIR,
        "It lies between these two, or is one of them.",
        lambda value, values: values[0] <= value <= values[1],
        line=_BETWEEN,
    ),
    Operator(
        "before",
        _IN_TIME,
        Takes.VALUE,
        "It is an earlier day, or time of day, than this.",
        lambda value, values: value < values[0],
        line=_SHORT_OF,
    ),
    Operator(
        "after",
        _IN_TIME,
        Takes.VALUE,
        "It is a later day, or time of day, than this.",
        lambda value, values: value > values[0],
        line=_BEYOND,
    ),
    Operator(
        "within_next_days",
        _DATE,
        Takes.DAYS,
        "It is today, or at most so many days ahead.",
        lambda ahead, values: 0 <= ahead <= values[0],
        Side.DAYS_AHEAD,
        line=_NEXT_DAYS,
    ),
    Operator(
        "within_last_days",
        _DATE,
        Takes.DAYS,
        "It is today, or at most so many days ago.",
        lambda ahead, values: -values[0] <= ahead <= 0,
        Side.DAYS_AHEAD,
        line=_LAST_DAYS,
    ),
    Operator(
        "more_than_days_ahead",
        _DATE,
        Takes.DAYS,
        "It is more than so many days ahead.",
        lambda ahead, values: ahead > values[0],
        Side.DAYS_AHEAD,
        line=_BEYOND,
    ),
    Operator(
        "more_than_days_ago",
        _DATE,
        Takes.DAYS,
        "It is more than so many days ago.",
        lambda ahead, values: ahead < -values[0],
        Side.DAYS_AHEAD,
        line=_DAYS_AGO,
    ),
    Operator(
        "empty",
        _ALL,
        Takes.FLAG,
        "true: nothing is filled in. false: something is.",
        lambda filled, values: filled is not values[0],
        Side.PRESENCE,
        exact=True,
    ),
    Operator(
        "changed",
        _ALL,
        Takes.TRUE,
        "It is not what it was when the card was delivered.",
        None,
        Side.AS_IT_IS,
    ),
    Operator(
        "increased",
        _ORDERED | _SELECTION,
        Takes.TRUE,
        "It is more, or later, than when the card was delivered; of a selection: something was added.",
        None,
        Side.AS_IT_IS,
    ),
    Operator(
        "decreased",
        _ORDERED | _SELECTION,
        Takes.TRUE,
        "It is less, or earlier, than when the card was delivered; of a selection: something was taken away.",
        None,
        Side.AS_IT_IS,
    ),
)

OPERATORS: Mapping[str, Operator] = {operator.word: operator for operator in _DECLARED}
COMPARE: Mapping[str, Compare] = {word: each.compare for word, each in OPERATORS.items() if each.compare}
"""By operator: the aspect's value and the author's values. Those of adherence compare two deals, and are not here."""
