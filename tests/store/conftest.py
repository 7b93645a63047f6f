"""Every behaviour on both databases: SQLite in a folder of the test, PostgreSQL in a database of the module."""

from collections.abc import Callable, Iterator
from datetime import UTC

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.queue.tables.records import metadata
from tests.postgres import database_of_its_own
from tests.store.make import ORG, FakeClock, forms

StoreFor = Callable[[str], SqlStore]

_POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.service)

only_postgresql = pytest.mark.parametrize("empty_database", [_POSTGRESQL], indirect=True)
"""For what SQLite, having no server, cannot suffer."""


@pytest.fixture(params=["sqlite", _POSTGRESQL], scope="module")
def empty_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('store') / 'coach.db'}"
        return
    with database_of_its_own(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(scope="module")
def database(empty_database: str) -> str:
    """The URL of a database with all tables."""
    migrate(empty_database)
    return empty_database


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_engine(database)
    clear(engine)
    yield engine
    engine.dispose()


def clear(engine: Engine) -> None:
    """Empty all tables."""
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store_for(engine: Engine, clock: FakeClock) -> StoreFor:
    """A store as one worker has it, by the worker's name."""
    return lambda worker: SqlStore(engine, ORG, worker=worker, forms=forms, timezone=UTC, clock=clock)


@pytest.fixture
def store(store_for: StoreFor) -> SqlStore:
    return store_for("worker-1")
