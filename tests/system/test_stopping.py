"""A service is stopped as systemd and Heroku do it: SIGTERM to all its processes at once."""

import pytest
import sqlalchemy as sa

from coach.queue.tables.records import deal, delivery
from tests.system.conftest import ServiceOn
from tests.system.service import Service, outbound_message

DEALS = 40

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize(("database", "broker"), [("sqlite", "files"), ("postgresql", "redis")])
def test_a_worker_that_is_stopped_with_its_pool_ends_and_holds_nothing(
    service_on: ServiceOn, database: str, broker: str
) -> None:
    service = service_on(database, broker, deals=DEALS, COACH_WEEKLY_MINUTES="0")
    service.start_web("web-1")
    service.start_worker("worker-1", pool="prefork", concurrency=2)
    deals = [str(each["Id"]) for each in service.org.query(f"SELECT Id FROM Opportunity LIMIT {DEALS}")]
    sent = [(f"04l{number:012}", each) for number, each in enumerate(deals)]
    assert service.post(outbound_message(service.org.org_id, sent)).status_code == 200

    service.wait_for(lambda figures: sum(figures.deliveries.values()) > 0)
    assert service.processes.end("worker-1") == 0
    assert _held(service) == 0


def _held(service: Service) -> int:
    with service.engine.connect() as connection:
        return sum(
            connection.execute(
                sa.select(sa.func.count()).select_from(table).where(table.c.lease_owner.is_not(None))
            ).scalar_one()
            for table in (deal, delivery)
        )
