"""Which skills a rep has shown to master."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.responses import Try, mastered_until
from coach.engine.responses.mastery import APART, LASTS

START = datetime(2026, 6, 1, tzinfo=UTC)


def tried(day: float, *, right: bool = True, done: bool = True) -> Try:
    return Try(START + timedelta(days=day), right, done)


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
    assert mastered_until(said) is None


def test_mastery_lasts_half_a_year_from_the_last_time() -> None:
    assert mastered_until([tried(0), tried(7)]) == START + timedelta(days=7) + LASTS


def test_a_wrong_answer_ends_it_at_once() -> None:
    assert mastered_until([tried(0), tried(7), tried(8, right=False)]) is None


@given(st.lists(tries()), st.randoms())
def test_the_order_in_which_tries_are_read_makes_no_difference(said: list[Try], random: Random) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)

    assert mastered_until(shuffled) == mastered_until(said)


@given(st.lists(tries()))
def test_one_more_good_try_never_takes_mastery_away(said: list[Try]) -> None:
    last = max((each.at for each in said), default=START)

    more = mastered_until([*said, Try(last + APART, right=True, done=True)])

    before = mastered_until(said)
    assert before is None or (more is not None and more >= before)
