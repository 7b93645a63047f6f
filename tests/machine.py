"""Resources shared by all test runs on one machine: ports and brokers."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NoReturn
from zlib import crc32

import pytest

from demo.processes import free_port

CI = os.environ.get("CI") == "true"

PATIENCE = 600.0
"""Timeout in seconds for a live process to do what a test waits for. After it, the process counts as hanging.

It is long because a busy machine is no failure; a process that has ended is noticed at once.
"""
_PORTS = 65_536
_given: set[int] = set()


def lacking(sentence: str) -> NoReturn:
    """End a test because this machine lacks something: skip it and say so, or fail if CI=true."""
    if CI:
        pytest.fail(sentence)
    pytest.skip(sentence)


def port_of_its_own() -> int:
    """A port for a later listener, reserved against other test runs for the life of this process."""
    while True:
        port = free_port(0)
        with suppress(BlockingIOError, PermissionError):  # lockf raises either if another process holds the lock
            # A record lock ends with its process, however that ends, and children do not inherit it (fcntl(2)).
            fcntl.lockf(_locks(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
            if port not in _given:
                _given.add(port)
                return port


@contextmanager
def alone_with(service: str) -> Iterator[None]:
    """Lock the service at this URL against other test runs; they wait as long as needed."""
    place = _PORTS + crc32(service.encode())
    fcntl.lockf(_locks(), fcntl.LOCK_EX, 1, place)
    try:
        yield
    finally:
        fcntl.lockf(_locks(), fcntl.LOCK_UN, 1, place)


@cache
def _locks() -> int:
    """The file with the locks. It is never closed, because closing it once would release all of them."""
    return os.open(Path(tempfile.gettempdir()) / f"coach-tests-{os.getuid()}.locks", os.O_RDWR | os.O_CREAT, 0o600)
