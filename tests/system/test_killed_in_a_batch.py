"""A worker dies in the middle of a batch that goes note by note: only what was sent, or under way, is in doubt."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from coach.queue.delivery_row import Action
from coach.queue.tables.records import attempt
from coach.salesforce.capabilities import CachedCapability
from tests.machine import PATIENCE
from tests.system.conftest import ServiceOn
from tests.system.service import Service
from tests.system.test_same_cards import deals_of, expected, send

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize(("database", "broker"), [("sqlite", "files"), ("postgresql", "rabbitmq")])
def test_what_a_killed_worker_had_not_sent_yet_waits_for_its_lease_and_no_longer(
    service_on: ServiceOn, database: str, broker: str
) -> None:
    service = service_on(database, broker, deals=30, COACH_WEEKLY_MINUTES="0")
    CachedCapability(service.store, "notes_in", timedelta(days=1), lambda: datetime.now(UTC)).set("single")
    service.start_web("web-1")
    service.start_worker("worker-1")
    service.start_beat()
    deals = deals_of(service)
    service.control("PATCH", "faults", {"latency_ms": 500})
    send(service, deals)
    _wait_for_notes(service, 3)
    service.processes.kill("worker-1")
    service.everything_works_again()
    sent = service.all_notes()
    service.start_worker("worker-2")

    service.wait_until_settled()
    assert len(_looked_for(service)) <= sent + 1 < len(deals)
    wanted = expected(service, deals)
    assert service.note_titles(deals) == wanted
    assert service.all_notes() == wanted.total()


def _looked_for(service: Service) -> list[str]:
    """The notes that were in doubt."""
    with service.engine.connect() as connection:
        looks = sa.select(attempt.c.delivery_key).where(attempt.c.action == Action.LOOK).distinct()
        return list(connection.execute(looks).scalars())


def _wait_for_notes(service: Service, number: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while service.all_notes() < number:
        assert time.monotonic() < deadline
        time.sleep(0.1)
