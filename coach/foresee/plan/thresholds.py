"""Limits that stop a build: ``cards_added>200``, ``minutes_p95>24``, ``coverage<0.5``."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from coach.engine.playbook.problems import did_you_mean, quote
from coach.errors import Rejected
from coach.foresee.plan.changes import ChangeKind
from coach.foresee.plan.totals import Totals

_SHAPE = re.compile(r"\s*(?P<figure>[a-z0-9_]+)\s*(?P<sign>>=|<=|==|!=|>|<)\s*(?P<limit>-?\d+(?:\.\d+)?)\s*\Z")

_SIGNS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a threshold may be set on: its meaning, and how to get it from a plan's totals."""

    meaning: str
    read: Callable[[Totals], int | Decimal]


FIGURES: Mapping[str, Figure] = {
    "cards_added": Figure("Cards that come.", lambda totals: totals.changes[ChangeKind.ADDED]),
    "cards_removed": Figure("Cards that go.", lambda totals: totals.changes[ChangeKind.REMOVED]),
    "cards_changed": Figure("Cards that read differently.", lambda totals: totals.changes[ChangeKind.CHANGED]),
    "deals_touched": Figure("Deals with any of these.", lambda totals: totals.touched),
    "notes": Figure("Notes to create or update.", lambda totals: totals.notes_created + totals.notes_updated),
    "api_calls": Figure("API calls for all of it, about.", lambda totals: totals.api_calls),
    "cards_median": Figure("Cards per rep this week, after: the median.", lambda totals: totals.after.cards[0]),
    "cards_p95": Figure("The same: the 95th percentile.", lambda totals: totals.after.cards[1]),
    "minutes_median": Figure("Minutes per rep this week, after: the median.", lambda totals: totals.after.minutes[0]),
    "minutes_p95": Figure("The same: the 95th percentile.", lambda totals: totals.after.minutes[1]),
    "minutes_median_rise": Figure(
        "By how many minutes the median rises.", lambda totals: totals.after.minutes[0] - totals.before.minutes[0]
    ),
    "minutes_p95_rise": Figure(
        "By how many minutes the 95th percentile rises.",
        lambda totals: totals.after.minutes[1] - totals.before.minutes[1],
    ),
    "coverage": Figure(
        "Share of open deals with a playbook, after: 0 to 1.", lambda totals: totals.after.covered.share
    ),
    "coverage_drop": Figure(
        "By how much that share falls.", lambda totals: totals.before.covered.share - totals.after.covered.share
    ),
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold as written; the build stops if it is true."""

    text: str
    figure: str
    sign: str
    limit: Decimal

    def stops(self, totals: Totals) -> str | None:
        """The sentence for a threshold that is reached; None if it is not."""
        found = Decimal(FIGURES[self.figure].read(totals))
        if not _SIGNS[self.sign](found, self.limit):
            return None
        return f"{self.figure} is {_short(found)}: stopped by --fail-if “{self.text}”."


def read_threshold(text: str) -> Threshold:
    """Parse a threshold. Raises Rejected with the correct syntax."""
    found = _SHAPE.match(text)
    if not found:
        raise Rejected(f"{quote(text)} is not a limit: write a figure, > or < and a number, as in cards_added>200.")
    if found["figure"] not in FIGURES:
        meant = did_you_mean(found["figure"], FIGURES)
        raise Rejected(f"There is no figure {quote(found['figure'])}.{meant} The figures are: {', '.join(FIGURES)}.")
    return Threshold(text.strip(), found["figure"], found["sign"], Decimal(found["limit"]))


def _short(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.001')).normalize():f}"
