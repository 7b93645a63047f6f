"""Managers' remarks about the week's cards, written on Fridays. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from coach.engine.model import Reason
from coach.engine.responses import Dismissal, ResponseKind

A_WEEK = 3
"""Maximum number of remarks of one manager on a Friday."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something about a card that a manager may want to talk about; ``what`` is what the rep said of it, or why it was
    held back.
    """

    decision_id: int
    rep_id: str
    what: ResponseKind | Dismissal | Reason


@dataclass(frozen=True, slots=True)
class Friday:
    """A remark on a decision."""

    decision_id: int
    text: str
    follow_up_on: date | None


_TEXTS = {
    Dismissal.WRONG: "You say this advice is wrong here. Show me why; if you are right, Hana changes the card.",
    Dismissal.ALREADY_DONE: "Good that it was done already. Put it on the record next time, then nobody asks twice.",
    Dismissal.OTHER: "Read your reason. Let us talk about what the buyer really said.",
    ResponseKind.SNOOZED: "You put this off. What is in the way on this deal?",
    ResponseKind.DONE: "Nice piece of work, and it shows on the deal. Tell the team about it on Monday.",
    Reason.WEEKLY_MINUTES: "Your week was full, so this one never reached you. Let us go through it together.",
    Reason.MASTERED: "No card any more, because you can do this. Show it to the others on Monday.",
    Reason.COOLDOWN: "The same topic came up twice on this deal. Which part is still open?",
}


def friday(noticed: Sequence[Noticed], today: date, random: Random) -> list[Friday]:
    """A manager's remarks about what they noticed this week: worries first, and at most one praise."""
    worth = [each for each in noticed if each.what in _TEXTS]
    random.shuffle(worth)
    order = list(_TEXTS)
    worth.sort(key=lambda each: order.index(each.what))
    told: dict[str, Noticed] = {}
    for each in worth:
        told.setdefault(each.rep_id, each)
    return [
        Friday(each.decision_id, _TEXTS[each.what], _comes_back(each, today, random))
        for each in list(told.values())[:A_WEEK]
    ]


def _comes_back(each: Noticed, today: date, random: Random) -> date | None:
    if each.what in (ResponseKind.DONE, Reason.MASTERED):
        return None
    return today + timedelta(days=random.choice((4, 6, 7, 11)))
