"""One caller's writes inside a transaction: the steps that are the same for records of all objects."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from localorg.errors import duplicate_value, entity_is_deleted, missing_record
from localorg.ids import checksum
from localorg.records import tables
from localorg.records.changes import Change, ChangeKind
from localorg.records.tables import Row
from localorg.schema.catalogue import Schema
from localorg.schema.types import ObjectType, Value
from localorg.switches import Switches

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_POD = "Kx0"
_DEFAULT_CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Write:
    """One write: the record before (empty for a new one) and after it (unchanged for a deletion).

    ``given`` are the fields that the caller set.
    """

    session: "Session"
    old: Row
    new: Row
    given: frozenset[str] = frozenset()


class Rules:
    """The behaviour of an object beyond storing its fields. The base class has none.

    The ``before`` hooks may change ``write.new``, or refuse with ApiError; its Id is always there.
    """

    def before_insert(self, write: Write) -> None:
        """Complete and check a new record."""

    def after_insert(self, write: Write) -> None:
        """Carry out the consequences of a new record."""

    def before_update(self, write: Write) -> None:
        """Complete and check a changed record."""

    def after_update(self, write: Write) -> None:
        """Carry out the consequences of a change."""

    def before_delete(self, write: Write) -> None:
        """Check a direct deletion, and refuse it if needed; cascaded deletions skip this."""

    def after_delete(self, write: Write) -> None:
        """Carry out the consequences of a deletion, direct or cascaded."""


@dataclass
class Session:
    """The writer, the time, and the changes made. ``now`` is in stored form; ``changes`` is in the order of writes."""

    db: sqlite3.Connection
    schema: Schema
    rules: Mapping[str, Rules]
    user_id: str
    client: str | None
    now: str
    switches: Switches
    changes: list[Change] = field(default_factory=list)

    def find(self, name: str, record_id: Value) -> Row | None:
        """A live record; None if there is none, the object does not exist in this org, or the id is null."""
        one = self.schema.objects.get(name)
        if one is None or record_id is None:
            return None
        row = tables.find(self.db, one, str(record_id))
        return None if row is None or row.get("IsDeleted") else row

    def existing(self, one: ObjectType, record_id: str) -> Row:
        """A live record, in order to change it. Raises ApiError if there is none, or it is deleted."""
        row = tables.find(self.db, one, record_id)
        if row is None:
            raise missing_record()
        if row.get("IsDeleted"):
            raise entity_is_deleted()
        return row

    def select(self, name: str, **where: Value) -> list[Row]:
        """The live records with these values, oldest first; empty if the object does not exist in this org."""
        one = self.schema.objects.get(name)
        return tables.select(self.db, one, where, live=True) if one else []

    def insert(
        self, name: str, values: Mapping[str, Value], given: frozenset[str] = frozenset(), record_id: str | None = None
    ) -> str:
        """Create a record from validated values; returns its id."""
        one = self.schema.objects[name]
        new: Row = {**one.blank, **self.stamps(one), **values, "Id": record_id or self.new_id(one)}
        if "CurrencyIsoCode" in one.fields and not values.get("CurrencyIsoCode"):
            new["CurrencyIsoCode"] = self._own_currency()
        write = Write(self, {}, new, given)
        self.rules[name].before_insert(write)
        self._check_unique(one, new, {})
        tables.add(self.db, one, new)
        self._tell(ChangeKind.INSERT, name, None, new)
        self.rules[name].after_insert(write)
        return str(new["Id"])

    def update(
        self, name: str, record_id: str, values: Mapping[str, Value], given: frozenset[str] = frozenset()
    ) -> None:
        """Change a record with validated values. Without values, it is only touched."""
        one = self.schema.objects[name]
        old = self.existing(one, record_id)
        new: Row = {**old, **self.stamps(one, created=False), **values}
        write = Write(self, old, new, given)
        self.rules[name].before_update(write)
        self._check_unique(one, new, old)
        self.set(name, record_id, {key: value for key, value in new.items() if value != old[key]})
        self._tell(ChangeKind.UPDATE, name, old, new)
        self.rules[name].after_update(write)

    def set(self, name: str, record_id: str, columns: Mapping[str, Value]) -> None:
        """Overwrite columns without rules, stamps or listeners: for data that the platform maintains itself."""
        if columns:
            tables.change(self.db, self.schema.objects[name], record_id, columns)

    def told_deleted(self, one: ObjectType, old: Row) -> None:
        """Record the deletion for listeners, and carry out its consequences."""
        tables.log_deletion(self.db, one, str(old["Id"]), self.now)
        self._tell(ChangeKind.DELETE, one.name, old, None)
        self.rules[one.name].after_delete(Write(self, old, old))

    def told_undeleted(self, one: ObjectType, new: Row) -> None:
        """Record for listeners that a record was restored."""
        self._tell(ChangeKind.UNDELETE, one.name, None, new)

    def _tell(self, kind: ChangeKind, name: str, old: Row | None, new: Row | None) -> None:
        record_id = str((new or old or {})["Id"])
        before = None if old is None else dict(old)
        after = None if new is None else dict(new)
        self.changes.append(Change(name, record_id, kind, self.user_id, self.client, before, after))

    def new_id(self, one: ObjectType) -> str:
        """An unused id."""
        number = tables.next_number(self.db, one.key_prefix)
        digits = ""
        while number:
            number, digit = divmod(number, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        id15 = one.key_prefix + _POD + digits.rjust(9, "0")
        return id15 + checksum(id15)

    def stamps(self, one: ObjectType, *, created: bool = True) -> Row:
        """The fields for who writes the record and when. A deletion sets them too: the recycle bin shows who did it."""
        stamps: Row = {"LastModifiedDate": self.now, "LastModifiedById": self.user_id, "SystemModstamp": self.now}
        if created:
            stamps |= {"CreatedDate": self.now, "CreatedById": self.user_id}
        if created and "OwnerId" in one.fields:
            stamps["OwnerId"] = self.user_id
        return {name: value for name, value in stamps.items() if name in one.fields}

    def _own_currency(self) -> Value:
        user = self.find("User", self.user_id) or {}
        return user.get("DefaultCurrencyIsoCode") or _DEFAULT_CURRENCY

    def _check_unique(self, one: ObjectType, new: Row, old: Row) -> None:
        for name in one.unique_names:
            if new[name] is None or new[name] == old.get(name):
                continue
            other = tables.find_unique(self.db, one, name, new[name])
            if other not in (None, new["Id"]):
                raise duplicate_value(name, str(other))
