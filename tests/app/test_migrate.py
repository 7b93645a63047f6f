from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from coach.app.migrate import alembic_config, declared, is_current, migrate
from coach.database.engine import open_engine
from coach.database.transaction import Database
from coach.library.tables import shipment
from coach.queue.tables.records import decision, metadata
from tests.fixtures.logbook_rows import ROW
from tests.fixtures.make import NOON

DAY = timedelta(days=1)


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


def test_older_decisions_are_told_the_revision_that_was_in_force_at_their_time(database: str) -> None:
    _downgrade(database, "0006")
    engine = open_engine(database)
    shipments = ((1, "a", "commit-1", 0), (2, "b", "", 1), (3, "a", "commit-3", 2))
    with engine.begin() as connection:
        connection.execute(
            sa.insert(shipment),
            [
                {
                    "org_id": "o",
                    "number": number,
                    "library": of,
                    "revision": name,
                    "place": "p",
                    "at": NOON + DAY * days,
                }
                for number, of, name, days in shipments
            ],
        )
        older = {name: value for name, value in ROW.items() if name != "revision"}
        for number, (of, days) in enumerate((("a", 1), ("a", 3), ("b", 1), ("c", 1)), start=1):
            row = {**older, "org_id": "o", "id": number, "at": NOON + DAY * days, "library": of}
            then = sa.table("decision", *(sa.column(name, decision.c[name].type) for name in row))
            connection.execute(sa.insert(then).values(row))
    migrate(database)
    with engine.connect() as connection:
        told = connection.execute(sa.select(decision.c.revision).order_by(decision.c.id)).scalars().all()
    engine.dispose()

    assert told == ["commit-1", "commit-3", None, None]
