"""What is stuck, grouped by reason, the largest group first; and how people have it tried again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import DeliveryState
from coach.ports import EVERY_NOTE_REFUSED
from coach.queue import deliveries
from coach.queue.tables.records import deal, delivery, on_its_way, refused_by_org, waits

EXAMPLES = 5
"""How many notes or deals of a group are named."""
GROUPS = 50
_AT_ONCE = 1_000
FAILED_OFTEN = 3
"""From this many claims in a row without an answer, a deal counts as one that keeps failing."""


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


_PARKED = delivery.c.state == DeliveryState.PARKED
_PUT_OFF = sa.and_(
    on_its_way, delivery.c.state == DeliveryState.WAITING, delivery.c.sentence != "", sa.not_(refused_by_org)
)


def parked(transaction: Transaction) -> list[Stuck]:
    """Notes that wait for somebody to act."""
    return _grouped(transaction, _PARKED, delivery.c.sentence, delivery.c.code)


def put_off(transaction: Transaction) -> list[Stuck]:
    """Notes that wait because their own last try failed."""
    return _grouped(transaction, _PUT_OFF, delivery.c.sentence, delivery.c.code)


def in_doubt(transaction: Transaction) -> list[Stuck]:
    """Notes of which nobody knows whether they were written."""
    doubtful = sa.and_(on_its_way, delivery.c.state == DeliveryState.IN_DOUBT, delivery.c.sentence != "")
    return _grouped(transaction, doubtful, delivery.c.sentence, delivery.c.code)


def refused(transaction: Transaction) -> list[Stuck]:
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


def try_notes_again(transaction: Transaction, code: str, sentence: str) -> int:
    """Try the notes again that are parked or wait for this reason; returns how many there were."""
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


def failing(transaction: Transaction) -> list[Stuck]:
    """Deals that were claimed again and again without an answer."""
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


def try_deals_again(transaction: Transaction, sentence: str | None, opportunity_id: str | None) -> int:
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
