"""A temper and a card → the rep's responses, and when. Pure: the same seed leads to the same weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from coach.engine.model import Quiz
from coach.engine.responses import Dismissal, ResponseKind, Snooze
from demo.history.hours import later
from demo.history.tempers import WORDS, Temper


@dataclass(frozen=True, slots=True)
class Intention:
    """A rep's planned response to a card at ``at``. ``acts`` says that they change the deal first, as the card asks."""

    at: datetime
    kind: ResponseKind
    acts: bool = False
    why: Dismissal | None = None
    words: str = ""
    length: Snooze = Snooze.DAY
    useful: bool = True


def intentions(temper: Temper, skill: str, came: datetime, random: Random) -> list[Intention]:
    """A rep's planned responses to a card on ``skill`` that came at ``came``, in order."""
    return list(_intentions(temper, skill, came, random))


def _intentions(temper: Temper, skill: str, came: datetime, random: Random) -> Iterator[Intention]:
    if random.random() >= temper.opens:
        return
    at = later(came, random.expovariate(1 / temper.hours))
    yield Intention(at, ResponseKind.OPENED)
    if random.random() < temper.answers:
        at = later(at, random.uniform(0.02, 0.1))
        yield Intention(at, ResponseKind.ANSWERED)
    fate, follows = random.random(), temper.does * (0.5 if skill in temper.weak else 1)
    if fate < temper.dismisses:
        yield _dismissal(temper, later(at, 0.05), random)
    elif fate < temper.dismisses + temper.snoozes:
        yield Intention(later(at, 0.05), ResponseKind.SNOOZED, length=random.choice(list(Snooze)))
    elif fate < temper.dismisses + temper.snoozes + follows:
        yield from _does(temper, at, random, acts=True)
    elif fate < temper.dismisses + temper.snoozes + follows + temper.ticks:
        yield from _does(temper, at, random, acts=False)
    elif random.random() < 0.6:
        yield Intention(later(at, 0.1), ResponseKind.ACKNOWLEDGED)


def _dismissal(temper: Temper, at: datetime, random: Random) -> Intention:
    why = random.choice(temper.why)
    return Intention(at, ResponseKind.DISMISSED, why=why, words=random.choice(WORDS) if why is Dismissal.OTHER else "")


def _does(temper: Temper, at: datetime, random: Random, *, acts: bool) -> Iterator[Intention]:
    at = later(at, random.uniform(2, 30) if acts else random.uniform(0.1, 4))
    yield Intention(at, ResponseKind.DONE, acts=acts)
    if random.random() < temper.rates:
        yield Intention(later(at, 0.02), ResponseKind.RATED, useful=random.random() < (0.85 if acts else 0.4))


def choice(temper: Temper, skill: str, quiz: Quiz, weeks: float, random: Random) -> tuple[int, bool]:
    """The option that a rep chooses after ``weeks`` of coaching, counted from 1, and whether they are sure."""
    knows = min(0.97, temper.knows + temper.learns * weeks) * (0.5 if skill in temper.weak else 1)
    wrong = [option for option in range(1, len(quiz.options) + 1) if option != quiz.answer]
    chosen = quiz.answer if random.random() < knows or not wrong else random.choice(wrong)
    return chosen, random.random() < knows
