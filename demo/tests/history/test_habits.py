from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.model import Quiz
from coach.engine.model.lines import Line
from coach.engine.responses import Dismissal, ResponseKind
from demo.history.habits import Intention, choice, intentions
from demo.history.tempers import ABSENT, OVERLOADED, SCEPTIC, STRONG, TEMPERS, TICKS_OFF, Temper

CAME = datetime(2026, 11, 16, 9, tzinfo=UTC)
QUIZ = Quiz((), (Line(()), Line(()), Line(())), 2, ())
SEEDS = range(400)


def all_of(temper: Temper, skill: str = "pricing") -> list[Intention]:
    return [each for seed in SEEDS for each in intentions(temper, skill, CAME, Random(seed))]


def share(temper: Temper, kind: ResponseKind, skill: str = "pricing") -> float:
    return sum(each.kind is kind for each in all_of(temper, skill)) / len(SEEDS)


@given(st.sampled_from(sorted(TEMPERS)), st.integers())
def test_a_rep_opens_a_card_before_they_say_anything_and_settles_it_once(who: str, seed: int) -> None:
    will = intentions(TEMPERS[who], "value", CAME, Random(seed))

    assert [each.at for each in will] == sorted(each.at for each in will)
    assert not will or will[0].kind is ResponseKind.OPENED
    assert sum(each.kind in (ResponseKind.DONE, ResponseKind.DISMISSED, ResponseKind.SNOOZED) for each in will) <= 1


def test_the_same_seed_leads_to_the_same_weeks() -> None:
    assert all_of(SCEPTIC) == all_of(SCEPTIC)


def test_reps_differ_as_their_tempers_say() -> None:
    assert share(SCEPTIC, ResponseKind.DISMISSED) > 3 * share(STRONG, ResponseKind.DISMISSED)
    assert share(OVERLOADED, ResponseKind.SNOOZED) > 3 * share(STRONG, ResponseKind.SNOOZED)
    assert (
        share(ABSENT, ResponseKind.OPENED) < share(OVERLOADED, ResponseKind.OPENED) < share(STRONG, ResponseKind.OPENED)
    )


def test_who_ticks_off_does_not_change_the_deal() -> None:
    done = [each for each in all_of(TICKS_OFF) if each.kind is ResponseKind.DONE]

    assert sum(each.acts for each in done) < len(done) / 4


def test_advice_on_a_weak_skill_is_followed_less_often() -> None:
    weak = replace(STRONG, weak=frozenset({"pricing"}))

    assert share(weak, ResponseKind.DONE) < share(weak, ResponseKind.DONE, skill="value")


def test_a_reason_of_ones_own_comes_with_words() -> None:
    given = [each for each in all_of(SCEPTIC) if each.why is Dismissal.OTHER]

    assert given
    assert all(each.words for each in given)


@pytest.mark.parametrize(("weeks", "more_than"), [(0, 0.3), (8, 0.7)])
def test_newcomers_learn(weeks: int, more_than: float) -> None:
    right = sum(choice(TEMPERS["yuki"], "value", QUIZ, weeks, Random(seed))[0] == QUIZ.answer for seed in SEEDS)

    assert more_than < right / len(SEEDS) < more_than + 0.25


@given(st.sampled_from(sorted(TEMPERS)), st.floats(0, 8), st.integers())
def test_what_is_chosen_is_one_of_the_options(who: str, weeks: float, seed: int) -> None:
    option, _ = choice(TEMPERS[who], "value", QUIZ, weeks, Random(seed))

    assert 1 <= option <= len(QUIZ.options)
