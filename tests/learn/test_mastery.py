"""Which skills a rep has shown to master."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.learn import SPACING, Answer, Try, mastered_until
from coach.learn.spacing import APART

START = datetime(2026, 6, 1, tzinfo=UTC)


def tried(day: float, *, right: bool = True, done: bool = True) -> Try:
    return Try(Answer(START + timedelta(days=day), right, sure=True), done)


@st.composite
def tries(draw: st.DrawFn) -> Try:
    return tried(draw(st.integers(0, 60)), right=draw(st.booleans()), done=draw(st.booleans()))


@pytest.mark.parametrize(
    "said",
    [
        [],
        [tried(0)],
        [tried(0), tried(1)],
        [tried(0), tried(7, done=False)],
        [tried(0), tried(7, right=False)],
        [tried(0), tried(3, right=False), tried(7)],
    ],
    ids=["nothing", "once", "the next day", "known but not done", "wrong", "a wrong answer starts anew"],
)
def test_knowing_and_doing_must_come_together_twice_and_apart(said: list[Try]) -> None:
    assert mastered_until(said, SPACING) is None


def test_mastery_lasts_until_the_skill_is_asked_about_again() -> None:
    said = [tried(0), tried(7)]

    memory = SPACING.memory([each.answer for each in said])

    assert memory is not None
    assert mastered_until(said, SPACING) == memory.due_at


def test_a_wrong_answer_ends_it_at_once() -> None:
    assert mastered_until([tried(0), tried(7), tried(8, right=False)], SPACING) is None


@given(st.lists(tries()), st.randoms())
def test_the_order_in_which_tries_are_read_makes_no_difference(said: list[Try], random: Random) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)

    assert mastered_until(shuffled, SPACING) == mastered_until(said, SPACING)


@given(st.lists(tries()))
def test_one_more_good_try_never_takes_mastery_away(said: list[Try]) -> None:
    last = max((each.answer.at for each in said), default=START)

    more = mastered_until([*said, Try(Answer(last + APART, right=True, sure=True), done=True)], SPACING)

    before = mastered_until(said, SPACING)
    assert before is None or (more is not None and more >= before)
