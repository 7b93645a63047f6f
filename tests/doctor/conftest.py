"""A new org, set up as docs/admin.md asks, and somebody in front of it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from localorg.schema.features import Features
from tests.doctor.desk import PLAYBOOK, Desk
from tests.machine import PATIENCE
from tests.salesforce.served import Served, serve


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("doctors-org"), features=Features(multi_currency=False))


@pytest.fixture
def desk(running: Served, tmp_path: Path) -> Iterator[Desk]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    running.reset()
    requests.delete(f"{running.url}/localorg/setup", timeout=PATIENCE).raise_for_status()
    (tmp_path / "playbooks").mkdir()
    seat = Desk(running, tmp_path)
    seat.playbook("big-deals", PLAYBOOK)
    seat.set_up(chatter_enabled=True)
    seat.app_settings("scope.api", "flow.client_credentials", "flow.web_server")
    seat.app_policies(permitted="self")
    seat.no_message()
    seat.no_trigger()
    seat.migrate()
    yield seat
    root.handlers = handlers
    root.setLevel(level)
