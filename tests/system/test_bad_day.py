"""Whatever goes wrong while events come in: the notes are those of the pure evaluation, each once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from random import Random
from time import sleep

import pytest
import requests

from tests.machine import PATIENCE
from tests.system.conftest import ServiceOn
from tests.system.service import Service
from tests.system.test_same_cards import deals_of, expected, messages

WEBS = ("web-1", "web-2")
WORKERS = ("worker-1", "worker-2", "worker-3", "worker-4")
FAULTS: Sequence[dict[str, object]] = (
    {"answer_lost": 1},
    {"row_locked": 5},
    {"outage": 3},
    {"limit_exceeded": 1},
    {"answer_truncated": 1},
    {"html": 1},
)
TRIES = 100

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize("broker", ["rabbitmq", "redis"])
def test_processes_die_and_the_org_fails_and_every_note_is_there_once(service_on: ServiceOn, broker: str) -> None:
    service = service_on("postgresql", broker, deals=130, COACH_WEEKLY_MINUTES="0")
    for name in WEBS:
        service.start_web(name)
    for name in WORKERS:
        service.start_worker(name)
    service.start_beat()
    deals = deals_of(service)
    wanted = expected(service, deals)
    service.control("PATCH", "faults", {"latency_ms": 300})

    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(_send, service, each, number) for number, each in enumerate(messages(service, deals))]
        for fault, worker in zip(FAULTS, cycle(WORKERS), strict=False):
            service.control("PATCH", "faults", fault)
            service.processes.kill(worker)
            service.start_worker(worker)
            service.control("DELETE", "sessions")
        service.processes.kill("web-1")
        service.web_ports[0] = service.web_ports[1]
        assert all(each.result(2 * PATIENCE) for each in sending)

    service.everything_works_again()
    service.end_doubts()
    service.wait_until_settled(2 * PATIENCE)
    assert service.note_titles(deals) == wanted
    assert service.all_notes() == wanted.total()


def _send(service: Service, envelope: bytes, number: int) -> bool:
    """Send as Salesforce does, again and again until it is acknowledged."""
    chance = Random(number)
    for _ in range(TRIES):
        try:
            if "<Ack>true</Ack>" in service.post(envelope, chance.randrange(len(service.web_ports))).text:
                return True
        except requests.RequestException:
            sleep(0.2)
    return False
