"""The database is put back as it was some time ago: what was written since is found again, each note once."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coach.app import App, build
from coach.app.migrate import migrate
from coach.config.settings import load_settings
from coach.engine.model import DeliveryState, Event, EventKind, Received, Source
from demo.org import OrgOverHttp
from demo.processes import Processes
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.system.service import start_org

DEALS = 30

pytestmark = pytest.mark.slow


def service(org: OrgOverHttp, folder: Path, name: str) -> App:
    settings = load_settings(
        salesforce_url=org.url,
        salesforce_org_id=org.org_id,
        salesforce_consumer_key=INTEGRATION_KEY,
        salesforce_consumer_secret=INTEGRATION_SECRET,
        database_url=f"sqlite:///{folder / name}",
        data_dir=folder,
        weekly_minutes=0,
        log_level="error",
    )
    migrate(settings.database)
    return build(settings)


def happen(app: App, deals: list[str], name: str) -> None:
    org_id = app.settings.salesforce_org_id
    app.store.accept(Received(tuple(Event(org_id, Source.JSON, name + one, EventKind.CHANGED, one) for one in deals)))
    while app.pipeline().coach() or app.pipeline().write():
        pass


def test_notes_that_were_written_after_the_copy_was_made_are_found_again(tmp_path: Path) -> None:
    with Processes(tmp_path) as processes:
        org = start_org(processes, tmp_path, DEALS)
        deals = [str(one["Id"]) for one in org.query("SELECT Id FROM Opportunity ORDER BY Id")]
        first = service(org, tmp_path, "first.db")
        happen(first, deals[: DEALS // 2], "before")
        with closing(sqlite3.connect(tmp_path / "first.db")) as database:
            database.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
        happen(first, deals, "since")
        written = {str(one["Id"]) for one in org.query("SELECT Id FROM ContentNote")}

        restored = service(org, tmp_path, "copy.db")
        happen(restored, deals, "after")

        assert {str(one["Id"]) for one in org.query("SELECT Id FROM ContentNote")} == written
        notes = restored.store.figures().deliveries
        assert notes[DeliveryState.WRITTEN] == sum(notes.values()) == len(written)
