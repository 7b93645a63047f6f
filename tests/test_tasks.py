"""What the periodic tasks come to, in the service as it is put together."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from coach.app import App
from coach.app.terms import retention_periods
from coach.broker.broker import CANARY, COACH, SWEEP, TIDY, WRITE
from coach.database.engine import open_engine
from coach.errors import TryAgain
from coach.people.sessions import Session
from coach.people.tables import session
from coach.privacy.tables import view
from coach.tasks import SAID_EVERY, Hindrances
from tests.fixtures.make import ORG
from tests.fixtures.service import a_service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[App]:
    """A service whose sessions are over as soon as they have begun."""
    with a_service(tmp_path, session_idle_minutes=1e-9) as made:
        yield made


def test_sessions_that_are_over_are_removed_by_the_tidying(service: App) -> None:
    service.store.identity.begin_session("a" * 64, Session("005000000000001AAA", "Anna", "anna@example.com"))

    service.celery.tasks[TIDY]()

    engine = open_engine(service.settings.database)
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(session)).scalar_one() == 0
    engine.dispose()


def test_what_is_older_than_its_period_is_let_go_once_a_day(service: App) -> None:
    engine = open_engine(service.settings.database)
    long_ago = datetime.now(UTC) - timedelta(days=366)
    looked = {"org_id": ORG, "at": long_ago, "viewer_id": "v", "viewer_name": "Max", "rep_id": "", "what": "page"}
    with engine.begin() as connection:
        connection.execute(sa.insert(view), looked | {"detail": "", "once": "1"})

    service.celery.tasks[TIDY]()
    with engine.begin() as connection:
        left = connection.execute(sa.select(sa.func.count()).select_from(view)).scalar_one()
        connection.execute(sa.insert(view), looked | {"detail": "", "once": "2"})
    service.celery.tasks[TIDY]()

    with engine.connect() as connection:
        assert (left, connection.execute(sa.select(sa.func.count()).select_from(view)).scalar_one()) == (0, 1)
    engine.dispose()


def test_periods_of_no_days_are_for_good(service: App) -> None:
    periods = retention_periods(service.settings.model_copy(update={"retention_views_days": 0}))

    assert (periods.views, periods.events) == (None, timedelta(days=90))


def test_in_a_database_of_another_version_tasks_do_nothing_and_say_so_once(service: App) -> None:
    engine = open_engine(service.settings.database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0017'"))

    with capture_logs() as said:
        for name in (SWEEP, COACH, WRITE, CANARY, TIDY, SWEEP):
            service.celery.tasks[name]()

    (line,) = said
    assert (line["event"], line["log_level"]) == ("task_failed", "error")
    assert line["sentence"].startswith(
        "The database is of another version of Coach (revision 0017), which coach migrate"
    )
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM slot")).scalar_one() == 0
    engine.dispose()


def test_a_task_works_as_soon_as_the_database_is_migrated(service: App) -> None:
    engine = open_engine(service.settings.database)
    with engine.begin() as connection:
        revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(sa.text("DELETE FROM alembic_version"))
    with capture_logs() as said:
        service.celery.tasks[TIDY]()
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
    with capture_logs() as after:
        service.celery.tasks[TIDY]()
    engine.dispose()

    assert ["has not been set up" in line["sentence"] for line in said] == [True]
    assert [line["event"] for line in after] == ["retention_done"]


def test_why_tasks_fail_is_said_again_after_a_minute_and_another_reason_at_once() -> None:
    now = [0.0]
    hindrances = Hindrances(lambda: now[0])
    with capture_logs() as said:
        for at, sentence in ((0, "a"), (1, "a"), (2, "b"), (SAID_EVERY - 1, "a"), (SAID_EVERY, "a")):
            now[0] = at
            with hindrances.of("coach.sweep"):
                raise TryAgain(sentence)

    assert [line["sentence"] for line in said] == ["a", "b", "a"]
