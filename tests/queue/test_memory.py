import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.database.engine import PATIENCE
from coach.database.transaction import Database
from coach.queue import memory
from coach.queue.tables.records import library
from tests.fixtures.make import NOON, ORG, FakeClock
from tests.fixtures.store import StoreFor


def test_what_was_never_remembered_is_none(store: SqlStore) -> None:
    assert store.recall("notes.ladder") is None


def test_the_last_value_is_recalled_by_every_worker(store_for: StoreFor) -> None:
    store_for("a").remember("notes.ladder", "collections")
    store_for("b").remember("notes.ladder", "composite")
    assert store_for("c").recall("notes.ladder") == "composite"


def test_a_library_is_noted_down_the_first_time_it_is_live(engine: Engine, clock: FakeClock) -> None:
    database = Database(engine, ORG, "w", clock, PATIENCE)
    database.write(lambda transaction: memory.saw_library(transaction, "abc", "commit 1"))
    clock.advance(days=1)
    database.write(lambda transaction: memory.saw_library(transaction, "abc", "commit 2"))
    with engine.connect() as connection:
        rows = connection.execute(sa.select(library.c.hash, library.c.revision, library.c.first_seen))
        assert [tuple(row) for row in rows] == [("abc", "commit 1", NOON)]
