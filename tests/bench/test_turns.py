"""Functions are timed in turns, each once in a round."""

from functools import partial

from bench.turns import COMPUTING, seconds_in_turns


def test_each_round_calls_every_function_once_after_one_call_that_is_not_counted() -> None:
    called: list[str] = []

    one, other = seconds_in_turns(
        partial(called.append, "one"), partial(called.append, "other"), rounds=2, clock=COMPUTING
    )

    assert called == ["one", "other"] * 3
    assert len(one) == len(other) == 2
    assert all(each >= 0 for each in (*one, *other))
