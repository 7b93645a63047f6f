"""The part of the store for exports, views, retention and erasure. Every method is one transaction."""

from collections.abc import Iterator, Mapping, Sequence

from coach.database.transaction import Database
from coach.export import aggregates, batches, feed_facts
from coach.export.aggregates import Dimension, Tally
from coach.export.batches import Asking, RowBatch
from coach.export.feed_facts import Fact
from coach.log.filters import Filters
from coach.log.order import Cursor as PlaceInLog
from coach.privacy import erase, person, retention, views
from coach.privacy.mentions import PersonNames
from coach.privacy.person import Trail
from coach.privacy.retention import Periods
from coach.privacy.views import Looked, ViewEntry
from coach.queue import feed, slots
from coach.queue.delivery_row import DeliveryRow
from coach.queue.feed import FeedCursor, Stretch


class PrivacyStore:
    """Exports, the feed, who viewed whose log, retention, and erasure, of one org. Raises TryAgain, like the whole
    store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, after: int, limit: int, scope: frozenset[str] | None) -> Stretch:
        """The feed after a position, limited to rows about people in ``scope`` (None: everybody)."""
        if self._database.read(feed.waits):
            self._database.write(feed.number)
        return self._database.read(lambda transaction: feed.read(transaction, after, limit, scope))

    def facts(self, places: Sequence[FeedCursor]) -> Sequence[Fact | None]:
        """The facts of these rows of the feed; None for facts that are no longer stored."""
        return self._database.read(lambda transaction: feed_facts.facts(transaction, places))

    def batch(self, asking: Asking, after: PlaceInLog | None, rows: int) -> RowBatch:
        """The next rows of the log after a cursor."""
        return self._database.read(lambda transaction: batches.batch(transaction, asking, after, rows))

    def batches(self, asking: Asking) -> Iterator[RowBatch]:
        """All requested rows of the log, batch by batch."""
        return batches.batches(self.batch, asking)

    def tallies(self, by: Dimension, filters: Filters, scope: frozenset[str] | None) -> Sequence[Tally]:
        """The log's figures, by group and rep."""
        return self._database.read(lambda transaction: aggregates.tallies(transaction, by, filters, scope))

    def record_view(self, looked: Looked) -> None:
        """Record who views whose rows. If it was already recorded today, this costs one read and no write."""
        entries = self._database.read(lambda transaction: views.news(transaction, looked))
        if entries:
            self._database.write(lambda transaction: views.record(transaction, entries))

    def views_of(self, rep_id: str, limit: int) -> Sequence[ViewEntry]:
        """Who viewed this rep's log, latest first."""
        return self._database.read(lambda transaction: views.of_rep(transaction, rep_id, limit))

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
