import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.machine import PATIENCE

_CHILD = """
import sys
from coach.broker.pool import _heed_the_worker
_heed_the_worker()
for line in sys.stdin:
    print("at work", flush=True)
"""
_SIGNAL = "import os, signal, sys; os.kill(int(sys.argv[1]), signal.SIGTERM)"


@pytest.fixture
def child() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def _says(child: subprocess.Popen[str]) -> str:
    assert child.stdin
    assert child.stdout
    child.stdin.write("?\n")
    child.stdin.flush()
    return child.stdout.readline()


def test_a_process_of_a_pool_outlives_a_signal_that_is_sent_to_all(child: subprocess.Popen[str]) -> None:
    assert _says(child) == "at work\n"
    subprocess.run([sys.executable, "-c", _SIGNAL, str(child.pid)], check=True)
    assert _says(child) == "at work\n"


def test_it_ends_when_its_worker_says_so(child: subprocess.Popen[str]) -> None:
    assert _says(child) == "at work\n"
    os.kill(child.pid, signal.SIGTERM)
    assert child.wait(PATIENCE) == 128 + signal.SIGTERM
