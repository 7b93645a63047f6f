"""Times functions in turns, so that each round sees all of them on the same machine at about the same time."""

import gc
import time
from collections.abc import Callable, Sequence

Clock = Callable[[], float]
COMPUTING: Clock = time.process_time
"""For what only computes, in this process: the processor's time, so that others on the same machine hardly count."""
WAITING: Clock = time.perf_counter
"""For what waits for a disk, a database or another process."""


def seconds_in_turns(*ways: Callable[[], object], rounds: int, clock: Clock) -> Sequence[tuple[float, ...]]:
    """The seconds of each function, round by round, after one call of each that is not counted."""
    for way in ways:
        way()
    times = [[_seconds(way, clock) for way in ways] for _ in range(rounds)]
    return list(zip(*times, strict=True))


def _seconds(way: Callable[[], object], clock: Clock) -> float:
    gc.collect()  # so that no way pays for what another one left behind
    began = clock()
    way()
    return clock() - began
