"""The part of the store for exports: rows, figures and the feed. Every method is one transaction."""

from collections.abc import Iterator, Sequence

from coach.database.transaction import Database
from coach.engine.model import VisibleReps
from coach.export import aggregates, batches, feed_facts
from coach.export.aggregates import Dimension, Tally
from coach.export.batches import ExportQuery, RowBatch
from coach.export.feed_facts import Fact
from coach.log.filters import Filters
from coach.log.order import Cursor
from coach.queue import feed
from coach.queue.feed import FeedCursor, Stretch


class ExportStore:
    """Exports and the feed, of one org. Raises TryAgain, like the whole store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, after: int, limit: int, scope: VisibleReps) -> Stretch:
        """The feed after a position, limited to rows about people in ``scope`` (None: everybody)."""
        if self._database.read(feed.waits):
            self._database.write(feed.number)
        return self._database.read(lambda transaction: feed.read(transaction, after, limit, scope))

    def facts(self, places: Sequence[FeedCursor]) -> Sequence[Fact | None]:
        """The facts of these rows of the feed; None for facts that are no longer stored."""
        return self._database.read(lambda transaction: feed_facts.facts(transaction, places))

    def batch(self, query: ExportQuery, after: Cursor | None, rows: int) -> RowBatch:
        """The next rows of the log after a cursor."""
        return self._database.read(lambda transaction: batches.batch(transaction, query, after, rows))

    def batches(self, query: ExportQuery) -> Iterator[RowBatch]:
        """All requested rows of the log, batch by batch."""
        return batches.batches(self.batch, query)

    def tallies(self, by: Dimension, filters: Filters, scope: VisibleReps) -> Sequence[Tally]:
        """The log's figures, by group and rep."""
        return self._database.read(lambda transaction: aggregates.tallies(transaction, by, filters, scope))
