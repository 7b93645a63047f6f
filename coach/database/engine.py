"""Open the database: SQLite for one machine, PostgreSQL for any number."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from coach.config.private import private_file, private_folder
from coach.database.forks import in_every_child
from coach.errors import Misconfigured, TryAgain

PATIENCE = timedelta(seconds=10)
"""How long a transaction waits for its turn. Salesforce gives up on a delivery after 60 s, and retries later."""

WRITER = "coach_writer"
"""The execution option of connections that are going to write."""

_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")


def open_engine(url: str, patience: timedelta = PATIENCE, *, durable: bool = True) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql://…`` (``postgres://`` too, as some hosts write it).

    Without ``durable``, SQLite does not wait for the disk: for data that could be created again after a power cut. It
    opens no connection yet. It survives a fork: the child leaves its parent's connections alone and opens its own.
    Raises Misconfigured, without repeating the URL, which may contain a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise Misconfigured(
            "The database URL cannot be read; it looks like postgresql://user:password@host/name"
        ) from None
    if parsed.drivername in _POSTGRES:
        engine = _postgres(parsed, patience)
    elif parsed.drivername == "sqlite":
        engine = _sqlite(parsed, patience, durable)
    else:
        raise Misconfigured("The database must be sqlite:///… or postgresql://…")
    in_every_child(engine, lambda inherited: inherited.dispose(close=False))
    return engine


def _postgres(url: URL, patience: timedelta) -> Engine:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        # One connection for each request being worked on; a web process works on many at a time.
        pool_size=5,
        max_overflow=15,
        pool_timeout=patience.total_seconds(),
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "application_name": "coach"},
    )
    milliseconds = round(patience.total_seconds() * 1000)

    @event.listens_for(engine, "connect")
    def limit(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {milliseconds}")
        # JIT compilation takes longer than running any of Coach's statements.
        cursor.execute("SET jit = off")
        # A worker that is stopped in mid-transaction must not hold its row locks for good.
        cursor.execute("SET idle_in_transaction_session_timeout = '2min'")
        cursor.close()
        connection.commit()

    return engine


def _sqlite(url: URL, patience: timedelta, durable: bool) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise Misconfigured("SQLite needs a file: sqlite:///path/to/coach.db")
    path = Path(str(url.database))
    try:
        private_folder(path.parent)
    except OSError as error:
        raise Misconfigured(f"The folder of the database cannot be made: {error.strerror} ({path.parent}).") from None
    engine = sa.create_engine(
        url,
        pool_size=5,
        max_overflow=15,
        pool_timeout=patience.total_seconds(),
        hide_parameters=True,
    )

    @event.listens_for(engine, "do_connect")
    def keep_private(*_: object) -> None:
        # SQLite gives its side files the mode of the database file. If that cannot be created, SQLite says why.
        if "uri" not in url.query:
            with suppress(OSError):
                private_file(path)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        # By default, the driver begins transactions late and not before every statement; "begin" below does it instead.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {round(patience.total_seconds() * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        # With NORMAL, a power failure would lose the last commits, which we have acknowledged.
        cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later could find that it may no longer write.
        writes = connection.get_execution_options().get(WRITER)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "commit")
    def commit(connection: Connection) -> None:
        # After some errors, such as a full disk, SQLite has rolled back by itself, and the driver's commit() then
        # silently does nothing.
        if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # sqlite3's own
            raise TryAgain("SQLite had given up the transaction; nothing was kept.", code="SQLITE_ABORT")

    return engine
