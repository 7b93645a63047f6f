"""The records of one org. Every read and write goes through this module."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from localorg import schema as schemas
from localorg import soql as queries
from localorg.errors import (
    entity_is_deleted,
    malformed_id,
    no_such_column,
    not_creatable,
    not_deletable,
    not_found,
    not_updatable,
)
from localorg.ids import to18
from localorg.moments import moment_text
from localorg.records import checks, definitions, deletion, initial, tables
from localorg.records.changes import Change, Listener
from localorg.records.database import Database
from localorg.records.rules import all_rules
from localorg.records.session import Session
from localorg.schema import Features, ObjectType, Schema, Value
from localorg.schema.custom import FieldDefinition
from localorg.soql import Answer
from localorg.switches import Switches

_DEFAULT_FEATURES = Features()


def _now() -> datetime:
    return datetime.now(UTC)


class Records:
    """One org's records, in one SQLite file that outlives the process. Safe to use from many threads.

    An empty file becomes an org with an organisation, a system administrator, profiles, the ten default opportunity
    stages, the standard price book and currencies; ``organization_id`` and ``admin_id`` are the ids of the first two.
    ``switches`` returns the org's current setup. ``client`` is the caller's value of ``Sforce-Call-Options``; it is
    passed on to listeners. Ids may have 15 or 18 characters; object and field names may be in any case. Every error is
    an ApiError.
    """

    def __init__(
        self,
        path: Path,
        features: Features = _DEFAULT_FEATURES,
        clock: Callable[[], datetime] = _now,
        switches: Callable[[], Switches] = Switches,
    ) -> None:
        self.schema = Schema(features)
        self._db = Database(path, self.schema)
        self._clock = clock
        self.switches = switches
        self._rules = all_rules()
        self._listeners: list[Listener] = []
        self._uncommitted: list[Change] = []
        self._moment = threading.local()
        with self._db.writing() as db:
            self._redefine(db)
        self.organization_id, self.admin_id = self._found()

    # ------------------------------------------------------------ writing

    def insert(
        self,
        object_name: str,
        values: Mapping[str, Any],
        *,
        user_id: str,
        client: str | None = None,
        as_platform: bool = False,
    ) -> str:
        """Create a record; returns its 18-character id.

        ``as_platform`` allows fields and objects that clients may not write (for seeds: CreatedDate, CreatedById,
        Profile …).
        """
        one = self.schema.named(object_name)
        if not one.createable and not as_platform:
            raise not_creatable(one.label)
        with self._session(user_id, client) as session:
            row = checks.for_insert(session, one, values, as_platform=as_platform)
            return session.insert(one.name, row, frozenset(row))

    def update(
        self,
        object_name: str,
        record_id: str,
        values: Mapping[str, Any],
        *,
        user_id: str,
        client: str | None = None,
        as_platform: bool = False,
    ) -> None:
        """Change a record. Without values, it is only touched: modification stamps, rules and listeners apply."""
        one = self.schema.named(object_name)
        if not one.updateable and not as_platform:
            raise not_updatable(one.label)
        id18 = _id_of(one, record_id)
        with self._session(user_id, client) as session:
            session.existing(one, id18)
            row = checks.for_update(session, one, values, as_platform=as_platform)
            session.update(one.name, id18, row, frozenset(row))

    def upsert(
        self,
        object_name: str,
        field: str,
        key: str,
        values: Mapping[str, Any],
        *,
        user_id: str,
        client: str | None = None,
    ) -> tuple[str, bool]:
        """Create or change the record with this external id; returns its id, and whether it was created."""
        one = self.schema.named(object_name)
        with self.transaction():
            existing = self.find_by_key(object_name, field, key)
            if existing is not None:
                self.update(object_name, existing, values, user_id=user_id, client=client)
                return existing, False
            keyed = {**values, one.by_folded_name[field.casefold()].name: key}
            return self.insert(object_name, keyed, user_id=user_id, client=client), True

    def delete(self, object_name: str, record_id: str, *, user_id: str, client: str | None = None) -> None:
        """Move a record, and what depends on it, to the recycle bin; line items vanish at once."""
        one = self.schema.named(object_name)
        if not one.deletable:
            raise not_deletable(one.label)
        with self._session(user_id, client) as session:
            deletion.remove(session, one, _id_of(one, record_id))

    def undelete(self, object_name: str, record_id: str, *, user_id: str, client: str | None = None) -> None:
        """Take a record out of the recycle bin, with what was deleted along with it."""
        one = self.schema.named(object_name)
        id18 = _id_of(one, record_id)
        with self._session(user_id, client) as session:
            row = tables.find(session.db, one, id18)
            if row is None or not row.get("IsDeleted"):
                raise not_found()
            deletion.restore(session, id18)

    # ------------------------------------------------------------ reading

    def get(self, object_name: str, record_id: str, *, all_rows: bool = False) -> dict[str, Value] | None:
        """A record with all its fields; None if there is none (or it is deleted, unless ``all_rows``).

        A note's Content is base64 here; REST shows the path of its ``/Content`` resource instead.
        """
        one = self.schema.named(object_name)
        with self._db.reading() as db:
            row = tables.find(db, one, _id_of(one, record_id))
        return None if row is None or (row.get("IsDeleted") and not all_rows) else row

    def fetch(self, object_name: str, record_id: str) -> dict[str, Value]:
        """A live record with all its fields. Raises ApiError (404): NOT_FOUND, or ENTITY_IS_DELETED."""
        row = self.get(object_name, record_id, all_rows=True)
        if row is None:
            raise not_found()
        if row.get("IsDeleted"):
            raise entity_is_deleted()
        return row

    def select(self, object_name: str, **where: Value) -> list[dict[str, Value]]:
        """The live records with these values, oldest first."""
        one = self.schema.named(object_name)
        with self._db.reading() as db:
            return tables.select(db, one, where, live=True)

    def deleted(self, object_name: str, start: str, end: str) -> list[tuple[str, str]]:
        """Ids of records deleted from ``start`` to before ``end``, with the time of deletion, as stored texts."""
        with self._db.reading() as db:
            return tables.deletions(db, object_name, start, end)

    def find_by_key(self, object_name: str, field: str, key: str) -> str | None:
        """The id of the record whose external-id field has this value, whatever its case. Raises ApiError (404)."""
        one = self.schema.named(object_name)
        known = one.by_folded_name.get(field.casefold())
        if known is None or not known.external_id:
            raise not_found() if known else no_such_column(field, one.name)
        with self._db.reading() as db:
            return tables.find_unique(db, one, known.name, key)

    def query(self, soql: str, *, user_id: str, all_rows: bool = False, version: str = "67.0") -> list[dict[str, Any]]:
        """All records that a query finds, in REST shape; ``version`` is used in the urls of the records."""
        return self.answer(soql, user_id=user_id, all_rows=all_rows, version=version).records

    def count(self, soql: str, *, user_id: str, all_rows: bool = False) -> int:
        """The number of rows of a query; for ``SELECT COUNT() …``, the count itself."""
        return self.answer(soql, user_id=user_id, all_rows=all_rows).total

    def answer(
        self,
        soql: str,
        *,
        user_id: str,
        all_rows: bool = False,
        version: str = "67.0",
        schema: Schema | None = None,
        hidden: str | tuple[str, ...] = (),
        only_profile: str = "",
    ) -> Answer:
        """A query's records and its totalSize; the records are empty for ``SELECT COUNT() …``.

        ``schema`` is the part of the org that the user sees; None means all of it. ``hidden`` are the ids of
        opportunities that the user does not see, or the word ``owned`` for all that other users own. ``only_profile``
        is the id of the only profile whose name the user sees; empty means no such restriction.
        """
        with self._db.reading() as db:
            user = tables.find(db, self.schema.objects["User"], user_id) or {}
            outside = user.get("UserType") == "PowerPartner"
            seen = schema or self.schema
            context = queries.Context(seen, user_id, self._time(), version, all_rows, hidden, only_profile, outside)
            return queries.run(db, soql, context)

    # ------------------------------------------------------------ transactions, time, listeners

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction: an exception rolls back everything inside. Can be nested; other threads' writes wait."""
        with self._writing():
            yield

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Within the block, this thread's writes have this time: for seeds, which write records of the past."""
        before = getattr(self._moment, "value", None)
        self._moment.value = moment
        try:
            yield
        finally:
            self._moment.value = before

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` with every change, after its commit, in the thread that made it."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ------------------------------------------------------------ the schema

    def describe(self, object_name: str, version: str = "67.0") -> dict[str, Any]:
        """The describe result of an object. Raises ApiError (404) for one that this org does not have."""
        return schemas.describe(self.schema, object_name, version)

    def describe_global(self, version: str = "67.0") -> dict[str, Any]:
        """The list of all objects."""
        return schemas.describe_global(self.schema, version)

    def object_names(self) -> Sequence[str]:
        """The objects of this org."""
        return list(self.schema.objects)

    def defined_fields(self) -> list[FieldDefinition]:
        """The fields that were created or changed."""
        with self._db.writing() as db:
            return definitions.load(db)

    def define_field(self, definition: FieldDefinition) -> None:
        """Create or change a field. A change of StageName's values also updates the stages."""
        with self._db.writing() as db:
            definitions.keep(db, definition)
            self._redefine(db)
        if (definition.object, definition.name) == ("Opportunity", "StageName") and definition.choices:
            with self._session(self.admin_id, None) as session:
                initial.follow_stages(session, definition.choices)

    def undefine_field(self, object_name: str, name: str) -> None:
        """Remove a custom field, or reset a standard one."""
        with self._db.writing() as db:
            definitions.drop(db, object_name, name)
            self._redefine(db)

    def put_in_place(self, object_name: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Replace all rows of an object with derived rows; listeners are not called."""
        one = self.schema.objects[object_name]
        now = moment_text(self._time())
        audit: dict[str, Value] = {"CreatedById": self.admin_id, "LastModifiedById": self.admin_id}
        audit |= dict.fromkeys(("CreatedDate", "LastModifiedDate", "SystemModstamp"), now)
        with self._db.writing() as db:
            tables.clear(db, one)
            for row in rows:
                tables.add(db, one, {**one.blank, **audit, **row})

    # ------------------------------------------------------------ inside

    def _redefine(self, db: sqlite3.Connection) -> None:
        self.schema.define(definitions.load(db))
        tables.ensure_tables(db, self.schema)

    def _found(self) -> tuple[str, str]:
        with self._session("", None) as session:
            known = initial.administrator(session)
            if known is None:
                initial.fill(session)
                known = initial.administrator(session)
        if known is None:
            raise AssertionError("filling an org leaves an organisation")
        return known

    def now(self) -> datetime:
        """The org's time."""
        return self._time()

    def _time(self) -> datetime:
        return getattr(self._moment, "value", None) or self._clock()

    @contextmanager
    def _session(self, user_id: str, client: str | None) -> Iterator[Session]:
        with self._writing() as db:
            now = moment_text(self._time())
            yield Session(db, self.schema, self._rules, user_id, client, now, self.switches(), self._uncommitted)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that collects changes; listeners get them when the outermost transaction is committed."""
        committed: list[Change] = []
        with self._db.writing() as db:
            start = len(self._uncommitted)
            try:
                yield db
            except BaseException:
                del self._uncommitted[start:]
                raise
            if start == 0 and self._db.outermost:
                committed, self._uncommitted = self._uncommitted, []
        for change in committed:
            for listener in self._listeners:
                listener(change)


def _id_of(one: ObjectType, record_id: str) -> str:
    try:
        return to18(record_id, one.key_prefix)
    except ValueError as broken:
        raise malformed_id(one.fields["Id"].label, record_id, "Id") from broken
