"""The same events, however often, in whatever order, from however many processes: the same notes, and no more."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from coach.app.connection import OrgConnection
from coach.app.org import SalesforceOrg
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext, evaluate
from coach.engine.matching import compile_rules
from coach.engine.model import RepLoad
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load
from coach.ids import to18
from coach.salesforce.settings import OrgSettings
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.system.conftest import ServiceOn
from tests.system.service import Service, outbound_message

EVENTS = 100
TIMES = 10
THREADS = 8

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize(("database", "broker"), [("postgresql", "rabbitmq"), ("postgresql", "redis")])
def test_a_hundred_events_ten_times_shuffled_and_in_parallel(service_on: ServiceOn, database: str, broker: str) -> None:
    service = service_on(database, broker, deals=130, COACH_WEEKLY_MINUTES="0")
    for name in ("web-1", "web-2"):
        service.start_web(name)
    for name in ("worker-1", "worker-2", "worker-3", "worker-4"):
        service.start_worker(name)
    service.start_beat()
    deals = deals_of(service)

    send(service, deals)
    service.wait_until_settled()

    wanted = expected(service, deals)
    assert service.note_titles(deals) == wanted
    assert service.all_notes() == wanted.total()


def test_workers_killed_in_the_middle_lose_no_note_and_write_none_twice(service_on: ServiceOn) -> None:
    service = service_on("sqlite", "files", deals=130, COACH_WEEKLY_MINUTES="0")
    service.start_web("web-1")
    service.start_worker("worker-1")
    service.start_beat()
    deals = deals_of(service)

    send(service, deals)
    service.wait_for(lambda figures: sum(figures.deliveries.values()) > 0)
    service.processes.kill("worker-1")
    service.end_leases()
    service.start_worker("worker-2")
    service.wait_until_settled()

    assert service.note_titles(deals) == expected(service, deals)


def deals_of(service: Service) -> list[str]:
    """A hundred deals of the org."""
    records = service.org.query(f"SELECT Id FROM Opportunity ORDER BY Id LIMIT {EVENTS}")
    return [str(record["Id"]) for record in records]


def send(service: Service, deals: Sequence[str]) -> None:
    """To any of the web processes, in parallel."""
    sent = enumerate(messages(service, deals))
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda each: service.post(each[1], each[0] % len(service.web_ports)), sent))
    assert {answer.status_code for answer in answers} == {200}
    assert all("<Ack>true</Ack>" in answer.text for answer in answers)


def messages(service: Service, deals: Sequence[str]) -> list[bytes]:
    """An event for each deal, each ten times, shuffled, in messages of one to five notifications."""
    chance = random.Random(7)
    events = [(to18(f"04l{number:012}"), deal) for number, deal in enumerate(deals)] * TIMES
    chance.shuffle(events)
    return [outbound_message(service.org.org_id, chunk) for chunk in _chunks(events, chance)]


def _chunks(events: Sequence[tuple[str, str]], chance: random.Random) -> Iterator[Sequence[tuple[str, str]]]:
    start = 0
    while start < len(events):
        size = chance.randint(1, 5)
        yield events[start : start + size]
        start += size


def expected(service: Service, deals: Sequence[str]) -> Counter[tuple[str, str]]:
    """What one evaluation of each deal says, without a queue, a worker or a database."""
    now = datetime.now(UTC)
    settings = OrgSettings(
        service.org.url, service.org.org_id, INTEGRATION_KEY, consumer_secret=INTEGRATION_SECRET, currency="USD"
    )
    library = load(Path("playbooks"), check_text=check_template)
    context = EvaluationContext(
        library, compile_rules(library), Limits(weekly_minutes=Decimal(0)), (notes_in(Style.DEAL),)
    )
    read = SalesforceOrg(OrgConnection(settings, service.store, lambda: now)).read_deals(deals, library.custom_fields)
    outcomes = [evaluate(deal, context, [], [], RepLoad(), now) for deal in read.deals.values()]
    return Counter(
        (outcome.opportunity_id, note.title) for outcome in outcomes for note in outcome.deliveries if note.live
    )
