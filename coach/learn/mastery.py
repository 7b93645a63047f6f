"""Which skills a rep has mastered, so that cards about them can fade.

Guidance helps most where somebody lacks a skill; coaching a mastered skill costs attention that other cards need.
Mastery takes two things together, more than once and some time apart, because one alone is cheap: knowing (the right
answer at the first try) and doing (the card was ticked off). What is not asked is forgotten, so mastery ends when the
skill's next question is due, and at once with a wrong answer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from coach.learn.spacing import APART, Answer, Spacing, when

NEEDED = 2


@dataclass(frozen=True, slots=True)
class Try:
    """An answer to a card's question. ``done`` says whether the card was ticked off, too."""

    answer: Answer
    done: bool


def mastered_until(tries: Collection[Try], spacing: Spacing) -> datetime | None:
    """When the mastery from these tries of one skill, in any order, ends; None if they do not amount to mastery."""
    counted: list[datetime] = []
    for each in sorted(tries, key=lambda each: when(each.answer)):
        if not each.answer.right:
            counted = []
        elif each.done and (not counted or each.answer.at - counted[-1] >= APART):
            counted.append(each.answer.at)
    if len(counted) < NEEDED:
        return None
    memory = spacing.memory(each.answer for each in tries)
    return memory.due_at if memory else None
