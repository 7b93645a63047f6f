"""A worker sleeps in mid-batch: stopped, or on a machine that was paused. Another does its work meanwhile."""

import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from coach.engine.model import DeliveryState
from coach.pipeline.context import LEASE
from coach.queue.tables.records import delivery
from tests.machine import PATIENCE
from tests.system.conftest import ServiceOn
from tests.system.service import Service
from tests.system.test_same_cards import deals_of, expected, send

pytestmark = [pytest.mark.slow, pytest.mark.service]


def test_a_worker_that_slept_through_its_lease_writes_nothing_when_it_wakes_up(service_on: ServiceOn) -> None:
    service = service_on("sqlite", "files", deals=40, COACH_WEEKLY_MINUTES="0")
    service.start_web("web-1")
    service.start_worker("sleeper")
    service.start_beat()
    deals = deals_of(service)
    service.control("PATCH", "faults", {"latency_ms": 4000})

    send(service, deals)
    # Its next call, of some seconds, looks for what may be there already; writing would come after it.
    _wait_for_doubts(service)
    service.wait_for(lambda figures: figures.deliveries[DeliveryState.SENDING] > 0)
    time.sleep(1)
    service.processes.stop_for_now("sleeper")
    time.sleep(LEASE.total_seconds() + 1)
    service.everything_works_again()
    service.start_worker("worker-2")
    service.wait_for(lambda figures: not figures.deliveries[DeliveryState.SENDING])
    service.end_doubts()
    service.wait_until_settled()
    service.processes.go_on("sleeper")
    time.sleep(15)

    wanted = expected(service, deals)
    assert service.note_titles(deals) == wanted
    assert service.all_notes() == wanted.total()


def _wait_for_doubts(service: Service) -> None:
    """As soon as there are notes, each is one whose create may have been carried out, and is looked for first."""
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    deadline = time.monotonic() + PATIENCE
    waits = sa.update(delivery).where(delivery.c.state == DeliveryState.PENDING).values(in_doubt_since=long_ago)
    while True:
        with service.engine.begin() as connection:
            if connection.execute(waits).rowcount:
                return
        assert time.monotonic() < deadline
        time.sleep(0.02)
