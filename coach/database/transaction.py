"""Transactions: how one begins, its time, and how its failures are reported."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from coach.database.engine import PATIENCE, WRITER
from coach.database.failures import failure_code, in_words
from coach.database.forks import in_every_child
from coach.database.lock import WriterLock
from coach.database.schema import require_current
from coach.errors import TryAgain

T = TypeVar("T")

DatabaseClock = Callable[[Connection], datetime]

_COLLISIONS = ("40001", "40P01")
"""PostgreSQL's codes for "serialization failure" and "deadlock detected": one of two transactions had to yield."""
LOCKED = "55P03"
"""PostgreSQL's code for "lock not available": another transaction held a row for too long."""
_TRIES = 4


def database_clock(connection: Connection) -> datetime:
    """The database's time, which all workers share.

    SQLite runs within the process, so it is the machine's own clock.
    """
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = connection.execute(sa.select(sa.func.statement_timestamp())).scalar_one()
    return now.astimezone(UTC)


def insert(postgres: bool, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that supports ON CONFLICT. Both databases spell it alike, but SQLAlchemy has two classes."""
    return postgresql.insert(table) if postgres else sqlite.insert(table)


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction: its org, its worker, and the database's time when it began."""

    connection: Connection
    org_id: str
    worker: str
    now: datetime

    @property
    def postgres(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    def wait_for_rows(self, patience: timedelta) -> None:
        """Limit how long to wait for a row that another transaction holds.

        On SQLite there is only one writer anyway.
        """
        if self.postgres:
            milliseconds = round(patience.total_seconds() * 1000)
            self.connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")


def make_room(transaction: Transaction) -> None:
    """Let this transaction count in memory what PostgreSQL would sort on disk by default: a company's cards."""
    if transaction.postgres:
        transaction.connection.exec_driver_sql("SET LOCAL work_mem = '32MB'")


def each_once(transaction: Transaction, column: sa.ColumnElement[str]) -> sa.ColumnElement[Any]:
    """The distinct values of a text column, as a list."""
    if transaction.postgres:
        return sa.func.array_agg(column.distinct(), type_=postgresql.ARRAY(sa.Text()))
    return sa.func.json_group_array(column.distinct(), type_=sa.JSON())


class Database:
    """Begins transactions for one org and one worker.

    Every failure to commit becomes TryAgain: the disk is full, the connection is lost, a lock was not available.
    Nothing of the transaction was stored then, or, if the connection broke during the commit, possibly all of it.

    No transaction begins in a database whose schema is not current, unless ``any_schema`` is set: that is TryAgain,
    too. Once the schema was current it is not looked at again, so that a newer version can migrate the database while
    older processes still run.
    """

    def __init__(
        self,
        engine: Engine,
        org_id: str,
        worker: str,
        clock: DatabaseClock = database_clock,
        patience: timedelta = PATIENCE,
        *,
        any_schema: bool = False,
    ) -> None:
        self._engine = engine
        self._may_begin = any_schema
        self._org_id = org_id
        self._worker = worker
        self._clock = clock
        self._lock: WriterLock | None = None
        if engine.dialect.name == "sqlite":
            self._lock = WriterLock(Path(f"{engine.url.database}-lock"), patience)
            in_every_child(self._lock, WriterLock.after_fork)

    def close(self) -> None:
        """Close this process's connections that are idle."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that commits when the block ends without an error."""
        turn: AbstractContextManager[None] = self._lock.held() if self._lock else nullcontext()
        with _named_failures(), turn, self._engine.connect() as connection:
            connection.execution_options(**{WRITER: True})
            with connection.begin():
                yield self._transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that changes nothing, and on SQLite waits for nobody."""
        with _named_failures(), self._engine.connect() as connection, connection.begin():
            yield self._transaction(connection)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """The result of ``work`` once it is committed; retried if it collided with another transaction."""
        for _ in range(_TRIES - 1):
            try:
                return self._write_once(work)
            except TryAgain as error:
                if error.code not in _COLLISIONS:
                    raise
        return self._write_once(work)

    def _write_once(self, work: Callable[[Transaction], T]) -> T:
        with self.writing() as transaction:
            return work(transaction)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """The result of ``work``, which changes nothing."""
        with self.reading() as transaction:
            return work(transaction)

    def _transaction(self, connection: Connection) -> Transaction:
        if not self._may_begin:
            require_current(connection)
            self._may_begin = True
        return Transaction(connection, self._org_id, self._worker, self._clock(connection))


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise TryAgain(in_words(error), code=failure_code(error)) from error
