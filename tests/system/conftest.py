"""Fixture for a service on each database and broker."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import redis

from tests.machine import alone_with
from tests.postgres import database_of_its_own
from tests.system.service import KillableProcesses, Service, set_up

ServiceOn = Callable[..., Service]


@pytest.fixture
def service_on(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServiceOn]:
    """A function that sets up a service on a named database and broker; everything is removed at the end."""
    with ExitStack() as stack:
        processes = stack.enter_context(KillableProcesses(tmp_path))

        def build(database: str, broker: str, deals: int, **settings: str) -> Service:
            address = stack.enter_context(_broker(request, broker))
            url = ""
            if database == "postgresql":
                url = stack.enter_context(database_of_its_own(request.getfixturevalue("postgres_url")))
            stack.callback(processes.stop)
            service = set_up(processes, tmp_path, deals, url, address, **settings)
            stack.callback(service.engine.dispose)
            return service

        yield build


@contextmanager
def _broker(request: pytest.FixtureRequest, name: str) -> Iterator[str]:
    """The address of a broker, locked against other test runs meanwhile."""
    if name == "files":
        yield ""
        return
    url = str(request.getfixturevalue(f"{name}_url"))
    with alone_with(url):
        if name == "redis":
            with redis.Redis.from_url(url) as client:
                client.flushdb()
        yield url
