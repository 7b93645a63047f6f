"""Who viewed whose log, retention, and one person's data. Every method is one transaction, except ``let_go``."""

from collections.abc import Iterator, Mapping, Sequence

from coach.database.transaction import Database
from coach.privacy import audit, erase, person, retention
from coach.privacy.audit import LogAccess, ViewEntry
from coach.privacy.mentions import PersonNames
from coach.privacy.person import Trail
from coach.privacy.retention import Periods
from coach.queue import slots
from coach.queue.delivery_row import DeliveryRow


class PrivacyStore:
    """Who viewed whose log, retention, and erasure, of one org. Raises TryAgain, like the whole store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record_view(self, looked: LogAccess) -> None:
        """Record who views whose rows. If it was already recorded today, this costs one read and no write."""
        entries = self._database.read(lambda transaction: audit.news(transaction, looked))
        if entries:
            self._database.write(lambda transaction: audit.record(transaction, entries))

    def views_of(self, rep_id: str, limit: int) -> Sequence[ViewEntry]:
        """Who viewed this rep's log, latest first."""
        return self._database.read(lambda transaction: audit.of_rep(transaction, rep_id, limit))

    def claim_retention(self, day: str) -> bool:
        """Claim this day's deletion of old rows. Returns True for exactly one of all callers."""
        return self._database.write(lambda transaction: slots.claim(transaction, retention.JOB, day))

    def let_go(self, periods: Periods) -> Mapping[str, int]:
        """Delete what is older than its period, in many small transactions. Returns the number of rows by sort."""
        return retention.let_go(self._database, periods)

    # ---------------------------------------------------------------- one person

    def find_person(self, text: str) -> Sequence[str]:
        """The ids of the users with this id, e-mail address or user name."""
        return self._database.read(lambda transaction: person.find(transaction, text))

    def names_of(self, user_id: str) -> PersonNames:
        """All names and addresses under which a user occurs."""
        return self._database.read(lambda transaction: person.names(transaction, user_id))

    def person_counts(self, user_id: str) -> Mapping[Trail, int]:
        """The number of rows about a user, by trail."""
        return self._database.read(lambda transaction: person.count(transaction, user_id))

    def person_rows(self, trail: Trail, user_id: str) -> Iterator[dict[str, object]]:
        """The rows of one trail, as plain JSON; the transaction stays open while they are read."""
        with self._database.reading() as transaction:
            yield from person.rows(transaction, trail, user_id)

    def notes_of_person(self, user_id: str) -> Sequence[DeliveryRow]:
        """A user's notes: on deals they own, or with their cards on deals that nobody else owns."""
        return self._database.read(lambda transaction: erase.notes_of(transaction, user_id))

    def erase_person(self, who: PersonNames, removed: Sequence[str]) -> None:
        """Erase a person; ``removed`` are the keys of notes that were taken off their records."""
        self._database.write(lambda transaction: erase.erase(transaction, who, removed))
