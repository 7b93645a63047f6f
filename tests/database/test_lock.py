import os
import signal
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import pytest

from coach.database.lock import WriterLock
from coach.errors import TryAgain
from tests.machine import PATIENCE

LONG, SHORT = timedelta(seconds=30), timedelta(milliseconds=50)


def test_threads_take_turns(tmp_path: Path) -> None:
    lock, inside, worst = WriterLock(tmp_path / "lock", LONG), [0], [0]

    def work() -> None:
        for _ in range(50):
            with lock.held():
                inside[0] += 1
                worst[0] = max(worst[0], inside[0])
                inside[0] -= 1

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worst == [1]


def test_a_turn_that_does_not_come_in_time_is_for_trying_again(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "lock", LONG).held(), pytest.raises(TryAgain, match="busy for too long"):
        WriterLock(tmp_path / "lock", SHORT).held().__enter__()


def test_a_thread_that_does_not_get_its_turn_in_time_is_told_so(tmp_path: Path) -> None:
    lock, told, done = WriterLock(tmp_path / "lock", SHORT), [False], Flag()

    def wait() -> None:
        try:
            lock.held().__enter__()
        except TryAgain:
            told[0] = True
        done.set()

    with lock.held():
        Thread(target=wait).start()
        assert done.wait(PATIENCE)
    assert told == [True]


def _hold_for_ever(path: Path, ready: Path) -> int:
    """A process that has the turn and does not give it back; its id."""
    child = os.fork()
    if child == 0:
        with WriterLock(path, LONG).held():
            ready.touch()
            signal.pause()
        os._exit(0)
    while not ready.exists():
        Flag().wait(0.001)
    return child


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path: Path) -> None:
    child = _hold_for_ever(tmp_path / "lock", tmp_path / "ready")
    with pytest.raises(TryAgain):
        WriterLock(tmp_path / "lock", SHORT).held().__enter__()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with WriterLock(tmp_path / "lock", LONG).held() as turn:
        assert turn is None
