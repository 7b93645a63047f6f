"""What is measured: how long Coach takes, and how long something else takes for the same work, round by round.

The two take turns in each round, so whatever slows the machine down slows both: only the ratio within a round counts.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from statistics import median
from typing import Any


class Sense(StrEnum):
    """How a ratio is said: of two speeds, or of two times."""

    FAST = "times as fast"
    LONG = "times as long"


@dataclass(frozen=True, slots=True)
class Goal:
    """The ratio that is wanted: at least this many times as fast, or at most this many times as long."""

    sense: Sense
    ratio: float

    def met_by(self, ratio: float) -> bool:
        """Whether a ratio is good enough."""
        return ratio >= self.ratio if self.sense is Sense.FAST else ratio <= self.ratio

    def __str__(self) -> str:
        return f"{'≥' if self.sense is Sense.FAST else '≤'} {self.ratio:g}"


def at_least(ratio: float) -> Goal:
    """At least this many times as fast."""
    return Goal(Sense.FAST, ratio)


def at_most(ratio: float) -> Goal:
    """At most this many times as long."""
    return Goal(Sense.LONG, ratio)


@dataclass(frozen=True, slots=True)
class Figure:
    """``ours`` and ``theirs`` are seconds, round by round, for the same ``amount`` of ``unit``, such as 500 deals.

    ``against`` names what Coach is compared to. Where nobody has said what is wanted, there is no ``goal``.
    """

    name: str
    against: str
    amount: float
    unit: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    goal: Goal | None = None

    @property
    def ratios(self) -> list[float]:
        """One ratio a round."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return [theirs / ours if self.sense is Sense.FAST else ours / theirs for ours, theirs in pairs]

    @property
    def sense(self) -> Sense:
        """How the ratio is said."""
        return self.goal.sense if self.goal else Sense.LONG

    @property
    def ratio(self) -> float:
        """The median of the rounds."""
        return median(self.ratios)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        return self.goal.met_by(self.ratio) if self.goal else None


def as_data(figure: Figure) -> dict[str, Any]:
    """The figure for another process, as JSON can hold it."""
    return asdict(figure)


def from_data(data: dict[str, Any]) -> Figure:
    """The figure that :func:`as_data` made into ``data``."""
    goal = data["goal"] and Goal(Sense(data["goal"]["sense"]), data["goal"]["ratio"])
    return Figure(**data | {"goal": goal, "ours": tuple(data["ours"]), "theirs": tuple(data["theirs"])})


def joined(turns: Sequence[Sequence[Figure]]) -> list[Figure]:
    """The same figures from several turns as one each, with the rounds of all turns."""
    found: dict[tuple[str, str], Figure] = {}
    for figure in (each for turn in turns for each in turn):
        key = figure.name, figure.against
        other = found.get(key)
        rounds = (other.ours + figure.ours, other.theirs + figure.theirs) if other else (figure.ours, figure.theirs)
        found[key] = Figure(figure.name, figure.against, figure.amount, figure.unit, *rounds, figure.goal)
    return list(found.values())
