"""The whole service, put together as it runs; only the org is not there."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from coach.app import App, build
from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.config.settings import load_settings
from coach.database.engine import open_engine
from coach.queue.tables.records import metadata
from tests.fixtures.make import ORG
from tests.visible.organisation import ADMIN, ENABLEMENT, OTHER_ORG, Filled, Organisation, fill

OF_THE_PLAYBOOKS = frozenset({"library", "release", "playbook_text"})
PLAYBOOK = """\
title: Hold the price
status: live
skill: Negotiating
when:
  stage: {is: Negotiation}
cards:
  - name: hold-the-price
    title: Hold the price
    tip: Trade, never give.
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    folder = tmp_path_factory.mktemp("visible")
    (folder / "playbooks").mkdir()
    (folder / "playbooks" / "discount.yaml").write_text(PLAYBOOK, encoding="utf-8")
    settings = load_settings(
        salesforce_url="http://127.0.0.1:9",
        salesforce_org_id=ORG,
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        database_url=f"sqlite:///{folder / 'coach.db'}",
        data_dir=folder,
        playbooks_dir=folder / "playbooks",
        secret_key="k" * 32,
        public_url="http://localhost",
        admins=ADMIN,
        enablement=ENABLEMENT,
        log_level="error",
    )
    migrate(settings.database)
    yield build(settings)
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture(scope="module")
def engine(service: App) -> Iterator[Engine]:
    engine = open_engine(service.settings.database)
    yield engine
    engine.dispose()


Browse = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def people(service: App, engine: Engine) -> Callable[[Organisation], tuple[Filled, Browse]]:
    """A log about an organisation, and a browser for each of its people; nothing is left of the one before."""

    def made(organisation: Organisation) -> tuple[Filled, Browse]:
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name not in OF_THE_PLAYBOOKS:
                    connection.execute(sa.delete(table))
        other = SqlStore(engine, OTHER_ORG, worker="other", timezone=UTC)
        filled = fill(service.store, other, engine, organisation)
        web = service.web()

        def browse(user: str) -> FlaskClient:
            client = web.test_client()
            client.set_cookie("coach", user)
            return client

        return filled, browse

    return made
