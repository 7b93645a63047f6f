"""For numbers, money and dates: the position of a value on the number line → the rows that it satisfies.

The values that playbooks name are cuts: they divide the line into regions. No condition changes its outcome within a
region. Region 2i+1 is the i-th cut itself, region 2i the interval before it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from coach.engine.matching.clauses import Literal
from coach.engine.playbook.conditions import Condition, Kind
from coach.engine.playbook.operators import OPERATORS, Cuts

ORDERED = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME})
Span = tuple[int, int]
"""The first and the last of adjacent regions."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """``cuts`` in ascending order, the rows satisfied in each region, and those that differ from the region before."""

    cuts: Sequence[Any]
    regions: Sequence[int]
    changes: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, Literal]], everything: int) -> "Ranges":
        """Ranges for rows that compare an ordered kind of value."""
        cuts = sorted({cut for _, literal in rows for cut in _cuts(literal.condition)})
        wanted = Counter(row for row, _ in rows)
        steps: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row, literal in rows:
            for first, last in _spans(literal, cuts):
                steps[first].append((row, 1))
                steps[last + 1].append((row, -1))
        regions = list(_sweep(steps, wanted, 2 * len(cuts) + 1, everything))
        return cls(cuts, regions, [one ^ other for one, other in zip(regions, regions[:1] + regions, strict=False)])

    def region(self, value: Any) -> int:
        """The region of a value."""
        cuts = self.cuts
        place = bisect_left(cuts, value)
        return 2 * place + (place < len(cuts) and cuts[place] == value)

    def satisfied(self, value: object, possible: int) -> int:  # noqa: ARG002  # the same signature as a search
        """The rows that this value satisfies."""
        return self.regions[self.region(value)]

    def next_change(self, value: int, step: int, rows: int) -> int | None:
        """The nearest whole number, upwards (``step`` 1) or downwards (-1), at which an outcome in ``rows`` changes."""
        region = self.region(value)
        now = self.regions[region] & rows
        changed = False
        ahead = self.changes[region + 1 :] if step > 0 else self.changes[region:0:-1]
        for distance, change in enumerate(ahead, 1):
            if change & rows:
                changed = self.regions[region + step * distance] & rows != now
            if changed and (near := self._nearest(region + step * distance, step)) is not None:
                return near
        return None

    def share(self) -> float:
        """How many rows a region leaves on average."""
        return sum(map(int.bit_count, self.regions)) / len(self.regions)

    def _nearest(self, region: int, step: int) -> int | None:
        """The whole number with which a walk in this direction enters a region; None if there is none in it."""
        if step > 0:
            near = ceil(self.cuts[region // 2]) if region % 2 else floor(self.cuts[region // 2 - 1]) + 1
        else:
            near = floor(self.cuts[region // 2]) if region % 2 else ceil(self.cuts[region // 2]) - 1
        return near if self.region(near) == region else None


def _sweep(
    steps: dict[int, list[tuple[int, int]]], wanted: Counter[int], regions: int, everything: int
) -> Iterator[int]:
    """Sweep over the regions, counting how many of its literals each row satisfies."""
    held: Counter[int] = Counter()
    satisfied = everything
    for row in wanted:
        satisfied &= ~(1 << row)
    for region in range(regions):
        for row, step in steps[region]:
            held[row] += step
        for row, _ in steps[region]:
            bit = 1 << row
            satisfied = satisfied | bit if held[row] == wanted[row] else satisfied & ~bit
        yield satisfied


def _cuts(condition: Condition) -> tuple[Any, ...]:
    return _line(condition).cuts(condition.values)


def _line(condition: Condition) -> Cuts:
    """How the operator cuts the line. Raises ValueError for an operator that does not declare it."""
    line = OPERATORS[condition.operator].line
    if line is None:
        raise ValueError(f"{condition.operator} does not say how it cuts ordered values")
    return line


def _spans(literal: Literal, cuts: Sequence[Any]) -> Iterator[Span]:
    """The spans of the line where a literal is true."""
    last_region = 2 * len(cuts)
    at = [2 * bisect_left(cuts, cut) + 1 for cut in _cuts(literal.condition)]
    spans = sorted(_line(literal.condition).spans(at, last_region))
    if literal.positive:
        yield from spans
        return
    start = 0
    for first, last in spans:
        if start < first:
            yield start, first - 1
        start = last + 1
    if start <= last_region:
        yield start, last_region
