"""After an edit: decide again on every open deal, in small batches, so that the org and the queue are not flooded.

The deals themselves say which are left to do, because each stores the library that it was last decided on with. There
is no counter that could be lost: an interrupted pass is continued by the next, a deal that was being decided on while
the library changed is found again, and none is done twice.
"""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from coach.database.transaction import Database, Transaction
from coach.engine.model import CardState, DeliveryState, Reason
from coach.library import libraries
from coach.library.tables import release
from coach.ports import Release
from coach.queue import deals, slots
from coach.queue.tables.records import card, deal, delivery, waits

JOB = "revisit"
_MAY_COME_BACK = timedelta(days=30)
_ANY = ""
"""No library: deals that were decided on with it are decided on again."""
EVERY_SECONDS = 5
"""At most one batch in this many seconds, whoever calls."""


def revisit(database: Database, limit: int) -> int:
    """Request the next batch of deals; returns their number. Waiting events have priority: they count toward the
    batch.
    """
    current = database.read(libraries.in_force)
    if current is None or current.revisited_at:
        return 0
    # Read outside the write transaction: with many deals this takes a moment, and on SQLite it would block all writers.
    found = database.read(lambda transaction: _next(transaction, current, limit))
    return database.write(lambda transaction: _request(transaction, current, found))


def remaining(transaction: Transaction) -> int:
    """The number of open deals that are still to be decided on with the library in force."""
    current = libraries.in_force(transaction)
    if current is None or current.revisited_at:
        return 0
    count: int = transaction.connection.execute(
        sa.select(sa.func.count()).select_from(deal).where(_outdated(transaction, current))
    ).scalar_one()
    return count


def everything(transaction: Transaction, noted_too: bool = False) -> None:
    """Request a new decision on every deal that an edit concerns; deals waiting for something are due at once. With
    ``noted_too``, also on deals with nothing open, but with notes on their records.
    """
    which = concerned(transaction)
    if noted_too:
        which = sa.or_(which, _noted(transaction))
    transaction.connection.execute(sa.update(deal).where(which).values(library=_ANY))
    transaction.connection.execute(
        sa.update(deal)
        .where(deal.c.org_id == transaction.org_id, waits, deal.c.lease_owner.is_(None))
        .values(due_at=transaction.now)
    )
    current = libraries.in_force(transaction)
    if current:
        transaction.connection.execute(
            sa.update(release)
            .where(release.c.org_id == transaction.org_id, release.c.number == current.number)
            .values(revisited_at=None)
        )


def longest_ago(database: Database, limit: int) -> int:
    """Request new decisions on the deals whose last decision is oldest; returns how many were not already waiting."""
    found = database.read(lambda transaction: _longest_ago(transaction, limit))
    return (
        database.write(lambda transaction: deals.request(transaction, deal.c.opportunity_id.in_(found))) if found else 0
    )


def _longest_ago(transaction: Transaction, limit: int) -> Sequence[str]:
    which = sa.or_(concerned(transaction), _may_be_back(transaction))
    wanted = sa.select(deal.c.opportunity_id).where(which, sa.not_(waits))
    ordered = wanted.order_by(deal.c.decided_at, deal.c.opportunity_id).limit(limit)
    return transaction.connection.execute(ordered).scalars().all()


def _next(transaction: Transaction, current: Release, limit: int) -> Sequence[str]:
    waiting: int = transaction.connection.execute(
        sa.select(sa.func.count()).where(deal.c.org_id == transaction.org_id, waits, deal.c.due_at <= transaction.now)
    ).scalar_one()
    return (
        transaction.connection.execute(
            sa.select(deal.c.opportunity_id)
            .where(_outdated(transaction, current), sa.not_(waits))
            .order_by(deal.c.opportunity_id)
            .limit(max(0, limit - waiting))
        )
        .scalars()
        .all()
    )


def _outdated(transaction: Transaction, current: Release) -> sa.ColumnElement[bool]:
    """Deals that an edit concerns and that were decided on with another library."""
    return sa.and_(concerned(transaction), deal.c.library != current.library)


def concerned(transaction: Transaction) -> sa.ColumnElement[bool]:
    """Deals that were decided on before, and are open, or have an open card, or must be decided on in any case."""
    has_open_card = sa.exists().where(
        card.c.org_id == deal.c.org_id,
        card.c.opportunity_id == deal.c.opportunity_id,
        card.c.state == CardState.OPEN,
    )
    return sa.and_(
        deal.c.org_id == transaction.org_id,
        deal.c.library.is_not(None),
        sa.not_(deal.c.gone),
        sa.or_(deal.c.closed.is_not(True), has_open_card, deal.c.library == _ANY),
    )


def _noted(transaction: Transaction) -> sa.ColumnElement[bool]:
    """Deals that were decided on before and have a note on their record."""
    written = sa.exists().where(
        delivery.c.org_id == deal.c.org_id,
        delivery.c.opportunity_id == deal.c.opportunity_id,
        delivery.c.state == DeliveryState.WRITTEN,
    )
    return sa.and_(deal.c.org_id == transaction.org_id, deal.c.library.is_not(None), sa.not_(deal.c.gone), written)


def _may_be_back(transaction: Transaction) -> sa.ColumnElement[bool]:
    """Deals that recently disappeared together with their cards. A deal that was only unshared with our user comes back
    without a new time stamp.
    """
    went = sa.exists().where(
        card.c.org_id == deal.c.org_id,
        card.c.opportunity_id == deal.c.opportunity_id,
        card.c.retired_reason == Reason.DEAL_GONE,
        card.c.retired_at > transaction.now - _MAY_COME_BACK,
    )
    return sa.and_(deal.c.org_id == transaction.org_id, deal.c.gone, went)


def _request(transaction: Transaction, current: Release, found: Sequence[str]) -> int:
    slot = f"{current.number}/{int(transaction.now.timestamp() // EVERY_SECONDS)}"
    if not slots.claim(transaction, JOB, slot):
        return 0
    if found:
        return deals.request(transaction, deal.c.opportunity_id.in_(found))
    if not remaining(transaction):
        transaction.connection.execute(
            sa.update(release)
            .where(release.c.org_id == transaction.org_id, release.c.number == current.number)
            .values(revisited_at=transaction.now)
        )
    return 0
