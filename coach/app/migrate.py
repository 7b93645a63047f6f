"""Migrate a database to the schema that this version of Coach expects."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine

from coach.database.engine import open_engine
from coach.database.schema import LOCATION, DatabaseSchema, SchemaState, schema_in
from coach.database.transaction import Database
from coach.errors import Misconfigured
from coach.library import tables as _of_the_library
from coach.log.tables import ONLY_IN_REVISIONS
from coach.people import tables as _of_people
from coach.privacy import tables as _of_privacy
from coach.queue.tables import answers as _of_answers
from coach.queue.tables import feed as _of_the_feed
from coach.queue.tables.records import metadata

TABLES = (_of_answers, _of_the_feed, _of_the_library, _of_people, _of_privacy)
"""Every module of tables, imported so that ``metadata`` contains all of them."""
_ADVISORY_LOCK = 0x636F616368
"""Any number that no other program uses as a lock on this database; this one spells "coach"."""


def migrate(database: str | Engine) -> None:
    """Upgrade to the newest revision in one transaction: all of it, or nothing.

    Any number of processes may call it at once: one migrates, the others wait and find it done. Raises TryAgain if the
    database cannot be used, and Misconfigured if it has a revision that this version does not know.
    """
    with _opened(database) as opened, opened.writing() as transaction:
        if transaction.postgres:
            transaction.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        schema = schema_in(transaction.connection)
        if schema.state is SchemaState.FOREIGN:
            raise Misconfigured(schema.sentence)
        command.upgrade(alembic_config(transaction.connection), "head")


def schema_of(database: str | Engine) -> DatabaseSchema:
    """What the database's schema is to this version of Coach. Raises TryAgain if the database cannot be used."""
    with _opened(database) as opened, opened.reading() as transaction:
        return schema_in(transaction.connection)


def alembic_config(connection: Connection | None = None) -> Config:
    """The configuration for Alembic's commands; those that touch a database need a connection in a transaction."""
    config = Config()
    config.set_main_option("script_location", LOCATION)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["tables"] = metadata
    config.attributes["declared"] = declared
    return config


def declared(name: str | None, *_: object) -> bool:
    """For Alembic: whether an object in the database belongs to what the models declare."""
    return name not in ONLY_IN_REVISIONS


@contextmanager
def _opened(database: str | Engine) -> Iterator[Database]:
    """The database, whatever its schema is."""
    engine = open_engine(database) if isinstance(database, str) else database
    try:
        yield Database(engine, org_id="", worker="migrate", any_schema=True)
    finally:
        if isinstance(database, str):
            engine.dispose()
