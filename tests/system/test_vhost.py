"""The virtual host of a real RabbitMQ goes away while the service runs, and is made again."""

import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from coach.queue.tables.records import memory
from demo.processes import HOST
from tests.machine import PATIENCE, lacking
from tests.system.service import KillableProcesses, Service, set_up
from tests.system.test_same_cards import deals_of, expected, send

pytestmark = [pytest.mark.slow, pytest.mark.service]

GONE = "The broker has no such virtual host, or keeps this user out of it."


class VirtualHost:
    """One that is nobody else's."""

    def __init__(self, url: str) -> None:
        self._name = f"coach-test-{secrets.token_hex(8)}"
        self.url = f"{url.rstrip('/')}/{self._name}"

    def make(self) -> None:
        self._control("add_vhost", self._name)
        self._control("set_permissions", "-p", self._name, "guest", ".*", ".*", ".*")

    def remove(self) -> None:
        self._control("delete_vhost", self._name)

    @staticmethod
    def _control(*arguments: str) -> None:
        subprocess.run(["rabbitmqctl", "-q", *arguments], check=True, capture_output=True, timeout=PATIENCE)


@pytest.fixture
def virtual_host(rabbitmq_url: str) -> Iterator[VirtualHost]:
    if shutil.which("rabbitmqctl") is None:
        lacking("rabbitmqctl is not installed")
    host = VirtualHost(rabbitmq_url)
    host.make()
    try:
        yield host
    finally:
        host.remove()


@pytest.fixture
def service(virtual_host: VirtualHost, tmp_path: Path) -> Iterator[Service]:
    with KillableProcesses(tmp_path) as processes:
        service = set_up(processes, tmp_path, 10, "", virtual_host.url, COACH_WEEKLY_MINUTES="0")
        service.start_web("web")
        service.start_worker("worker")
        service.start_beat()
        yield service
        processes.stop()
        service.engine.dispose()


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def swept_at(service: Service) -> str:
    with service.engine.connect() as connection:
        return str(connection.execute(sa.select(memory.c.value).where(memory.c.name == "swept_at")).scalar())


def test_whoever_loses_the_virtual_host_says_so_and_is_at_work_again_once_it_is_back(
    service: Service, virtual_host: VirtualHost
) -> None:
    deals = deals_of(service)
    send(service, deals[:2])
    until(lambda: service.note_titles(deals) == expected(service, deals[:2]))

    virtual_host.remove()
    send(service, deals[2:4])
    until(lambda: all(GONE in (service.folder / f"{name}.log").read_text() for name in ("web", "worker", "beat")))
    assert GONE in requests.get(f"http://{HOST}:{service.web_ports[0]}/readyz", timeout=PATIENCE).text
    before = swept_at(service)

    virtual_host.make()
    until(lambda: service.note_titles(deals) == expected(service, deals[:4]))
    until(lambda: swept_at(service) > before)
