"""Which skills a rep has mastered, so that cards about them can fade.

Guidance helps most where somebody lacks a skill; coaching a mastered skill costs attention that other cards need.
Mastery takes two things together, more than once and some time apart, because one alone is cheap: knowing (the right
answer at the first try) and doing (the card was ticked off). Unused skills are forgotten, so mastery ends by itself
after half a year, and at once with a wrong answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NEEDED = 2
APART = timedelta(days=7)
"""A second try on the next day tests what was read yesterday; a week later, it tests what was retained."""
LASTS = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Try:
    """A question's first answer, at ``at``. ``done`` says whether the card was ticked off, too."""

    at: datetime
    right: bool
    done: bool


def mastered_until(tries: Iterable[Try]) -> datetime | None:
    """When the mastery from these tries of one skill, in any order, expires; None if they do not amount to mastery."""
    counted: list[datetime] = []
    for each in sorted(tries, key=lambda each: (each.at, not each.right)):
        if not each.right:
            counted = []
        elif each.done and (not counted or each.at - counted[-1] >= APART):
            counted.append(each.at)
    return counted[-1] + LASTS if len(counted) >= NEEDED else None
