"""What operators and admins look at: whether events arrive, which workers are alive, what is stuck and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Database, Transaction
from coach.engine.model import DeliveryState, Source
from coach.engine.notes import NOTE
from coach.ports import EVERY_NOTE_REFUSED
from coach.queue import deliveries
from coach.queue.one_deal import DealProgress, progress, with_a_note
from coach.queue.tables.records import deal, delivery, event, heartbeat, on_its_way, refused_by_org, waits

EXAMPLES = 5
"""How many notes or deals of a group are named."""
GROUPS = 50
_AT_ONCE = 1_000
FAILED_OFTEN = 3
"""From this many claims in a row without an answer, a deal counts as one that keeps failing."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When the last event came from each source that has sent any, and how many came recently.

    What the reconcile pass found is counted separately: nobody had sent an event for it.
    """

    last: dict[Source, datetime]
    last_hour: int
    found_last_day: int


@dataclass(frozen=True, slots=True)
class Example:
    """One member of a group: a note's key or an opportunity's id, and the record it is about."""

    key: str
    opportunity_id: str
    deal_name: str | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """Deliveries or deals that are stuck for the same reason.

    ``code`` is Salesforce's error code, or empty; ``sentence`` says who must act.
    """

    code: str
    sentence: str
    count: int
    since: datetime
    examples: tuple[Example, ...]


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
        return self._database.read(_parked)

    def refused(self) -> Sequence[Stuck]:
        """Notes that wait because the org refuses all of them, grouped by reason, the largest group first."""
        return self._database.read(_refused)

    def put_off(self) -> Sequence[Stuck]:
        """Notes that wait because their own last try failed, grouped by reason, the largest group first."""
        return self._database.read(_put_off)

    def in_doubt(self) -> Sequence[Stuck]:
        """Notes of which nobody knows whether they were written, grouped by reason, the largest group first."""
        return self._database.read(_in_doubt)

    def failing(self) -> Sequence[Stuck]:
        """Deals that were claimed again and again without an answer, grouped by reason, the largest group first."""
        return self._database.read(_failing)

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
        return self._database.write(lambda transaction: _try_alike(transaction, code, sentence))

    def try_deals_again(self, sentence: str | None = None, opportunity_id: str | None = None) -> int:
        """Make failing deals due now: those with this reason, or this one deal, or all; returns how many there were."""
        return self._database.write(lambda transaction: _hurry(transaction, sentence, opportunity_id))


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


# ---------------------------------------------------------------- notes


_PARKED = delivery.c.state == DeliveryState.PARKED
_PUT_OFF = sa.and_(
    on_its_way, delivery.c.state == DeliveryState.WAITING, delivery.c.sentence != "", sa.not_(refused_by_org)
)


def _parked(transaction: Transaction) -> list[Stuck]:
    return _grouped(transaction, _PARKED, delivery.c.sentence, delivery.c.code)


def _put_off(transaction: Transaction) -> list[Stuck]:
    return _grouped(transaction, _PUT_OFF, delivery.c.sentence, delivery.c.code)


def _in_doubt(transaction: Transaction) -> list[Stuck]:
    doubtful = sa.and_(on_its_way, delivery.c.state == DeliveryState.IN_DOUBT, delivery.c.sentence != "")
    return _grouped(transaction, doubtful, delivery.c.sentence, delivery.c.code)


def _refused(transaction: Transaction) -> list[Stuck]:
    """One group for each sentence, whatever the codes: only the note that is tried has the org's own."""
    return _grouped(transaction, refused_by_org, delivery.c.sentence)


def _grouped(transaction: Transaction, which: sa.ColumnElement[bool], *reason: sa.Column[Any]) -> list[Stuck]:
    groups = transaction.connection.execute(
        sa.select(sa.func.count(), sa.func.min(delivery.c.wanted_at), *reason)
        .where(delivery.c.org_id == transaction.org_id, which)
        .group_by(*reason)
        .order_by(sa.func.count().desc(), *reversed(reason))
        .limit(GROUPS)
    ).all()
    return [
        Stuck("".join(codes), sentence, count, since, _notes_like(transaction, which, "".join(codes), sentence))
        for count, since, sentence, *codes in groups
    ]


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


def _notes_like(
    transaction: Transaction, which: sa.ColumnElement[bool], code: str, sentence: str
) -> tuple[Example, ...]:
    rows = transaction.connection.execute(
        sa.select(delivery.c.key, delivery.c.opportunity_id, deal.c.name)
        .outerjoin(
            deal, sa.and_(deal.c.org_id == delivery.c.org_id, deal.c.opportunity_id == delivery.c.opportunity_id)
        )
        .where(*_alike(transaction, which, code, sentence))
        .order_by(delivery.c.key)
        .limit(EXAMPLES)
    )
    return tuple(Example(*row) for row in rows)


def _try_alike(transaction: Transaction, code: str, sentence: str) -> int:
    stuck = sa.or_(_PARKED, _PUT_OFF, refused_by_org)
    alike = sa.select(delivery.c.key).where(*_alike(transaction, stuck, code, sentence)).order_by(delivery.c.key)
    keys = transaction.connection.execute(alike).scalars().all()
    portions = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
    return sum(deliveries.try_again(transaction, portion) for portion in portions)


def _alike(
    transaction: Transaction, which: sa.ColumnElement[bool], code: str, sentence: str
) -> tuple[sa.ColumnElement[bool], ...]:
    coded = sa.true() if sentence.endswith(EVERY_NOTE_REFUSED) else delivery.c.code == code
    return delivery.c.org_id == transaction.org_id, which, coded, delivery.c.sentence == sentence


# ---------------------------------------------------------------- deals


def _keeps_failing(transaction: Transaction) -> tuple[sa.ColumnElement[bool], ...]:
    often = sa.or_(deal.c.attempts >= FAILED_OFTEN, deal.c.crashes > 0)
    return deal.c.org_id == transaction.org_id, waits, often, deal.c.sentence != ""


def _failing(transaction: Transaction) -> list[Stuck]:
    groups = transaction.connection.execute(
        sa.select(deal.c.sentence, sa.func.count(), sa.func.min(deal.c.waiting_since))
        .where(*_keeps_failing(transaction))
        .group_by(deal.c.sentence)
        .order_by(sa.func.count().desc(), deal.c.sentence)
        .limit(GROUPS)
    ).all()
    return [Stuck("", sentence, count, since, _deals_like(transaction, sentence)) for sentence, count, since in groups]


def _deals_like(transaction: Transaction, sentence: str) -> tuple[Example, ...]:
    rows = transaction.connection.execute(
        sa.select(deal.c.opportunity_id, deal.c.opportunity_id, deal.c.name)
        .where(*_keeps_failing(transaction), deal.c.sentence == sentence)
        .order_by(deal.c.waiting_since, deal.c.opportunity_id)
        .limit(EXAMPLES)
    )
    return tuple(Example(*row) for row in rows)


def _hurry(transaction: Transaction, sentence: str | None, opportunity_id: str | None) -> int:
    """Make these deals due now. A deal that a worker holds at the moment is left to that worker."""
    those = [*_keeps_failing(transaction), deal.c.lease_owner.is_(None)]
    if sentence is not None:
        those.append(deal.c.sentence == sentence)
    if opportunity_id is not None:
        those.append(deal.c.opportunity_id == opportunity_id)
    ids = transaction.connection.execute(
        sa.select(deal.c.opportunity_id).where(*those).order_by(deal.c.opportunity_id).with_for_update(skip_locked=True)
    )
    rows = [{"b_id": each} for each in ids.scalars()]
    if rows:
        statement = sa.update(deal).where(
            deal.c.org_id == transaction.org_id, deal.c.opportunity_id == sa.bindparam("b_id")
        )
        transaction.connection.execute(statement.values(due_at=transaction.now), rows)
    return len(rows)
