"""One table per object, one column per field. Rows are dictionaries of stored values.

Numbers are REAL or INTEGER, booleans 0 or 1, everything else TEXT. ``_deleted_with`` is the id of the record whose
deletion also deleted this row; undeleting that record restores this row.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache

from localorg.schema.catalogue import Schema
from localorg.schema.types import Field, FieldType, ObjectType, Value

Row = dict[str, Value]

_COLUMN_TYPES = {
    FieldType.BOOLEAN: "INTEGER",
    FieldType.INT: "INTEGER",
    FieldType.DOUBLE: "REAL",
    FieldType.CURRENCY: "REAL",
    FieldType.PERCENT: "REAL",
}
_FIRST_NUMBER = 1_000_000
# No index on these: every record has them, nobody searches by them, and an index would slow down every write.
_UNSOUGHT = frozenset({"CreatedById", "LastModifiedById"})


def quoted(name: str) -> str:
    """A table or column name for SQL. Names come from the schema alone, never from a request."""
    return f'"{name}"'


def sql(template: str, **names: str) -> str:
    """A statement with table and column names filled in. Names are the schema's (:func:`quoted`); values are bound."""
    return template.format(**names)


def ensure_tables(db: sqlite3.Connection, schema: Schema) -> None:
    """Create missing tables, and missing columns of existing tables."""
    db.execute("CREATE TABLE IF NOT EXISTS _sequence (prefix TEXT PRIMARY KEY, number INTEGER NOT NULL)")
    db.execute("CREATE TABLE IF NOT EXISTS _deletion (object TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL)")
    for one in schema.objects.values():
        _ensure_table(db, one)


def _ensure_table(db: sqlite3.Connection, one: ObjectType) -> None:
    table = quoted(one.name)
    columns = {field.name: f"{quoted(field.name)} {_column_type(field)}" for field in one.fields.values()}
    db.execute(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns.values())}, _deleted_with TEXT)")
    present = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
    for name in columns.keys() - present:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {columns[name]}")
    for field in one.fields.values():
        if field.unique:
            _index(db, one.name, field.name, f"{quoted(field.name)} COLLATE NOCASE")
        elif field.name not in _UNSOUGHT and (field.type is FieldType.REFERENCE or field.name == "SystemModstamp"):
            _index(db, one.name, field.name, quoted(field.name))
    _index(db, one.name, "_deleted_with", "_deleted_with", "WHERE _deleted_with IS NOT NULL")


def _column_type(field: Field) -> str:
    return "TEXT PRIMARY KEY NOT NULL" if field.type is FieldType.ID else _COLUMN_TYPES.get(field.type, "TEXT")


def _index(db: sqlite3.Connection, table: str, name: str, column: str, condition: str = "") -> None:
    index = quoted(f"{table}.{name}")
    db.execute(f"CREATE INDEX IF NOT EXISTS {index} ON {quoted(table)} ({column}) {condition}")


def next_number(db: sqlite3.Connection, prefix: str) -> int:
    """The next number for an id with this prefix; never given twice once committed."""
    statement = (
        "INSERT INTO _sequence VALUES (?, ?) ON CONFLICT (prefix) DO UPDATE SET number = number + 1 RETURNING number"
    )
    return int(db.execute(statement, (prefix, _FIRST_NUMBER)).fetchone()[0])


def find(db: sqlite3.Connection, one: ObjectType, record_id: str) -> Row | None:
    """The row with that id, deleted or not."""
    rows = select(db, one, {"Id": record_id})
    return rows[0] if rows else None


def select(db: sqlite3.Connection, one: ObjectType, where: Mapping[str, Value], *, live: bool = False) -> list[Row]:
    """The rows whose columns have these values, in the order of their creation; ``live`` leaves out deleted ones."""
    statement = _select_statement(one, tuple(where), live)
    return [_row(one, values) for values in db.execute(statement, tuple(where.values()))]


def find_unique(db: sqlite3.Connection, one: ObjectType, column: str, value: Value) -> str | None:
    """The id of the row that holds this value in a unique column, whatever its case."""
    alive = 'AND "IsDeleted" = 0' if "IsDeleted" in one.fields else ""
    template = "SELECT Id FROM {table} WHERE {column} = ? COLLATE NOCASE {alive}"
    statement = sql(template, table=quoted(one.name), column=quoted(column), alive=alive)
    found = db.execute(statement, (value,)).fetchone()
    return str(found[0]) if found else None


def add(db: sqlite3.Connection, one: ObjectType, row: Mapping[str, Value]) -> None:
    """Write a new row."""
    db.execute(_insert_statement(one, tuple(row)), tuple(row.values()))


def change(db: sqlite3.Connection, one: ObjectType, record_id: str, columns: Mapping[str, Value]) -> None:
    """Overwrite columns of one row."""
    db.execute(_update_statement(one, tuple(columns)), (*columns.values(), record_id))


def erase(db: sqlite3.Connection, one: ObjectType, record_id: str) -> None:
    """Remove a row for good."""
    db.execute(sql("DELETE FROM {table} WHERE Id = ?", table=quoted(one.name)), (record_id,))


def log_deletion(db: sqlite3.Connection, one: ObjectType, record_id: str, at: Value) -> None:
    """Record a deletion, for clients that replicate the org."""
    db.execute("INSERT INTO _deletion VALUES (?, ?, ?)", (one.name, record_id, at))


def deletions(db: sqlite3.Connection, name: str, start: str, end: str) -> list[tuple[str, str]]:
    """Ids of the object's records deleted from ``start`` to before ``end``, with the time of deletion; oldest first."""
    statement = "SELECT id, at FROM _deletion WHERE object = ? AND at >= ? AND at < ? ORDER BY at, id"
    return [(str(record_id), str(at)) for record_id, at in db.execute(statement, (name, start, end))]


def clear(db: sqlite3.Connection, one: ObjectType) -> None:
    """Remove every row for good."""
    db.execute(sql("DELETE FROM {table}", table=quoted(one.name)))


def taken_along(db: sqlite3.Connection, one: ObjectType, root_id: str) -> list[str]:
    """The ids of the rows that were deleted with ``root_id``."""
    statement = sql("SELECT Id FROM {table} WHERE _deleted_with = ?", table=quoted(one.name))
    return [str(row[0]) for row in db.execute(statement, (root_id,))]


def _row(one: ObjectType, values: Sequence[Value]) -> Row:
    row = dict(zip(one.fields, values, strict=True))
    for name in one.flags:
        row[name] = bool(row[name])
    return row


# Statements are cached: composing one takes longer than SQLite needs to run it.


@lru_cache(maxsize=512)
def _select_statement(one: ObjectType, where: tuple[str, ...], live: bool) -> str:
    conditions = [f"{quoted(name)} = ?" for name in where]
    if live and "IsDeleted" in one.fields:
        conditions.append('"IsDeleted" = 0')
    return sql(
        "SELECT {columns} FROM {table} WHERE {conditions} ORDER BY rowid",
        columns=", ".join(map(quoted, one.fields)),
        table=quoted(one.name),
        conditions=" AND ".join(conditions) or "TRUE",
    )


@lru_cache(maxsize=512)
def _insert_statement(one: ObjectType, names: tuple[str, ...]) -> str:
    columns, marks = ", ".join(map(quoted, names)), ", ".join("?" * len(names))
    return sql("INSERT INTO {table} ({columns}) VALUES ({marks})", table=quoted(one.name), columns=columns, marks=marks)


@lru_cache(maxsize=512)
def _update_statement(one: ObjectType, names: tuple[str, ...]) -> str:
    assignments = ", ".join(f"{quoted(name)} = ?" for name in names)
    return sql("UPDATE {table} SET {assignments} WHERE Id = ?", table=quoted(one.name), assignments=assignments)
