"""A service over each database and broker."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import redis

from tests.postgres import database_of_its_own
from tests.system.service import KillableProcesses, Service, set_up

ServiceOn = Callable[..., Service]


@pytest.fixture
def service_on(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServiceOn]:
    """Sets a service up on a database and a broker, by name; everything is stopped and removed at the end."""
    with ExitStack() as stack:
        processes = stack.enter_context(KillableProcesses(tmp_path))

        def build(database: str, broker: str, deals: int, **settings: str) -> Service:
            url = ""
            if database == "postgresql":
                url = stack.enter_context(database_of_its_own(request.getfixturevalue("postgres_url")))
                stack.callback(processes.stop)
            service = set_up(processes, tmp_path, deals, url, _broker(request, broker), **settings)
            stack.callback(service.engine.dispose)
            return service

        yield build


def _broker(request: pytest.FixtureRequest, name: str) -> str:
    if name == "files":
        return ""
    url = str(request.getfixturevalue(f"{name}_url"))
    if name == "redis":
        with redis.Redis.from_url(url) as client:
            client.flushdb()
    return url
