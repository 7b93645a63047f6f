"""What coaching costs the org in API calls, as the org itself counts them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from coach.app import App, build
from coach.app.migrate import migrate
from coach.config.settings import load_settings
from coach.engine.model import DeliveryState, Event, EventKind, Received, Source
from demo.org import OrgOverHttp
from demo.processes import Processes
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.machine import PATIENCE
from tests.system.service import start_org

DEALS = 700

pytestmark = pytest.mark.slow


@pytest.fixture
def org(tmp_path: Path) -> Iterator[OrgOverHttp]:
    """A new one for each test: notes that another's database knows of would be looked at."""
    folder = tmp_path / "org"
    folder.mkdir()
    with Processes(folder) as processes:
        yield start_org(processes, folder, DEALS)


@pytest.fixture
def app(org: OrgOverHttp, tmp_path: Path) -> App:
    """The service in this process, over an org that no process of it has met before."""
    settings = load_settings(
        salesforce_url=org.url,
        salesforce_org_id=org.org_id,
        salesforce_consumer_key=INTEGRATION_KEY,
        salesforce_consumer_secret=INTEGRATION_SECRET,
        salesforce_currency="USD",
        database_url=f"sqlite:///{tmp_path / 'coach.db'}",
        data_dir=tmp_path,
        # As many notes as cards: what the calls are counted by.
        note_style="card",
        deal_daily_cards=0,
        weekly_minutes=0,
        log_level="warning",
    )
    migrate(settings.database)
    return build(settings)


@pytest.mark.parametrize(("notes_in", "calls_per_thousand"), [("collections", 20), ("composite", 60)])
def test_a_thousand_cards_cost_few_calls(app: App, org: OrgOverHttp, notes_in: str, calls_per_thousand: int) -> None:
    _set(org, notes_in)
    deals = _open_deals(org)

    cards, calls = _coach(app, org, deals)

    assert cards >= 1_000
    assert calls * 1_000 / cards <= calls_per_thousand


@pytest.mark.parametrize("notes_in", ["collections", "composite", "single"])
def test_a_single_card_costs_at_most_three_calls_once_the_org_is_known(
    app: App, org: OrgOverHttp, notes_in: str
) -> None:
    _set(org, notes_in)
    first, second = _won_deals(org)
    _coach(app, org, [first])

    cards, calls = _coach(app, org, [second])

    assert cards == 1
    assert calls <= 3


def _set(org: OrgOverHttp, notes_in: str) -> None:
    requests.patch(f"{org.url}/localorg/behaviour", json={"notes_in": notes_in}, timeout=PATIENCE).raise_for_status()


def _open_deals(org: OrgOverHttp) -> list[str]:
    records = org.query(f"SELECT Id FROM Opportunity WHERE IsClosed = false ORDER BY Id LIMIT {DEALS}")
    return [str(record["Id"]) for record in records]


def _won_deals(org: OrgOverHttp) -> list[str]:
    """Two deals that a single playbook speaks about: the handover."""
    return [str(deal["Id"]) for deal in org.query("SELECT Id FROM Opportunity WHERE StageName = 'Closed Won' LIMIT 2")]


def _coach(app: App, org: OrgOverHttp, deals: list[str]) -> tuple[int, int]:
    """Let something happen to these deals; how many cards were written, and how many calls the org counted."""
    before = app.store.figures().deliveries.get(DeliveryState.WRITTEN, 0)
    requests.delete(f"{org.url}/localorg/calls", timeout=PATIENCE).raise_for_status()
    app.store.accept(
        Received(tuple(Event(org.org_id, Source.JSON, f"{deal}-{before}", EventKind.CHANGED, deal) for deal in deals))
    )
    line = app.pipeline()
    while line.coach() or line.write():
        pass
    counted = requests.get(f"{org.url}/localorg/calls", timeout=PATIENCE).json()
    return app.store.figures().deliveries[DeliveryState.WRITTEN] - before, int(counted["total"])
