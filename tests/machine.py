"""What all test runs on one machine share: its ports, and the brokers that listen there."""

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
"""Seconds after which a process that lives, and does not do what is waited for, counts as one that hangs. A busy
machine takes long, and that is no failure; a process that has ended is noticed at once.
"""
_PORTS = 65_536
_given: set[int] = set()


def lacking(sentence: str) -> NoReturn:
    """End a test that this machine lacks something for: a skip that says so, and a failure where CI=true."""
    if CI:
        pytest.fail(sentence)
    pytest.skip(sentence)


def port_of_its_own() -> int:
    """A port that no other run of tests is given while this process lives, for something that listens there later."""
    while True:
        port = free_port(0)
        with suppress(BlockingIOError, PermissionError):  # lockf tells with either that somebody else holds it
            # A record lock ends with its process, however that ends, and no child inherits it (fcntl(2)).
            fcntl.lockf(_locks(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
            if port not in _given:
                _given.add(port)
                return port


@contextmanager
def alone_with(service: str) -> Iterator[None]:
    """Keep other runs of tests away from what this URL names: they wait, however long that takes."""
    place = _PORTS + crc32(service.encode())
    fcntl.lockf(_locks(), fcntl.LOCK_EX, 1, place)
    try:
        yield
    finally:
        fcntl.lockf(_locks(), fcntl.LOCK_UN, 1, place)


@cache
def _locks() -> int:
    """The file with the locks. It is never closed: closing it once would give all of them back."""
    return os.open(Path(tempfile.gettempdir()) / f"coach-tests-{os.getuid()}.locks", os.O_RDWR | os.O_CREAT, 0o600)
