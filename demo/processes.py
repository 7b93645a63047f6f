"""The demo's processes: started one by one, watched, and all stopped at the end, however it ends.

They also end if their parent is killed and cannot stop them.
"""

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

from demo.trouble import Trouble

HOST = "127.0.0.1"
START_SECONDS = 300.0
"""A generous limit: an ended process is noticed at once, and a live one may be slow on a busy machine."""
STOP_SECONDS = 10.0
LOOK_EVERY = 0.1
_NEIGHBOURS = 50
_RUN = Path(__file__).with_name("with_parent.py")


def free_port(preferred: int, but: int = 0) -> int:
    """``preferred``, or the next port on which nothing listens, except ``but``; 0 means any.

    The port is bound only some seconds later. So it must not be one that the system may give to another program
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
    raise Trouble(f"No free port on {HOST} from {first} to {first + _NEIGHBOURS - 1}.")


def ports(org: int, service: int, tell: Callable[[str], object] = str) -> tuple[int, int]:
    """A free port for each; ``tell`` is called with a message if a preferred port is in use."""
    first = free_port(org)
    second = free_port(service, but=first)
    for wanted, taken, whose in ((org, first, "the org"), (service, second, "the service")):
        if wanted and wanted != taken:
            tell(f"Something else listens on port {wanted}: {whose} takes {taken}.")
    return first, second


class Processes:
    """A group of processes. As a context manager it stops all of them when left."""

    def __init__(self, log_dir: Path) -> None:
        self._log_dir = log_dir
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._ours: tuple[int, int] | None = None
        """A pipe. Only this process has its writing end, so readers of the other end notice when this process ends."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the Python module ``command[0]`` with its output in ``<name>.log``.

        Each process has its own session, so that Ctrl-C reaches only the parent, which stops them in order.
        """
        self._ours = self._ours or os.pipe()
        with (self._log_dir / f"{name}.log").open("wb") as output:
            self._running[name] = subprocess.Popen(  # noqa: S603  # the commands are this module's callers' constants
                [sys.executable, str(_RUN), *command],
                env=dict(environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=self._ours[0],
                start_new_session=True,
            )

    def pid(self, name: str) -> int:
        """The process id."""
        return self._running[name].pid

    def output(self, name: str) -> str:
        """The output of a process so far."""
        path = self._log_dir / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def run(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run ``command`` to its end. Raises Trouble if it fails."""
        self.start(name, command, environment)
        self.finish(name)

    def finish(self, name: str, look: Callable[[str], object] = str) -> None:
        """Wait until a process has ended; ``look`` is called with its output meanwhile. Raises Trouble if it fails."""
        process = self._running[name]
        while process.poll() is None:
            self.check(but=name)
            look(self.output(name))
            time.sleep(LOOK_EVERY)
        del self._running[name]
        if process.returncode:
            raise Trouble(f"{name} ended with status {process.returncode}.\n{self._tail(name)}")
        look(self.output(name))

    def wait_for(self, name: str, url: str) -> None:
        """Wait until ``url`` answers. Raises Trouble with the end of the log if the process dies."""
        self.wait_until(name, lambda: _answers(url))

    def wait_until(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait until a process is ``ready``. Raises Trouble with the end of its log if it dies."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.check()
            if ready():
                return
            time.sleep(LOOK_EVERY)
        raise Trouble(f"{name} did not become ready within {START_SECONDS:.0f} s.\n{self._tail(name)}")

    def check(self, but: str = "") -> None:
        """Raise Trouble if a process other than ``but`` has ended by itself."""
        for name, process in self._running.items():
            if name != but and process.poll() is not None:
                raise Trouble(f"{name} ended with status {process.returncode}.\n{self._tail(name)}")

    def _tail(self, name: str) -> str:
        lines = self.output(name).splitlines()
        return "\n".join(["Its log ends with:", *lines[-15:]]) if lines else "It wrote nothing."

    def stop(self) -> None:
        """Ask every process to end, then kill those that have not, with their whole sessions."""
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
        for end in self._ours or ():
            os.close(end)
        self._ours = None


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=10).ok
    except requests.RequestException:
        return False


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
