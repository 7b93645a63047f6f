"""What the periodic tasks come to, in the service as it is put together."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from coach.app import App, build
from coach.app.migrate import migrate
from coach.app.terms import retention_periods
from coach.broker.broker import TIDY
from coach.config.settings import load_settings
from coach.database.engine import open_engine
from coach.people.sessions import Session
from coach.people.tables import session
from coach.privacy.tables import view
from tests.fixtures.make import ORG


@pytest.fixture
def service(tmp_path: Path) -> Iterator[App]:
    """A service whose sessions are over as soon as they have begun."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    settings = load_settings(
        salesforce_url="https://example.my.salesforce.com",
        salesforce_org_id=ORG,
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        database_url=f"sqlite:///{tmp_path / 'coach.db'}",
        data_dir=tmp_path,
        session_idle_minutes=1e-9,
    )
    migrate(settings.database)
    yield build(settings)
    root.handlers = handlers
    root.setLevel(level)


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
