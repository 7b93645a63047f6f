"""What operators and admins look at: whether events arrive, which workers are alive, what is stuck and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from coach.database.transaction import Database, Transaction
from coach.engine.model import DeliveryState, Source
from coach.engine.notes import NOTE
from coach.queue import stuck
from coach.queue.one_deal import DealProgress, progress, with_a_note
from coach.queue.stuck import Stuck
from coach.queue.tables.records import delivery, event, heartbeat


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When the last event came from each source that has sent any, and how many came recently.

    What the reconcile pass found is counted separately: nobody had sent an event for it.
    """

    last: dict[Source, datetime]
    last_hour: int
    found_last_day: int


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker, and when a canary, sent every 30 seconds, last reached it."""

    name: str
    heard_of_at: datetime


class HealthStore:
    """The part of the store behind the operators' page. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def arrivals(self) -> Arrivals:
        """Whether events arrive."""
        return self._database.read(_arrivals)

    def workers(self, within: timedelta) -> Sequence[Worker]:
        """The workers that were heard of within this time, the latest first."""
        return self._database.read(lambda transaction: _workers(transaction, within))

    def parked(self) -> Sequence[Stuck]:
        """Notes that wait for somebody to act, grouped by reason, the largest group first."""
        return self._database.read(stuck.parked)

    def refused(self) -> Sequence[Stuck]:
        """Notes that wait because the org refuses all of them, grouped by reason, the largest group first."""
        return self._database.read(stuck.refused)

    def put_off(self) -> Sequence[Stuck]:
        """Notes that wait because their own last try failed, grouped by reason, the largest group first."""
        return self._database.read(stuck.put_off)

    def in_doubt(self) -> Sequence[Stuck]:
        """Notes of which nobody knows whether they were written, grouped by reason, the largest group first."""
        return self._database.read(stuck.in_doubt)

    def failing(self) -> Sequence[Stuck]:
        """Deals that were claimed again and again without an answer, grouped by reason, the largest group first."""
        return self._database.read(stuck.failing)

    def newest_notes(self, limit: int) -> Sequence[str]:
        """The ids of notes that are on their records, most recently wanted first."""
        return self._database.read(lambda transaction: _newest_notes(transaction, limit))

    def progress(self, opportunity_id: str) -> DealProgress:
        """The progress of this deal."""
        return self._database.read(lambda transaction: progress(transaction, opportunity_id))

    def known_notes(self, keys: Sequence[str]) -> frozenset[str]:
        """Of these keys, those of a note that was ever wanted."""
        return self._database.read(lambda transaction: _known(transaction, keys))

    def deal_with_a_note(self) -> str | None:
        """The newest deal that has a note on it."""
        return self._database.read(with_a_note)

    def try_notes_again(self, code: str, sentence: str) -> int:
        """Try the notes again that are parked or wait for this reason; returns how many there were."""
        return self._database.write(lambda transaction: stuck.try_notes_again(transaction, code, sentence))

    def try_deals_again(self, sentence: str | None = None, opportunity_id: str | None = None) -> int:
        """Make failing deals due now: those with this reason, or this one deal, or all; returns how many there were."""
        return self._database.write(lambda transaction: stuck.try_deals_again(transaction, sentence, opportunity_id))


def _arrivals(transaction: Transaction) -> Arrivals:
    last = {source: at for source in Source if (at := _last(transaction, source))}
    return Arrivals(
        last,
        _received(transaction, timedelta(hours=1), [source for source in Source if source.reported]),
        _received(transaction, timedelta(days=1), [Source.RECONCILE]),
    )


def _last(transaction: Transaction, source: Source) -> datetime | None:
    at: datetime | None = transaction.connection.execute(
        sa.select(event.c.received_at)
        .where(event.c.org_id == transaction.org_id, event.c.source == source)
        .order_by(event.c.received_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return at


def _received(transaction: Transaction, within: timedelta, sources: Sequence[Source]) -> int:
    count: int = transaction.connection.execute(
        sa.select(sa.func.count()).where(
            event.c.org_id == transaction.org_id,
            event.c.source.in_(sources),
            event.c.received_at > transaction.now - within,
        )
    ).scalar_one()
    return count


def _workers(transaction: Transaction, within: timedelta) -> list[Worker]:
    rows = transaction.connection.execute(
        sa.select(heartbeat.c.worker, heartbeat.c.at)
        .where(heartbeat.c.org_id == transaction.org_id, heartbeat.c.at > transaction.now - within)
        .order_by(heartbeat.c.at.desc(), heartbeat.c.worker)
    )
    return [Worker(*row) for row in rows]


def _known(transaction: Transaction, keys: Sequence[str]) -> frozenset[str]:
    known = sa.select(delivery.c.key).where(delivery.c.org_id == transaction.org_id, delivery.c.key.in_(keys))
    return frozenset(transaction.connection.execute(known).scalars())


def _newest_notes(transaction: Transaction, limit: int) -> list[str]:
    rows = transaction.connection.execute(
        sa.select(delivery.c.remote_id)
        .where(
            delivery.c.org_id == transaction.org_id,
            delivery.c.channel == NOTE,
            delivery.c.state == DeliveryState.WRITTEN,
            delivery.c.remote_id.is_not(None),
        )
        .order_by(delivery.c.wanted_at.desc(), delivery.c.key)
        .limit(limit)
    )
    return list(rows.scalars())
