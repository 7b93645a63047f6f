"""Which skills a rep has shown to master, so that cards about them can fade.

Guidance helps most where it is restricted to what somebody cannot do yet; going on about the rest costs attention that
other cards need. Two things must come together, more than once and some time apart, for one alone is cheap: knowing
(the right answer at the first try) and doing (the card was ticked off). What is not used is forgotten, so mastery ends
by itself after half a year, and at once with a wrong answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NEEDED = 2
APART = timedelta(days=7)
"""A second try on the next day tests what was read yesterday; a week later, it tests what was kept."""
LASTS = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Try:
    """A question answered at ``at`` for the first time; ``done`` says whether the card was ticked off, too."""

    at: datetime
    right: bool
    done: bool


def mastered_until(tries: Iterable[Try]) -> datetime | None:
    """Until when these tries of one skill, in any order, count as mastery; None where they do not."""
    counted: list[datetime] = []
    for each in sorted(tries, key=lambda each: (each.at, not each.right)):
        if not each.right:
            counted = []
        elif each.done and (not counted or each.at - counted[-1] >= APART):
            counted.append(each.at)
    return counted[-1] + LASTS if len(counted) >= NEEDED else None
