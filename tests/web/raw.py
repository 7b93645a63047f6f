"""Raw sockets against the server that production runs."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from tests.machine import PATIENCE

ROOT = Path(__file__).parents[2]
MISTAKES = re.compile(r"Traceback|uncaptured|[Uu]nexpected|request_failed")
"""How the server, waitress and Coach say that something of their own broke."""


class Served(NamedTuple):
    """A server that listens, and what it has written so far."""

    port: int
    said: Callable[[], str]


@contextmanager
def served(*options: str) -> Iterator[Served]:
    """``tests.fixtures.web_served`` with these options. It must end well, and own up to no mistake meanwhile."""
    command = [sys.executable, "-m", "tests.fixtures.web_served", *options]
    with tempfile.TemporaryFile("w+") as output:
        with subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT) as server:
            try:
                yield Served(_port(server, output), partial(_written, output))
            finally:
                server.terminate()
                server.wait(PATIENCE)
        assert server.returncode == 0
        assert not MISTAKES.findall(_written(output))


def _port(server: "subprocess.Popen[bytes]", output: IO[str]) -> int:
    deadline = time.monotonic() + PATIENCE
    while not (listening := re.search(r"Listening at \S+:(\d+)\n", _written(output))):
        assert server.poll() is None, _written(output)
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(listening[1])


def _written(output: IO[str]) -> str:
    """Not by seeking: the place to write at is the server's, too."""
    return os.pread(output.fileno(), 10_000_000, 0).decode(errors="replace")


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def answer_to(port: int, request: bytes, ends: bool = False) -> bytes:
    """All that comes back for these bytes, until the server hangs up; ``ends`` when nothing more will be sent."""
    with connect(port) as connection:
        connection.sendall(request)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return answer


def exchange(port: int, request: bytes) -> tuple[int, str]:
    """Status and body of the answer to raw bytes."""
    head, _, body = answer_to(port, request).partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


def head(address: str, *lines: str) -> bytes:
    return "".join([f"POST {address} HTTP/1.1\r\nHost: coach\r\nConnection: close\r\n", *lines, "\r\n"]).encode()
