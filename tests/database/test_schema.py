"""What a database is to this version of Coach; who must act is said with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from coach.database import schema
from coach.database.engine import open_engine
from coach.database.schema import DatabaseSchema, SchemaState, schema_in
from coach.database.transaction import Database
from coach.errors import TryAgain

_REVISION = "revision = {!r}\ndown_revision = {!r}\n"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """A new database, for a version of Coach with two revisions."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions / "first.py").write_text(_REVISION.format("first", None), encoding="utf-8")
    (versions / "second.py").write_text(_REVISION.format("second", "first"), encoding="utf-8")
    monkeypatch.setattr(schema, "LOCATION", str(versions.parent))
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.db'}")
    yield engine
    engine.dispose()


def _give(engine: sa.Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num TEXT)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})


def test_a_new_database_is_empty(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        found = schema_in(connection)

    assert found == DatabaseSchema(SchemaState.EMPTY)
    assert found.sentence == (
        "The database has not been set up: whoever runs Coach says coach migrate; waiting does not help."
    )


@pytest.mark.parametrize(
    ("revision", "state", "sentence"),
    [
        ("second", SchemaState.CURRENT, "The database is up to date."),
        (
            "first",
            SchemaState.OLDER,
            (
                "The database is of an earlier version of Coach (revision first): whoever runs Coach says coach"
                " migrate; waiting does not help."
            ),
        ),
        (
            "0017",
            SchemaState.FOREIGN,
            (
                "The database is of another version of Coach (revision 0017), which coach migrate cannot bring to this"
                " one: whoever runs Coach starts that version, or this one with an empty database; waiting does not"
                " help."
            ),
        ),
    ],
)
def test_the_revision_says_what_a_database_is(
    engine: sa.Engine, revision: str, state: SchemaState, sentence: str
) -> None:
    _give(engine, revision)

    with engine.connect() as connection:
        found = schema_in(connection)

    assert (found, found.sentence) == (DatabaseSchema(state, revision), sentence)


@pytest.mark.parametrize("revision", ["first", "0017"])
def test_no_transaction_begins_before_the_schema_is_current(engine: sa.Engine, revision: str) -> None:
    _give(engine, revision)
    database = Database(engine, "o", "w")

    for begins in (database.reading, database.writing):
        with pytest.raises(TryAgain, match=f"revision {revision}"), begins():
            pytest.fail("a transaction began")


def test_a_process_that_runs_goes_on_while_a_newer_version_migrates(engine: sa.Engine) -> None:
    _give(engine, "second")
    database = Database(engine, "o", "w")
    assert database.read(lambda _: True)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'third'"))

    assert database.read(lambda _: True)
