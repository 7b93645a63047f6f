"""When a skill is asked about again."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from coach.learn import SPACING, Answer, Spacing, weights_in
from coach.learn.spacing import APART, ratings

START = datetime(2026, 6, 1, 9, tzinfo=UTC)

answers = st.lists(
    st.builds(
        Answer,
        at=st.floats(0, 700).map(lambda days: START + timedelta(days=days)),
        right=st.booleans(),
        sure=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda each: each.at,
)


def said(day: float, *, right: bool = True, sure: bool = True) -> Answer:
    return Answer(START + timedelta(days=day), right, sure)


@given(answers)
def test_what_is_due_is_what_the_reference_library_says_step_by_step(given: list[Answer]) -> None:
    reference = Scheduler(
        desired_retention=0.85, learning_steps=(), relearning_steps=(), maximum_interval=120, enable_fuzzing=False
    )
    in_order = sorted(given, key=lambda each: each.at)
    card = Card(card_id=7)
    for each, rating in zip(in_order, ratings(in_order), strict=True):
        card, _ = reference.review_card(card, rating, each.at)

    memory = SPACING.memory(given)

    assert (memory is None) == (not given)
    assert memory is None or (memory.due_at, memory.stability, memory.difficulty) == (
        card.due,
        card.stability,
        card.difficulty,
    )


@given(answers, st.randoms())
def test_the_order_in_which_answers_are_read_makes_no_difference(given: list[Answer], random: Random) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)

    assert SPACING.memory(shuffled) == SPACING.memory(given)


def test_right_answers_when_due_come_further_and_further_apart_up_to_the_longest_time() -> None:
    given, apart = [said(0)], []
    for _ in range(4):
        memory = SPACING.memory(given)
        assert memory is not None
        apart.append((memory.due_at - memory.answered_at).days)
        given.append(Answer(memory.due_at, right=True, sure=True))

    assert apart == sorted(apart)
    assert apart[-1] == 120


def test_after_a_wrong_answer_the_skill_is_asked_about_within_days() -> None:
    memory = SPACING.memory([said(0), said(4), said(40, right=False)])

    assert memory is not None
    assert memory.due_at - memory.answered_at < timedelta(days=7)


@pytest.mark.parametrize(
    ("given", "rated"),
    [
        ([said(0, right=False)], [Rating.Again]),
        ([said(0, right=False, sure=False)], [Rating.Again]),
        ([said(0, sure=False)], [Rating.Hard]),
        ([said(0)], [Rating.Good]),
        ([said(0), said(1)], [Rating.Good, Rating.Good]),
        ([said(0), said(APART.days)], [Rating.Good, Rating.Easy]),
        ([said(0, sure=False), said(APART.days)], [Rating.Hard, Rating.Good]),
        ([said(0, right=False), said(APART.days)], [Rating.Again, Rating.Good]),
    ],
)
def test_confidence_counts(given: list[Answer], rated: list[Rating]) -> None:
    assert ratings(given) == rated


def test_strength_falls_with_time_to_the_retention_at_which_the_next_question_is_due() -> None:
    memory = SPACING.memory([said(0), said(10)])
    assert memory is not None

    days = [SPACING.strength(memory, memory.answered_at + timedelta(days=each)) for each in range(200)]

    assert days == sorted(days, reverse=True)
    assert days[0] == 1
    assert SPACING.strength(memory, memory.due_at) == pytest.approx(SPACING.retention, abs=0.01)


def test_a_higher_retention_asks_earlier() -> None:
    given = [said(0), said(10)]

    strict, lax = Spacing(retention=0.95).memory(given), Spacing(retention=0.75).memory(given)

    assert strict is not None
    assert lax is not None
    assert strict.due_at < lax.due_at


def test_weights_are_read_from_a_setting() -> None:
    assert weights_in("") == DEFAULT_PARAMETERS
    assert weights_in(", ".join(map(str, DEFAULT_PARAMETERS))) == DEFAULT_PARAMETERS


@pytest.mark.parametrize("text", ["1, 2", "x", ",".join(["nan"] * 21), ",".join(["1000"] * 21)])
def test_weights_that_the_model_cannot_use_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="takes 21 numbers within the model's bounds"):
        weights_in(text)
