"""Nothing that a test starts outlives it: a run that leaves a process behind fails, and one that is killed leaves none.

Hooks of pytest; ``tests/session.py`` takes them over. With several processes, each guards its own tests, and the one
that started them tells what they found.
"""

import os
import subprocess
import sys
import time
import uuid
from typing import Any

import pytest

from tests import guardian

GRACE_SECONDS = float(os.environ.get("COACH_TEST_GRACE", "30"))
"""A process that was ended a moment ago may still be on its way out."""
_MARK, _GUARD = pytest.StashKey[str](), pytest.StashKey["subprocess.Popen[bytes]"]()
_FOUND = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Mark what is started from here on, and have somebody see to it that it ends."""
    mark = uuid.uuid4().hex
    command = [sys.executable, "-S", guardian.__file__, str(os.getpid()), mark]
    unmarked = {name: value for name, value in os.environ.items() if name != guardian.MARK}
    config.stash[_MARK], config.stash[_FOUND] = mark, []
    config.stash[_GUARD] = subprocess.Popen(command, env=unmarked, stdin=subprocess.DEVNULL, start_new_session=True)
    os.environ[guardian.MARK] = mark


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """After the last fixture: whatever still runs was left behind."""
    found = session.config.stash[_FOUND]
    if not _has_workers(session.config):
        found += _left_behind(session.config.stash[_MARK])
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[guardian.MARK] = found
    if found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What one of several processes found."""
    node.config.stash[_FOUND] += getattr(node, "workeroutput", {}).get(guardian.MARK, [])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name them."""
    for each in config.stash[_FOUND]:
        terminalreporter.write_line(f"LEFT BEHIND by a test: {each}", red=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """All is over: what is left is ended, and the guard goes home."""
    if config.stash.get(_MARK, None):
        if not _has_workers(config):
            guardian.end(config.stash[_MARK])
        config.stash[_GUARD].kill()
        config.stash[_GUARD].wait()


def _has_workers(config: pytest.Config) -> bool:
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


def _left_behind(mark: str) -> list[str]:
    # Linux shows no environment of a process that has begun its program but is still being loaded (fs/exec.c).
    time.sleep(guardian.LOOK_EVERY)
    deadline = time.monotonic() + GRACE_SECONDS
    while (found := list(guardian.marked(mark))) and time.monotonic() < deadline:
        time.sleep(guardian.LOOK_EVERY)
    return [said for pid in found if (said := guardian.command(pid))]
