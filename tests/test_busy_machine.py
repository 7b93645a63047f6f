"""Tests hold on a busy machine: nothing outlives them, and none fails for how long something takes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck

from tests.guardian import MARK
from tests.machine import PATIENCE, alone_with, port_of_its_own

ROOT = Path(__file__).parents[1]
SLEEPS = """
import os, pathlib, subprocess, sys, time

def start(tmp_path):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True)
    sleeper.returncode = 0  # forgotten
    here = pathlib.Path(os.environ["HERE"])
    (here / "started.new").write_text(str(sleeper.pid))
    (here / "started.new").rename(here / "started")
"""
FORGETS = f"{SLEEPS}\ndef test_forgets(tmp_path):\n    start(tmp_path)\n"
HANGS = f"{SLEEPS}\ndef test_hangs(tmp_path):\n    start(tmp_path)\n    time.sleep(3600)\n"


def command(folder: Path, text: str, *options: str) -> Sequence[str]:
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    plain = ["-p", "tests.left_behind", "-p", "no:cacheprovider", "-c", "/dev/null", f"--rootdir={folder}"]
    return [sys.executable, "-m", "pytest", "-q", *plain, *options, str(folder / "test_it.py")]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "HERE": str(folder), "PYTHONPATH": str(ROOT)}


def started(folder: Path) -> int:
    """The process that the test in this folder started, once it has."""
    deadline = time.monotonic() + PATIENCE
    while not (folder / "started").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return int((folder / "started").read_text())


def ends(pid: int) -> bool:
    """Whether it is gone, or is about to be buried by whoever comes after its parent."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if b"sleep" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="environments are not shown here")


@needs_proc
@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with workers"])
def test_a_run_that_leaves_a_process_behind_fails_and_names_it(tmp_path: Path, options: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [*command(tmp_path, FORGETS, *options), "-W", "ignore"],
        env={**environment(tmp_path), "COACH_TEST_GRACE": "0.5"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout
    assert "LEFT BEHIND by a test: " in ran.stdout
    assert "time.sleep(3600)" in ran.stdout
    assert ends(started(tmp_path))


@needs_proc
@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with workers"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_a_run_that_is_ended(tmp_path: Path, number: signal.Signals, options: tuple[str, ...]) -> None:
    log = tmp_path / "output"
    with log.open("wb") as output:
        run = subprocess.Popen(
            command(tmp_path, HANGS, *options),
            env={**environment(tmp_path), "COACH_TEST_GRACE": "0.5"},
            stdout=output,
            stderr=subprocess.STDOUT,
            # A shell lets what it starts in the background ignore SIGINT, and that would be inherited.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        try:
            sleeper = started(tmp_path)
            run.send_signal(number)
            run.wait(PATIENCE)
        finally:
            run.kill()
            run.wait()

    assert ends(sleeper), log.read_text()


def test_what_a_test_starts_bears_the_mark_of_this_run() -> None:
    shown = subprocess.run([sys.executable, "-c", f"import os; print(os.environ[{MARK!r}])"], capture_output=True)
    assert shown.stdout.decode().strip() == os.environ[MARK]


def test_no_port_is_given_twice_not_even_to_another_run() -> None:
    program = "from tests.machine import port_of_its_own\nprint(*(port_of_its_own() for _ in range(2000)))\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        theirs = {int(port) for port in other.stdout.readline().split()}
        ours = [port_of_its_own() for _ in range(200)]
        other.communicate("\n")

    assert len(theirs) == 2000
    assert len(set(ours) - theirs) == 200


def test_who_wants_to_be_alone_with_a_broker_waits_for_another_run(tmp_path: Path) -> None:
    said = tmp_path / "said"
    program = (
        "import sys\nfrom tests.machine import alone_with\nprint('asks', flush=True)\n"
        f"with alone_with('redis://somewhere'):\n    open({str(said)!r}, 'w').close()"
    )
    with alone_with("redis://somewhere"):
        other = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
        try:
            assert other.stdout
            assert other.stdout.readline() == b"asks\n"
            time.sleep(0.2)
            assert not said.exists()
        except BaseException:
            other.kill()
            raise
    assert other.wait(PATIENCE) == 0
    other.stdout.close()
    assert said.exists()


def test_no_property_fails_for_how_long_it_takes(request: pytest.FixtureRequest) -> None:
    """One that names health checks of its own does without those of the profile."""
    found = {}
    for item in request.session.items:
        if used := getattr(getattr(item, "function", None), "_hypothesis_internal_use_settings", None):
            found[item.nodeid] = used
    interactive = [
        name for name, used in found.items() if used.deadline or HealthCheck.too_slow not in used.suppress_health_check
    ]
    assert interactive == []
