from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.queue import pacing


def test_what_is_suspected_comes_first_in_one_batch_of_four() -> None:
    assert [turn for turn in range(1, 13) if pacing.suspects_first(turn)] == [4, 8, 12]


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 0), (3, 0), (4, 30), (5, 60), (6, 120), (8, 300), (999, 300)])
def test_failures_bring_delays_only_after_some_patience(attempts: int, seconds: int) -> None:
    assert pacing.after_failures(attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("crashes", "minutes"), [(0, 0), (3, 0), (4, 1), (5, 2), (10, 60), (999, 60)])
def test_lost_workers_bring_longer_delays(crashes: int, minutes: int) -> None:
    assert pacing.after_crashes(crashes) == timedelta(minutes=minutes)


@given(attempts=st.integers(1, 10_000), chance=st.floats(0, 1, exclude_max=True))
def test_a_pause_is_never_longer_than_five_minutes_nor_shorter_than_half_a_second(attempts: int, chance: float) -> None:
    assert timedelta(seconds=0.5) <= pacing.pause(attempts, chance) <= timedelta(minutes=5)


@given(attempts=st.integers(1, 100), chance=st.floats(0, 1, exclude_max=True))
def test_a_pause_never_shrinks_with_the_attempts(attempts: int, chance: float) -> None:
    assert pacing.pause(attempts, chance) <= pacing.pause(attempts + 1, chance)
