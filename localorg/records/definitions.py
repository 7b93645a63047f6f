"""Stores the fields that administrators created in the org's own file, so that they survive a restart."""

import sqlite3

from localorg.schema.custom import FieldDefinition

_TABLE = "CREATE TABLE IF NOT EXISTS _fields (object TEXT, name TEXT, definition TEXT, PRIMARY KEY (object, name))"


def load(db: sqlite3.Connection) -> list[FieldDefinition]:
    """All definitions, in the order of creation."""
    db.execute(_TABLE)
    rows = db.execute("SELECT definition FROM _fields ORDER BY rowid")
    return [FieldDefinition.model_validate_json(row[0]) for row in rows]


def keep(db: sqlite3.Connection, definition: FieldDefinition) -> None:
    """Add one, or replace it."""
    values = (definition.object, definition.name, definition.model_dump_json())
    db.execute("INSERT OR REPLACE INTO _fields VALUES (?, ?, ?)", values)


def drop(db: sqlite3.Connection, object_name: str, name: str) -> None:
    """Take one away."""
    db.execute("DELETE FROM _fields WHERE object = ? AND name = ?", (object_name, name))
