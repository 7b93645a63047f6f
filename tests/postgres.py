"""Databases of the tests' own on a PostgreSQL server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import sqlalchemy as sa


@contextmanager
def database_of_its_own(server: str) -> Iterator[str]:
    """The URL of a new, empty database, until the block ends.

    It does not wait for its disk, most of what a small transaction costs: no test takes the power away.
    """
    url, drop = fresh_database(server, durable=False)
    try:
        yield url
    finally:
        drop()


def fresh_database(server: str, durable: bool = True) -> tuple[str, Callable[[], None]]:
    """The URL of a new, empty database, and what removes it with whoever is still connected."""
    url = sa.make_url(server)
    name = f"coach_test_{uuid4().hex}"
    admin = sa.create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        if not durable:
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")

    def drop() -> None:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()

    return url.set(database=name).render_as_string(hide_password=False), drop
