"""The web process in front of a database of another version: it says so, and takes nothing until somebody has acted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from coach.app import App
from coach.database.engine import open_engine
from tests.fixtures.service import a_service

TOKEN = "0a1b2c3d4e5f60718293a4b5"
FOREIGN = (
    "The database is of another version of Coach (revision 0017), which coach migrate cannot bring to this one:"
    " whoever runs Coach starts that version, or this one with an empty database; waiting does not help."
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[App]:
    with a_service(tmp_path, bearer_tokens=TOKEN) as made:
        yield made


def _stamp(service: App, revision: str) -> None:
    engine = open_engine(service.settings.database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


def test_readyz_says_that_the_database_is_of_another_version(service: App) -> None:
    _stamp(service, "0017")

    answer = service.web().test_client().get("/readyz")

    assert answer.status_code == 503
    (check,) = [check for check in answer.get_json()["checks"] if check["name"] == "database"]
    assert (check["ok"], check["sentence"]) == (False, FOREIGN)


def test_an_event_is_refused_and_may_be_sent_again(service: App) -> None:
    _stamp(service, "0017")
    event = {"type": "opportunity.changed", "data": {"opportunity_id": "006000000000001AAA"}}

    answer = service.web().test_client().post("/hooks/events", json=event, headers={"Authorization": f"Bearer {TOKEN}"})

    assert (answer.status_code, answer.get_json()["message"]) == (503, FOREIGN)
    assert "Retry-After" in answer.headers


def test_a_database_that_fits_is_ready(service: App) -> None:
    check = service.database_check()

    assert (check.ok, check.sentence) == (True, "The database is up to date.")
