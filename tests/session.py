"""What every test shares: the --slow switch, a browser, and where the real services are."""

import os
import socket
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import browser, open_page, page
from tests.left_behind import (
    pytest_configure,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
    pytest_unconfigure,
)
from tests.machine import CI, PATIENCE, lacking

__all__ = [
    "browser",
    "open_page",
    "page",
    "pytest_configure",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
    "pytest_unconfigure",
]

POSTGRES = os.environ.get("COACH_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("COACH_TEST_REDIS", "redis://127.0.0.1:6379/15")
RABBITMQ = os.environ.get("COACH_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//")


# A property fails for what it finds, never for how long a busy machine took to look. In CI it looks at the same
# examples every time, so that a run fails for what was changed; new examples are found where people work.
settings.register_profile("coach", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.load_profile("ci" if CI else "coach")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that take more than a few seconds, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow") or CI:
        # Files run side by side: a long one that begins last is what everybody would wait for.
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: (item.path.parent.name != "system", item.path not in slow))
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: runs with --slow, and in CI"))


def require_service(url: str) -> str:
    """The URL of a real service, once something listens there; a skip where nothing does, a failure where CI=true."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=PATIENCE).close()
    except OSError as error:
        lacking(f"nothing listens at {parts.hostname}:{parts.port}: {error}")
    return url


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A PostgreSQL database that tests may create schemas and databases in."""
    return require_service(POSTGRES)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A Redis database that tests may fill and flush."""
    return require_service(REDIS)


@pytest.fixture(scope="session")
def rabbitmq_url() -> str:
    """A RabbitMQ virtual host that tests may declare queues in."""
    return require_service(RABBITMQ)
