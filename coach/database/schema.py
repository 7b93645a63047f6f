"""What the schema of a database is to this version of Coach, with a sentence that says who must act.

Everything that opens a database asks here: ``coach migrate``, every transaction, ``/readyz`` and ``coach doctor``.
"""

from dataclasses import dataclass
from enum import Enum

from sqlalchemy.engine import Connection

from coach.errors import TryAgain

LOCATION = "coach.database:migrations"
"""Alembic's folder, as Alembic spells it."""


class SchemaState(Enum):
    """EMPTY and OLDER: ``coach migrate`` makes it current. FOREIGN: it has a revision that this version lacks."""

    CURRENT = "current"
    EMPTY = "empty"
    OLDER = "older"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class DatabaseSchema:
    """The state of a database's schema, and the revisions that it has."""

    state: SchemaState
    revisions: str = ""

    @property
    def current(self) -> bool:
        return self.state is SchemaState.CURRENT

    @property
    def sentence(self) -> str:
        """What it is, who must act, and whether time helps."""
        return _SENTENCES[self.state].format(self.revisions)


_SENTENCES = {
    SchemaState.CURRENT: "The database is up to date.",
    SchemaState.EMPTY: (
        "The database has not been set up: whoever runs Coach says coach migrate; waiting does not help."
    ),
    SchemaState.OLDER: (
        "The database is of an earlier version of Coach (revision {}): whoever runs Coach says coach migrate;"
        " waiting does not help."
    ),
    SchemaState.FOREIGN: (
        "The database is of another version of Coach (revision {}), which coach migrate cannot bring to this one:"
        " whoever runs Coach starts that version, or this one with an empty database; waiting does not help."
    ),
}


def schema_in(connection: Connection) -> DatabaseSchema:
    """What the schema of the connected database is."""
    # Alembic takes 0.1 s to import, which commands without a database need not wait for.
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(Config(config_args={"script_location": LOCATION, "path_separator": "os"}))
    present = set(MigrationContext.configure(connection).get_current_heads())
    revisions = ", ".join(sorted(present))
    if not present:
        return DatabaseSchema(SchemaState.EMPTY)
    if present == set(scripts.get_heads()):
        return DatabaseSchema(SchemaState.CURRENT, revisions)
    known = {each.revision for each in scripts.walk_revisions()}
    return DatabaseSchema(SchemaState.OLDER if present <= known else SchemaState.FOREIGN, revisions)


def require_current(connection: Connection) -> None:
    """Raise TryAgain with the sentence unless the schema is current.

    It is TryAgain as for any database that cannot be used: whoever sends events must keep them and send them again.
    """
    schema = schema_in(connection)
    if not schema.current:
        raise TryAgain(schema.sentence, code="SCHEMA")
