"""Estimates a rep's memory of a skill from all answers about it, and when its next question is due.

A question strengthens memory most just before the answer would be forgotten, and each right answer lengthens the time
until the next question. Only answers are stored, so that new parameters apply to all of them at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS

APART = timedelta(days=7)
"""An answer on the next day shows what was read yesterday; a week later, it shows what was retained."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A rep's first answer to a question, at ``at``. ``sure``: the rep said so before learning whether it is right."""

    at: datetime
    right: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class SkillMemory:
    """The estimate of a rep's memory of one skill.

    ``stability`` is the number of days after which the chance of a right answer has fallen to nine in ten;
    ``difficulty`` is between 1 and 10.
    """

    stability: float
    difficulty: float
    answered_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Spacing:
    """How questions are spaced, by the Free Spaced Repetition Scheduler (FSRS), version 6.

    ``retention`` is the chance of a right answer at which the next question is due, ``longest_days`` the longest time
    between two, and ``parameters`` are the 21 weights of the model. Raises ValueError for weights out of bounds.
    FSRS's learning steps of minutes and its random spread are off, so that the same answers always give the same time.
    """

    retention: float = 0.85
    longest_days: int = 120
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    _scheduler: Scheduler = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        scheduler = Scheduler(
            parameters=self.parameters,
            desired_retention=self.retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=self.longest_days,
            enable_fuzzing=False,
        )
        object.__setattr__(self, "_scheduler", scheduler)

    def memory(self, answers: Iterable[Answer]) -> SkillMemory | None:
        """The memory after these answers about one skill, in any order; None if there are none."""
        given = sorted(answers, key=answer_order)
        card = Card(card_id=0, due=datetime.min.replace(tzinfo=UTC))
        for each, rating in zip(given, ratings(given), strict=True):
            card, _ = self._scheduler.review_card(card, rating, each.at.astimezone(UTC))
        if card.stability is None or card.difficulty is None or card.last_review is None:
            return None
        return SkillMemory(card.stability, card.difficulty, card.last_review, card.due)

    def strength(self, memory: SkillMemory, at: datetime) -> float:
        """The chance, between 0 and 1, that a question about the skill would be answered right at ``at``."""
        known = Card(card_id=0, stability=memory.stability, last_review=memory.answered_at)
        return self._scheduler.get_card_retrievability(known, at.astimezone(UTC))


SPACING = Spacing()
"""The spacing if no setting changes it."""


def weights_in(text: str) -> tuple[float, ...]:
    """Parse the setting for the model's weights; empty means FSRS's defaults. Raises ValueError with a sentence."""
    if not text.strip():
        return DEFAULT_PARAMETERS
    try:
        weights = tuple(float(each) for each in text.split(","))
        Spacing(parameters=weights)
    except ValueError as error:
        raise ValueError(
            f"takes {len(DEFAULT_PARAMETERS)} numbers within the model's bounds, separated by commas"
        ) from error
    return weights


def answer_order(answer: Answer) -> tuple[datetime, bool, bool]:
    """Sort key for answers: oldest first; of several at the same time, the worst last."""
    return answer.at, not answer.right, not answer.sure


def ratings(answers: Sequence[Answer]) -> list[Rating]:
    """FSRS's rating of each of these answers, oldest first.

    An answer is Easy if it and the one before are right and sure, at least a week apart.
    """
    easy = (
        each.right and each.sure and before.right and before.sure and each.at - before.at >= APART
        for before, each in pairwise(answers)
    )
    return [Rating.Easy if more else _rating(each) for each, more in zip(answers, [False, *easy], strict=False)]


def _rating(answer: Answer) -> Rating:
    if not answer.right:
        return Rating.Again
    return Rating.Good if answer.sure else Rating.Hard
