"""The queue of notifications, in the org's own file, so that it survives a restart, as the platform's queue does."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from localorg.outbound.model import ACTION, NOTIFICATION, Message, Notification, State, platform_id

KEEP_SETTLED = 10_000
"""How many delivered and dropped notifications are kept for inspection."""

_TABLES = """
create table if not exists outbound_message (
    name text primary key, action_id text not null, endpoint text not null, object text not null, fields text not null,
    active integer not null, silent_users text not null
) strict;
create table if not exists outbound_notification (
    number integer primary key autoincrement, id text not null unique, message text not null, record_id text not null,
    queued_at real not null, due_at real not null, state text not null, attempts integer not null,
    last_status integer, last_answer text not null
) strict;
create index if not exists outbound_due on outbound_notification (due_at) where state = 'pending';
"""
_COLUMNS = "id, message, record_id, queued_at, due_at, state, attempts, last_status, last_answer"


class Queue:
    """Messages and their notifications. Safe to use from many threads; every method is its own transaction."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    # ------------------------------------------------------------ messages

    def define(self, message: Message) -> None:
        """Add a message, or replace the one with its name."""
        row = (
            message.name,
            message.action_id,
            message.endpoint,
            message.object,
            json.dumps(message.fields),
            message.active,
            json.dumps(message.silent_users),
        )
        with self._writing() as db:
            db.execute("insert or replace into outbound_message values (?, ?, ?, ?, ?, ?, ?)", row)

    def action_id(self, name: str) -> str:
        """The action id of the message with this name; a new id if there is no such message."""
        known = {message.name: message.action_id for message in self.messages()}
        return known.get(name) or platform_id(ACTION, 1 + len(known))

    def remove(self, name: str) -> None:
        """Remove a message with its waiting notifications."""
        with self._writing() as db:
            db.execute("delete from outbound_message where name = ?", (name,))
            db.execute("delete from outbound_notification where message = ? and state = 'pending'", (name,))

    def messages(self) -> tuple[Message, ...]:
        """All messages, by name."""
        with self._lock:
            rows = self._connection.execute("select * from outbound_message order by name").fetchall()
        return tuple(_message(*row) for row in rows)

    # ------------------------------------------------------------ notifications

    def add(self, message: str, record_id: str, now: datetime) -> str:
        """Queue a notification, due at once; returns its id."""
        moment = now.timestamp()
        with self._writing() as db:
            (number,) = db.execute("select coalesce(max(number), 0) + 1 from outbound_notification").fetchone()
            id_ = platform_id(NOTIFICATION, number)
            db.execute(
                f"insert into outbound_notification ({_COLUMNS}) values (?, ?, ?, ?, ?, 'pending', 0, null, '')",
                (id_, message, record_id, moment, moment),
            )
        return id_

    def due(self, message: str, now: datetime, limit: int) -> tuple[Notification, ...]:
        """The notifications of one message that are due, the longest due first."""
        where = "message = ? and state = 'pending' and due_at <= ? order by due_at, number limit ?"
        return self._find(where, message, now.timestamp(), limit)

    def settle(self, notifications: Iterable[Notification]) -> None:
        """Store the outcome of notifications: state, attempts, due time and the last answer."""
        rows = [
            (one.state, one.due_at.timestamp(), one.attempts, one.last_status, one.last_answer, one.id)
            for one in notifications
        ]
        with self._writing() as db:
            db.executemany(
                "update outbound_notification set state = ?, due_at = ?, attempts = ?, last_status = ?, "
                "last_answer = ? where id = ?",
                rows,
            )
            db.execute(
                "delete from outbound_notification where state <> 'pending' and "
                "number <= (select max(number) from outbound_notification) - ?",
                (KEEP_SETTLED,),
            )

    def hasten(self, now: datetime, ids: Sequence[str] = ()) -> int:
        """Make these notifications due at once, including delivered and dropped ones; without ids, all pending ones."""
        with self._writing() as db:
            if not ids:
                every = "update outbound_notification set due_at = ? where state = 'pending'"
                return db.execute(every, (now.timestamp(),)).rowcount
            again = "update outbound_notification set due_at = ?, queued_at = ?, state = 'pending' where id = ?"
            return sum(db.execute(again, (now.timestamp(), now.timestamp(), id_)).rowcount for id_ in ids)

    def next_due(self) -> datetime | None:
        """When the next notification is due; None if none is waiting."""
        with self._lock:
            query = "select min(due_at) from outbound_notification where state = 'pending'"
            (moment,) = self._connection.execute(query).fetchone()
        return None if moment is None else datetime.fromtimestamp(moment, UTC)

    def count(self, state: State) -> int:
        """How many notifications are in a state."""
        with self._lock:
            query = "select count(*) from outbound_notification where state = ?"
            (number,) = self._connection.execute(query, (state,)).fetchone()
        return int(number)

    def latest(self, limit: int, state: State | None = None) -> tuple[Notification, ...]:
        """The notifications queued last, newest first."""
        return self._find("? is null or state = ? order by number desc limit ?", state, state, limit)

    def _find(self, where: str, *values: object) -> tuple[Notification, ...]:
        query = f"select {_COLUMNS} from outbound_notification where {where}"
        with self._lock:
            rows = self._connection.execute(query, values).fetchall()
        return tuple(_notification(*row) for row in rows)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction. It is "immediate", because a deferred one cannot wait for the org's other writers."""
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")


def _message(
    name: str, action_id: str, endpoint: str, object_: str, fields: str, active: int, silent_users: str
) -> Message:
    return Message(
        name, action_id, endpoint, object_, tuple(json.loads(fields)), bool(active), tuple(json.loads(silent_users))
    )


def _notification(
    id_: str,
    message: str,
    record_id: str,
    queued_at: float,
    due_at: float,
    state: str,
    attempts: int,
    last_status: int | None,
    last_answer: str,
) -> Notification:
    queued, due = (datetime.fromtimestamp(moment, UTC) for moment in (queued_at, due_at))
    return Notification(id_, message, record_id, queued, due, State(state), attempts, last_status, last_answer)
