"""After an edit: every open deal is decided on again, a few at a time, so that the org and the queue are not flooded.

Which deals still are to be done can be told from the deals themselves, for each says which library it was last decided
on with. So nothing is counted off that could be lost: a pass that is broken off is carried on by the next, a deal that
was being decided on while the library changed is found again, and none is done twice.
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
"""No library: what was decided with it is to be decided on again."""
EVERY_SECONDS = 5
"""At most one batch in so many seconds, whoever asks."""


def revisit(database: Database, limit: int) -> int:
    """Wish for the next batch of deals; how many there were. Events that wait go first: they take up the batch."""
    current = database.read(libraries.in_force)
    if current is None or current.revisited_at:
        return 0
    # Looked for without the right to write: on many deals this takes a moment, and on SQLite nobody else could write.
    found = database.read(lambda transaction: _next(transaction, current, limit))
    return database.write(lambda transaction: _wish(transaction, current, found))


def remaining(transaction: Transaction) -> int:
    """How many open deals are still to be decided on with the library in force."""
    current = libraries.in_force(transaction)
    if current is None or current.revisited_at:
        return 0
    count: int = transaction.connection.execute(
        sa.select(sa.func.count()).select_from(deal).where(_outdated(transaction, current))
    ).scalar_one()
    return count


def everything(transaction: Transaction, noted_too: bool = False) -> None:
    """Have every deal that an edit concerns decided on again, as after one; what waits for something is due at once.
    With ``noted_too``, also those that nothing is open on, and whose records have notes.
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
    """Wish for those that were decided on the longest time ago; how many did not wait already."""
    found = database.read(lambda transaction: _longest_ago(transaction, limit))
    return database.write(lambda transaction: deals.wish(transaction, deal.c.opportunity_id.in_(found))) if found else 0


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
    """Deals that were decided on with another library, and that an edit concerns."""
    return sa.and_(concerned(transaction), deal.c.library != current.library)


def concerned(transaction: Transaction) -> sa.ColumnElement[bool]:
    """Deals that were decided on before, and are open, have a card that is, or are to be decided on in any case."""
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
    """Deals that were decided on before, and have a note on their record."""
    written = sa.exists().where(
        delivery.c.org_id == deal.c.org_id,
        delivery.c.opportunity_id == deal.c.opportunity_id,
        delivery.c.state == DeliveryState.WRITTEN,
    )
    return sa.and_(deal.c.org_id == transaction.org_id, deal.c.library.is_not(None), sa.not_(deal.c.gone), written)


def _may_be_back(transaction: Transaction) -> sa.ColumnElement[bool]:
    """Deals whose cards went with them lately: one that was only not shared with us comes back without a stamp."""
    went = sa.exists().where(
        card.c.org_id == deal.c.org_id,
        card.c.opportunity_id == deal.c.opportunity_id,
        card.c.retired_reason == Reason.DEAL_GONE,
        card.c.retired_at > transaction.now - _MAY_COME_BACK,
    )
    return sa.and_(deal.c.org_id == transaction.org_id, deal.c.gone, went)


def _wish(transaction: Transaction, current: Release, found: Sequence[str]) -> int:
    slot = f"{current.number}/{int(transaction.now.timestamp() // EVERY_SECONDS)}"
    if not slots.claim(transaction, JOB, slot):
        return 0
    if found:
        return deals.wish(transaction, deal.c.opportunity_id.in_(found))
    if not remaining(transaction):
        transaction.connection.execute(
            sa.update(release)
            .where(release.c.org_id == transaction.org_id, release.c.number == current.number)
            .values(revisited_at=transaction.now)
        )
    return 0
