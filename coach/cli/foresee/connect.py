"""Read-only access to the org and the database. Without a database, nothing is known of earlier cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from coach.app.migrate import schema_of
from coach.app.parts import ShortMemory, open_org, spacing_in
from coach.config.settings import Settings
from coach.database.engine import open_engine
from coach.database.schema import SchemaState
from coach.database.transaction import Database
from coach.engine.model import RepLoad
from coach.errors import CoachError, TryAgain
from coach.library.past import StoredHistory
from coach.library.store import LibraryStore
from coach.ports import Remembered

if TYPE_CHECKING:
    from coach.app.org import SalesforceOrg


@dataclass(frozen=True, slots=True)
class DatabaseReaders:
    """What Coach's database holds: about deals and reps, and about the playbooks in force."""

    history: StoredHistory
    libraries: LibraryStore


def database(settings: Settings) -> DatabaseReaders | None:
    """The database, for reading; None if there is none, or it is empty or away.

    Raises TryAgain if it is of another version: what it holds would be missing from the answer without a word.
    """
    if _no_file(settings):
        return None
    try:
        engine = open_engine(settings.database)
        schema = schema_of(engine)
    except CoachError:
        return None
    if schema.state is SchemaState.EMPTY:
        return None
    if not schema.current:
        raise TryAgain(schema.sentence)
    org_id = settings.salesforce_org_id
    return DatabaseReaders(
        StoredHistory(engine, org_id, ZoneInfo(settings.timezone), spacing_in(settings)),
        LibraryStore(Database(engine, org_id, "foresee")),
    )


def _no_file(settings: Settings) -> bool:
    """Check first, because opening an SQLite database would create its file."""
    return not settings.database_url and not (settings.data_dir / "coach.db").exists()


def org(settings: Settings) -> "SalesforceOrg":
    """The org. What is learnt about it is kept for this command only."""
    return open_org(settings, ShortMemory())


class NoHistory:
    """A :class:`DealHistory` without any cards."""

    def remembered(self, opportunity_ids: Sequence[str]) -> Mapping[str, Remembered]:
        return {each: Remembered() for each in opportunity_ids}

    def load(self, _rep_id: str) -> RepLoad:
        return RepLoad()

    def decided_again(self) -> Sequence[str]:
        return ()
