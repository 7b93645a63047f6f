from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from coach.app.migrate import alembic_config, declared, is_current, migrate
from coach.database.engine import open_engine
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
    with Database(engine, "", "test").writing() as transaction:
        command.downgrade(alembic_config(transaction.connection), to)
    engine.dispose()


def test_a_database_is_brought_up_from_nothing_by_however_many_at_once(empty_database: str) -> None:
    assert not is_current(empty_database)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [empty_database] * 4))
    assert is_current(empty_database)


def test_migrating_twice_changes_nothing(database: str) -> None:
    migrate(database)
    assert is_current(database)


def test_revisions_lead_to_the_tables_that_the_code_expects(database: str) -> None:
    assert _differences(database) == []


def test_a_database_of_another_version_is_left_alone_and_says_what_the_operator_does(database: str) -> None:
    engine = open_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0017'"))
    with pytest.raises(Misconfigured, match=r"revision 0017.*with an empty database"):
        migrate(engine)
    assert not is_current(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()


def test_an_engine_can_be_migrated_as_well_as_a_url(database: str) -> None:
    engine = open_engine(database)
    migrate(engine)
    assert is_current(engine)
    engine.dispose()


def test_every_revision_can_be_taken_back(database: str) -> None:
    _downgrade(database)
    assert not is_current(database)
    migrate(database)
    assert _differences(database) == []
