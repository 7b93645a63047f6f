from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine

from coach.app.migrate import alembic_config, declared, migrate, schema_of
from coach.database.engine import open_engine
from coach.database.schema import DatabaseSchema, SchemaState
from coach.database.transaction import Database
from coach.errors import Misconfigured
from coach.queue.tables.records import metadata


def _differences(url: str) -> list[object]:
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": declared})
        found = list(compare_metadata(context, metadata))
    engine.dispose()
    return found


def _downgrade(url: str, to: str = "base") -> None:
    engine = open_engine(url)
    with Database(engine, "", "test", any_schema=True).writing() as transaction:
        command.downgrade(alembic_config(transaction.connection), to)
    engine.dispose()


def test_a_database_is_brought_up_from_nothing_by_however_many_at_once(empty_database: str) -> None:
    assert not schema_of(empty_database).current
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [empty_database] * 4))
    assert schema_of(empty_database).current


def test_migrating_twice_changes_nothing(database: str) -> None:
    migrate(database)
    assert schema_of(database).current


def test_revisions_lead_to_the_tables_that_the_code_expects(database: str) -> None:
    assert _differences(database) == []


def test_a_database_of_another_version_is_left_alone_and_says_what_the_operator_does(database: str) -> None:
    engine = open_engine(database)
    head = schema_of(engine).revisions
    _stamp(engine, "0001")
    with pytest.raises(Misconfigured, match=r"revision 0001.*with an empty database"):
        migrate(engine)
    assert schema_of(engine) == DatabaseSchema(SchemaState.FOREIGN, "0001")
    _stamp(engine, head)
    engine.dispose()


def _stamp(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_an_engine_can_be_migrated_as_well_as_a_url(database: str) -> None:
    engine = open_engine(database)
    migrate(engine)
    assert schema_of(engine).current
    engine.dispose()


def test_every_revision_can_be_taken_back(database: str) -> None:
    _downgrade(database)
    assert not schema_of(database).current
    migrate(database)
    assert _differences(database) == []
