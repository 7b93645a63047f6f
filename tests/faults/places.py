"""Databases and brokers of a service, and faults of theirs: copy, restore or cut off a database, empty a broker."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import redis
import sqlalchemy as sa
from kombu import Connection, Queue

from tests.hang_up import Middle, middle
from tests.machine import alone_with
from tests.postgres import fresh_database


class Database(Protocol):
    """The service's database. Copy and restore it only while no process of the service runs."""

    @property
    def url(self) -> str:
        """For the service."""

    def copy(self) -> None:
        """Save a copy of the current state."""

    def restore(self) -> None:
        """Restore the saved copy."""

    def cut(self) -> None:
        """End every connection."""


class Broker(Protocol):
    """The message broker, which wakes the workers."""

    @property
    def url(self) -> str:
        """For the service."""

    def cut(self) -> None:
        """End every connection."""

    def empty(self) -> None:
        """Lose every message."""


class SqliteFile:
    """A SQLite file, with its journal files."""

    def __init__(self, folder: Path) -> None:
        self.url = ""
        self._folder, self._copy = folder, folder / "copy"

    def copy(self) -> None:
        self._copy.mkdir()
        for path in self._folder.glob("coach.db*"):
            shutil.copy(path, self._copy)

    def restore(self) -> None:
        for path in self._folder.glob("coach.db*"):
            path.unlink()
        for path in self._copy.glob("coach.db*"):
            shutil.copy(path, self._folder)

    def cut(self) -> None:
        """A file has no connections."""


class PostgresDatabase:
    """A separate database on a server."""

    def __init__(self, server: str, url: str) -> None:
        self.url = url
        self._name = str(sa.make_url(url).database)
        self._admin = sa.create_engine(
            sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )

    def copy(self) -> None:
        self.cut()
        self._do(f"CREATE DATABASE {self._name}_copy TEMPLATE {self._name}")

    def restore(self) -> None:
        self._do(f"DROP DATABASE {self._name} WITH (FORCE)")
        self._do(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_copy")

    def cut(self) -> None:
        self._do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'")

    def forget(self) -> None:
        """Remove the copy."""
        self._do(f"DROP DATABASE IF EXISTS {self._name}_copy WITH (FORCE)")
        self._admin.dispose()

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)


class Files:
    """The embedded broker."""

    def __init__(self, folder: Path) -> None:
        self.url = ""
        self._messages = folder / "broker" / "messages"

    def cut(self) -> None:
        """Files have no connections."""

    def empty(self) -> None:
        for path in self._messages.glob("*.msg"):
            path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Server:
    """RabbitMQ or Redis, reached through a proxy that can cut connections."""

    direct: str
    between: Middle

    @property
    def url(self) -> str:
        """For the service."""
        address = urlsplit(self.direct)
        return address._replace(netloc=address.netloc.replace(f":{address.port}", f":{self.between.port}")).geturl()

    def cut(self) -> None:
        self.between.cut()

    def empty(self) -> None:
        if self.direct.startswith("redis"):
            with redis.Redis.from_url(self.direct) as client:
                client.flushdb()
            return
        with Connection(self.direct) as connection, suppress(*connection.channel_errors):
            Queue("coach", channel=connection.default_channel).purge()


@contextmanager
def a_database(server: str | None, folder: Path) -> Iterator[Database]:
    """PostgreSQL on this server, or a file."""
    if server is None:
        yield SqliteFile(folder)
        return
    url, drop = fresh_database(server, durable=False)
    with ExitStack() as stack:
        stack.callback(drop)
        database = PostgresDatabase(server, url)
        stack.callback(database.forget)
        yield database


@contextmanager
def a_broker(url: str | None, folder: Path) -> Iterator[Broker]:
    """The broker at this address, locked against other test runs, or files."""
    if url is None:
        yield Files(folder)
        return
    address = urlsplit(url)
    with alone_with(url), middle(address.hostname or "127.0.0.1", address.port or 0) as between:
        server = Server(url, between)
        server.empty()
        yield server
