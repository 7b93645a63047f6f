"""One caller's writes inside a transaction: the steps that every record goes through, whatever its object."""

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
    """One write on its way: the record as it was (empty for a new one) and as it will be (the same for a deletion).

    ``given`` are the fields that the caller set.
    """

    session: "Session"
    old: Row
    new: Row
    given: frozenset[str] = frozenset()


class Rules:
    """What an object does beyond storing its fields. The base does nothing more.

    The ``before`` hooks may change ``write.new``, or refuse with ApiError; its Id is always there.
    """

    def before_insert(self, write: Write) -> None:
        """Complete and check a new record."""

    def after_insert(self, write: Write) -> None:
        """Do what follows from a new record."""

    def before_update(self, write: Write) -> None:
        """Complete and check a changed record."""

    def after_update(self, write: Write) -> None:
        """Do what follows from a change."""

    def before_delete(self, write: Write) -> None:
        """Refuse a deletion that is asked for directly."""

    def after_delete(self, write: Write) -> None:
        """Do what follows from a deletion, asked for or cascaded."""


@dataclass
class Session:
    """Who writes, when, and what came of it. ``now`` is stored text; ``changes`` grows in the order of the writes."""

    db: sqlite3.Connection
    schema: Schema
    rules: Mapping[str, Rules]
    user_id: str
    client: str | None
    now: str
    switches: Switches
    changes: list[Change] = field(default_factory=list)

    def find(self, name: str, record_id: Value) -> Row | None:
        """A live record; None too where the object does not exist in this org, or the id is null."""
        one = self.schema.objects.get(name)
        if one is None or record_id is None:
            return None
        row = tables.find(self.db, one, str(record_id))
        return None if row is None or row.get("IsDeleted") else row

    def existing(self, one: ObjectType, record_id: str) -> Row:
        """A live record that is to be changed. Raises ApiError where there is none, or it is deleted."""
        row = tables.find(self.db, one, record_id)
        if row is None:
            raise missing_record()
        if row.get("IsDeleted"):
            raise entity_is_deleted()
        return row

    def select(self, name: str, **where: Value) -> list[Row]:
        """The live records with these values, oldest first; none where the object does not exist in this org."""
        one = self.schema.objects.get(name)
        return tables.select(self.db, one, where, live=True) if one else []

    def insert(
        self, name: str, values: Mapping[str, Value], given: frozenset[str] = frozenset(), record_id: str | None = None
    ) -> str:
        """Create a record from checked values; its id."""
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
        """Change a record with checked values; no values at all touch it."""
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
        """Overwrite columns without any rule, stamp or listener: for what the platform keeps on the side."""
        if columns:
            tables.change(self.db, self.schema.objects[name], record_id, columns)

    def told_deleted(self, one: ObjectType, old: Row) -> None:
        """Note the deletion, and do what follows from it."""
        tables.log_deletion(self.db, one, str(old["Id"]), self.now)
        self._tell(ChangeKind.DELETE, one.name, old, None)
        self.rules[one.name].after_delete(Write(self, old, old))

    def told_undeleted(self, one: ObjectType, new: Row) -> None:
        """Note that a record is back."""
        self._tell(ChangeKind.UNDELETE, one.name, None, new)

    def _tell(self, kind: ChangeKind, name: str, old: Row | None, new: Row | None) -> None:
        record_id = str((new or old or {})["Id"])
        before = None if old is None else dict(old)
        after = None if new is None else dict(new)
        self.changes.append(Change(name, record_id, kind, self.user_id, self.client, before, after))

    def new_id(self, one: ObjectType) -> str:
        """An id that no record has had."""
        number = tables.next_number(self.db, one.key_prefix)
        digits = ""
        while number:
            number, digit = divmod(number, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        id15 = one.key_prefix + _POD + digits.rjust(9, "0")
        return id15 + checksum(id15)

    def stamps(self, one: ObjectType, *, created: bool = True) -> Row:
        """Who writes this record and when. A deletion is a change, too: the recycle bin says who made it."""
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
