from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.database.transaction import Database, database_clock
from coach.errors import TryAgain
from tests.fixtures.make import LEASE, ORG, delivered, received
from tests.fixtures.store import only_postgresql
from tests.queue.test_evaluation import claim, states, verdicts


def _sqlite(tmp_path: Path, patience: timedelta) -> tuple[Engine, SqlStore]:
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.db'}", patience)
    migrate(engine)
    return engine, SqlStore(engine, ORG, worker="w", timezone=UTC, patience=patience)


def _pragma(engine: Engine, pragma: str) -> None:
    """Set it on every connection that is to come."""
    engine.dispose()
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))


def test_a_full_disk_is_for_trying_again_and_nothing_is_kept(tmp_path: Path) -> None:
    engine, store = _sqlite(tmp_path, LEASE)
    store.accept(received("before"))
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    _pragma(engine, f"max_page_count = {pages}")
    with pytest.raises(TryAgain) as refused:
        store.accept(received(*(f"{'long' * 40}{number}" for number in range(500))))
    assert refused.value.code == "SQLITE_FULL"
    assert store.figures().events == {("json", "changed"): 1}


def test_a_database_that_cannot_be_written_is_for_trying_again(tmp_path: Path) -> None:
    engine, store = _sqlite(tmp_path, LEASE)
    _pragma(engine, "query_only = ON")
    with pytest.raises(TryAgain) as refused:
        store.accept(received("a"))
    assert refused.value.code == "SQLITE_READONLY"


def test_a_writer_that_knows_nothing_of_the_queue_is_waited_for_and_not_for_ever(tmp_path: Path) -> None:
    engine, store = _sqlite(tmp_path, timedelta(milliseconds=50))
    with engine.connect() as stranger:
        stranger.exec_driver_sql("ROLLBACK")
        stranger.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(TryAgain) as refused:
            store.accept(received("a"))
        stranger.exec_driver_sql("ROLLBACK")
    assert refused.value.code == "SQLITE_BUSY"


def test_a_transaction_that_sqlite_gave_up_by_itself_is_not_taken_for_committed(tmp_path: Path) -> None:
    engine, _ = _sqlite(tmp_path, LEASE)

    def lose(name: str) -> None:
        with Database(engine, ORG, "w").writing() as transaction:
            transaction.connection.exec_driver_sql("INSERT INTO memory VALUES ('o', 'n', 'v')")
            transaction.connection.exec_driver_sql(name)

    with pytest.raises(TryAgain, match="given up"):
        lose("ROLLBACK")


def test_a_server_that_is_not_there_is_for_trying_again() -> None:
    engine = open_engine("postgresql://user:secret@127.0.0.1:1/coach")
    store = SqlStore(engine, ORG, worker="w", timezone=UTC)
    with pytest.raises(TryAgain) as refused:
        store.accept(received("a"))
    assert "secret" not in str(refused.value)


@only_postgresql
def test_a_connection_lost_in_the_middle_keeps_nothing_and_the_next_try_works(store: SqlStore, engine: Engine) -> None:
    taken = claim(store)

    def lose() -> None:
        with store.evaluating([taken]) as evaluation:
            evaluation.save(taken, delivered())
            with engine.connect() as other:
                others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                mine = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                other.exec_driver_sql(f"{others} {mine}")

    with pytest.raises(TryAgain):
        lose()
    assert (verdicts(store), states(store)) == ([], {})
    with store.evaluating([taken]) as evaluation:
        evaluation.save(taken, delivered())
    assert verdicts(store) == [("deliver", "applies")]


def test_missing_tables_are_for_trying_again(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    store = SqlStore(engine, ORG, worker="w", timezone=UTC)
    with pytest.raises(TryAgain):
        store.accept(received("a"))


def test_work_that_collides_with_another_transaction_is_begun_again(engine: Engine) -> None:
    tries: list[int] = []

    def work(_: object) -> str:
        tries.append(len(tries))
        if len(tries) < 3:
            raise TryAgain("A deadlock.", code="40P01")
        return "done"

    assert Database(engine, ORG, "w").write(work) == "done"
    assert tries == [0, 1, 2]


def test_work_that_collides_for_ever_is_for_trying_again(engine: Engine) -> None:
    def work(_: object) -> None:
        raise TryAgain("A deadlock.", code="40P01")

    with pytest.raises(TryAgain, match="deadlock"):
        Database(engine, ORG, "w").write(work)


def test_the_databases_clock_is_in_utc(engine: Engine) -> None:
    with engine.connect() as connection:
        now = database_clock(connection)
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=5)
