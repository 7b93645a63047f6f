"""Databases of the tests' own on a PostgreSQL server."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import sqlalchemy as sa


@contextmanager
def fresh_database(server: str, durable: bool = False) -> Iterator[str]:
    """The URL of a new, empty database, which is removed at the end with whoever is still connected.

    One that is not ``durable`` does not wait for its disk, which is most of what a small transaction costs: no test
    takes the server's power away.
    """
    url = sa.make_url(server)
    name = f"coach_test_{uuid4().hex}"
    admin = sa.create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        if not durable:
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()
