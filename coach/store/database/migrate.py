"""Bringing a database to the shape that this version of Coach expects."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from coach.store.database.engine import open_engine
from coach.store.database.transaction import Database
from coach.store.log.tables import ONLY_IN_REVISIONS

_ADVISORY_LOCK = 0x636F616368
"""Any number that no other program on this database takes; this one spells "coach"."""


def migrate(database: str | Engine) -> None:
    """Upgrade to the newest revision, in one transaction: all of it happens, or none.

    Any number of processes may call it at once: one migrates, the others wait and find it done.
    Raises TryAgain where the database cannot be used.
    """
    with _engine(database) as engine, Database(engine, org_id="", worker="migrate").writing() as transaction:
        if transaction.postgres:
            transaction.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        command.upgrade(alembic_config(transaction.connection), "head")


def is_current(database: str | Engine) -> bool:
    """Whether the database is at the newest revision. Raises TryAgain where it cannot be used."""
    with _engine(database) as engine, Database(engine, org_id="", worker="migrate").reading() as transaction:
        present = MigrationContext.configure(transaction.connection).get_current_heads()
    return set(present) == set(ScriptDirectory.from_config(alembic_config()).get_heads())


def alembic_config(connection: Connection | None = None) -> Config:
    """What Alembic's own commands need; those that touch a database need a connection within a transaction."""
    config = Config()
    config.set_main_option("script_location", "coach.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def declared(name: str | None, *_: object) -> bool:
    """For Alembic: whether something found in the database belongs to what the models declare."""
    return name not in ONLY_IN_REVISIONS


@contextmanager
def _engine(database: str | Engine) -> Iterator[Engine]:
    if isinstance(database, Engine):
        yield database
        return
    engine = open_engine(database)
    try:
        yield engine
    finally:
        engine.dispose()
