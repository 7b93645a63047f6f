import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.errors import Misconfigured
from tests.fixtures.make import received


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_understood(scheme: str) -> None:
    engine = open_engine(f"{scheme}://user:secret@127.0.0.1:1/coach")
    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")


@pytest.mark.parametrize("url", ["mysql://user:secret@host/db", "secret", "sqlite://", "sqlite:///:memory:", ""])
def test_any_other_url_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


def test_the_folder_of_an_embedded_database_is_made(tmp_path: Path) -> None:
    open_engine(f"sqlite:///{tmp_path / 'new' / 'coach.db'}").connect().close()
    assert (tmp_path / "new" / "coach.db").exists()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]
)
def test_sqlite_keeps_what_it_acknowledged_and_lets_readers_read(tmp_path: Path, pragma: str, value: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.db'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    engine.dispose()


def _in_a_child(work: Callable[[], object]) -> int:
    """The exit status of a forked process that does this."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_process_makes_its_own_connections(store: SqlStore, engine: Engine) -> None:
    store.accept(received("before"))
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM event").scalar_one()
        assert _in_a_child(lambda: store.accept(received("child"))) == 0
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    store.accept(received("after"))
    assert (before, store.figures().events) == (1, {("json", "changed"): 3})


def test_a_forked_process_does_not_wait_for_a_turn_that_its_parent_held(store: SqlStore) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("this system does not fork")
    store._intake._led = True
    assert _in_a_child(lambda: store.accept(received("child"))) == 0
    assert store.figures().events == {("json", "changed"): 1}
