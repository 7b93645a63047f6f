"""Times functions in turns, so that each round sees all of them on the same machine at about the same time."""

import gc
import time
from collections.abc import Callable, Sequence


def seconds_in_turns(*ways: Callable[[], object], rounds: int) -> Sequence[tuple[float, ...]]:
    """The seconds of each function, round by round, after one call of each that is not counted."""
    for way in ways:
        way()
    times = [[_seconds(way) for way in ways] for _ in range(rounds)]
    return list(zip(*times, strict=True))


def _seconds(way: Callable[[], object]) -> float:
    gc.collect()  # so that no way pays for what another one left behind
    began = time.perf_counter()
    way()
    return time.perf_counter() - began
