"""Which skills a rep has mastered, so that they get no more cards about them for a while.

Guidance helps most where somebody lacks a skill; coaching a mastered skill costs attention that other cards need. Two
things together show mastery, at least twice and a week apart, because each alone proves little: knowing (a right first
answer) and doing (the rep marked the card as done). Mastery ends when the skill's next question is due, because what is
not asked is forgotten, and at once with a wrong answer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from coach.learn.spacing import APART, Answer, Spacing, answer_order

NEEDED = 2


@dataclass(frozen=True, slots=True)
class Try:
    """An answer to a card's question. ``done`` says whether the rep also marked the card as done."""

    answer: Answer
    done: bool


def mastered_until(tries: Collection[Try], spacing: Spacing) -> datetime | None:
    """When the rep's mastery of one skill ends, given all tries at it in any order; None if they show no mastery."""
    counted: list[datetime] = []
    for each in sorted(tries, key=lambda each: answer_order(each.answer)):
        if not each.answer.right:
            counted = []
        elif each.done and (not counted or each.answer.at - counted[-1] >= APART):
            counted.append(each.answer.at)
    if len(counted) < NEEDED:
        return None
    memory = spacing.memory(each.answer for each in tries)
    return memory.due_at if memory else None
