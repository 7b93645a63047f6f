"""What a figure says: ratios of rounds, and whether they are good enough."""

import json

import pytest

from bench.figures import Figure, Goal, as_data, at_least, at_most, from_data, joined


def figure(ours: tuple[float, ...], theirs: tuple[float, ...], goal: Goal | None = None) -> Figure:
    return Figure("match", "zen", 500, "deals", ours, theirs, goal)


def test_a_ratio_is_the_median_of_the_rounds_own_ratios_and_not_that_of_the_medians() -> None:
    slow_at_first = figure((10, 1, 3), (10, 2, 9), at_least(2))

    assert slow_at_first.ratios == [1, 2, 3]
    assert slow_at_first.ratio == 2


@pytest.mark.parametrize(
    ("goal", "met"),
    [(at_least(2), True), (at_least(2.1), False), (at_most(0.5), True), (at_most(0.4), False), (None, None)],
)
def test_a_goal_is_a_speed_at_least_or_a_time_at_most(goal: Goal | None, met: bool | None) -> None:
    twice_as_fast = figure((1, 2), (2, 4), goal)

    assert twice_as_fast.met is met


def test_rounds_of_different_numbers_are_no_figure() -> None:
    with pytest.raises(ValueError, match="longer"):
        _ = figure((1,), (1, 2)).ratio


@pytest.mark.parametrize("goal", [at_least(3), at_most(1.5), None])
def test_a_figure_comes_over_from_another_process_as_it_was(goal: Goal | None) -> None:
    here = figure((1, 2), (3, 4), goal)

    assert from_data(json.loads(json.dumps(as_data(here)))) == here


def test_turns_of_the_same_figure_are_one_figure_with_all_rounds() -> None:
    one, other = figure((1,), (2,)), figure((3,), (4,))
    apart = Figure("match", "bit sets", 500, "deals", (5,), (6,))

    assert joined([[one, apart], [other]]) == [figure((1, 3), (2, 4)), apart]
