"""Deletes old rows in small batches, each in a transaction of its own, so that nobody has to wait.

It may be interrupted at any point and run again at any time: the next run does what is left.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from coach.database.transaction import Database, Transaction
from coach.privacy import retention_rules as rules

log = structlog.get_logger(__name__)

BATCH = 2_000
"""Rows deleted per transaction."""
MOST_BATCHES = 250
"""Maximum batches per sort of row and run: what is left after half a million rows waits until the next day."""

JOB = "retention"
"""The job name under which a run claims its day."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each sort of row is kept; None: forever."""

    events: timedelta | None = None
    decisions: timedelta | None = None
    responses: timedelta | None = None
    attempts: timedelta | None = None
    views: timedelta | None = None

    @property
    def feed(self) -> timedelta | None:
        """The feed is kept as long as anything that its rows refer to."""
        told = (self.decisions, self.responses, self.attempts)
        return None if None in told else max(period for period in told if period is not None)


Rule = Callable[[Transaction, rules.Limit], int]


def let_go(database: Database, periods: Periods) -> Mapping[str, int]:
    """Delete what is older than its period, and what nothing refers to any more. Returns the number of rows by sort."""
    gone = {
        name: _repeat(database, rule, period)
        for name, rule, period in (
            ("feed", rules.feed_rows, periods.feed),
            ("responses", rules.responses, periods.responses),
            ("attempts", rules.attempts, periods.attempts),
            ("deals", rules.deals, periods.decisions),
            ("cards", rules.cards, periods.decisions),
            ("decisions", rules.decisions, periods.decisions),
            ("events", rules.events, periods.events),
            ("views", rules.views, periods.views),
            ("reps", rules.reps, periods.decisions),
        )
        if period is not None
    }
    log.info("retention_done", **gone)
    return gone


def _repeat(database: Database, rule: Rule, period: timedelta) -> int:
    """Run batches until one finds nothing."""
    total = 0
    for _ in range(MOST_BATCHES):
        count = database.write(lambda transaction: rule(transaction, rules.Limit(transaction.now - period, BATCH)))
        total += count
        if not count:
            break
    return total
