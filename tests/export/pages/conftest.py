from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from tests.export.pages.world import World
from tests.fixtures.make import ORG, FakeClock


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[World]:
    """A log without a row."""
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    migrate(url)
    engine = open_engine(url)
    clock = FakeClock()
    yield World(SqlStore(engine, ORG, worker="web", timezone=UTC, clock=clock), clock)
    engine.dispose()


@pytest.fixture
def world(empty: World) -> World:
    """A log with a row about Alice's deal and one about Bob's."""
    empty.fill()
    return empty
