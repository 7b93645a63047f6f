"""The demo's processes: started one by one, watched, and all stopped at the end, whatever the end is."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from coach.errors import CoachError, Misconfigured

HOST = "127.0.0.1"
START_SECONDS = 300.0
"""A process that has ended is noticed at once; one that lives may be slow on a busy machine."""
STOP_SECONDS = 10.0
LOOK_EVERY = 0.1
_NEIGHBOURS = 50


def free_port(preferred: int, but: int = 0) -> int:
    """``preferred``, or the next one where nothing listens yet, ``but`` not this one; with 0, any.

    It is bound only some seconds later, so none is chosen freely that the system may hand out to somebody else
    meanwhile: those begin at 32,768 or above (Linux, ip_local_port_range; macOS and Windows begin at 49,152).
    """
    first = preferred or 20_000 + secrets.randbelow(12_000)
    for port in range(first, first + _NEIGHBOURS):
        if port == but:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Misconfigured(f"No free port on {HOST} from {first} to {first + _NEIGHBOURS - 1}.")


class Processes:
    """A group of processes. As a context manager it stops all of them when left."""

    def __init__(self, log_dir: Path) -> None:
        self._log_dir = log_dir
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the Python module ``command[0]`` with its output in ``<name>.log``.

        Each is in a session of its own, so that Ctrl-C reaches us alone and we stop them in order.
        """
        with (self._log_dir / f"{name}.log").open("wb") as output:
            self._running[name] = subprocess.Popen(  # noqa: S603  # the commands are this module's callers' constants
                [sys.executable, "-m", *command],
                env=dict(environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def pid(self, name: str) -> int:
        """The process by its number."""
        return self._running[name].pid

    def output(self, name: str) -> str:
        """What a process has written so far."""
        path = self._log_dir / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def run(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run ``command`` to its end. Raises CoachError where it fails."""
        self.start(name, command, environment)
        self.finish(name)

    def finish(self, name: str, look: Callable[[str], object] = str) -> None:
        """Wait until a process has ended well; ``look`` is shown its output meanwhile. Raises CoachError."""
        process = self._running[name]
        while process.poll() is None:
            self.check(but=name)
            look(self.output(name))
            time.sleep(LOOK_EVERY)
        del self._running[name]
        if process.returncode:
            raise CoachError(f"{name} ended with status {process.returncode}.\n{self._tail(name)}")
        look(self.output(name))

    def wait_for(self, name: str, url: str, ready: Callable[[requests.Response], bool] = lambda r: r.ok) -> None:
        """Wait until ``url`` answers as wanted. Raises CoachError with the end of the log where the process dies."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.check()
            try:
                if ready(requests.get(url, timeout=10)):
                    return
            except requests.RequestException:
                pass
            time.sleep(LOOK_EVERY)
        raise CoachError(f"{name} did not become ready within {START_SECONDS:.0f} s.\n{self._tail(name)}")

    def check(self, but: str = "") -> None:
        """Raise CoachError where one of the processes, ``but`` one that may, has ended by itself."""
        for name, process in self._running.items():
            if name != but and process.poll() is not None:
                raise CoachError(f"{name} ended with status {process.returncode}.\n{self._tail(name)}")

    def _tail(self, name: str) -> str:
        lines = self.output(name).splitlines()
        return "\n".join(["Its log ends with:", *lines[-15:]]) if lines else "It wrote nothing."

    def stop(self) -> None:
        """Ask every process to end, then end those that do not, the whole session of each."""
        for process in reversed(self._running.values()):
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
            _signal(process, signal.SIGKILL)  # children that did not end with it
        self._running.clear()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
