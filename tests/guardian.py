"""Ends all processes of a test run once the run has ended, even if it was killed.

Every process that a test starts inherits a mark in its environment. The guardian finds it by that mark, whatever its
parent is by then. The guardian is a separate program without imports from Coach, so that it runs before the first test.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "COACH_TEST_RUN"
LOOK_EVERY = 0.2
_PROC = Path("/proc")


def marked(mark: str) -> Iterator[int]:
    """The ids of processes with this mark, except this one; none if the system does not show environments."""
    wanted = f"{MARK}={mark}\0".encode()
    for each in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (each / "environ").read_bytes() + b"\0" and int(each.name) != os.getpid():
                yield int(each.name)


def command(pid: int) -> str:
    """The command line of a process; empty if it has ended."""
    with suppress(OSError):
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return ""


def end(mark: str) -> None:
    """Kill all processes with the mark, and those that they start meanwhile."""
    while found := list(marked(mark)):
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _guard(parent: int, mark: str) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    end(mark)


if __name__ == "__main__":
    _guard(int(sys.argv[1]), sys.argv[2])
