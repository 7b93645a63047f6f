"""What may be deleted once it is old, and what must stay: one rule per sort of row.

Kept at any age: everything that an open card depends on; the last decision about each playbook on a deal that Coach
still looks at, because the next decision is compared with it; events and attempts of work in progress; and rows to
which the feed has not assigned a position.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import CardState, DeliveryState
from coach.privacy.notes import on_record
from coach.privacy.tables import view
from coach.queue import feed
from coach.queue.tables.answers import card_adherence, card_progress, card_response
from coach.queue.tables.records import attempt, card, deal, decision, delivery, event, on_its_way, rep, waits

DEALS_AT_ONCE = 50
"""A deal is deleted with all its dependent rows, which may be hundreds."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Rows older than ``before`` may be deleted, about ``rows`` at a time."""

    before: datetime
    rows: int


def feed_rows(transaction: Transaction, limit: Limit) -> int:
    """The beginning of the feed. Followers who had not read that far get an error."""
    while feed.number(transaction):
        pass
    return feed.clear(transaction, limit.before, limit.rows)


def events(transaction: Transaction, limit: Limit) -> int:
    """Events of deals that wait for nothing."""
    of_deal = sa.and_(deal.c.org_id == event.c.org_id, deal.c.opportunity_id == event.c.opportunity_id)
    of_note = sa.and_(delivery.c.org_id == event.c.org_id, delivery.c.opportunity_id == event.c.opportunity_id)
    old = sa.select(event.c.id).where(
        event.c.org_id == transaction.org_id,
        event.c.received_at < limit.before,
        ~sa.exists().where(of_deal, waits),
        ~sa.exists().where(of_note, on_its_way),
    )
    return _delete(transaction, event.c.id, old.limit(limit.rows))


def responses(transaction: Transaction, limit: Limit) -> int:
    """A rep's responses to a card; the resulting progress stays with the card."""
    old = sa.select(card_response.c.id).where(
        card_response.c.org_id == transaction.org_id, card_response.c.at < limit.before
    )
    return _delete(transaction, card_response.c.id, old.order_by(card_response.c.id).limit(limit.rows))


def attempts(transaction: Transaction, limit: Limit) -> int:
    """Finished attempts; an attempt that was never settled counts as finished once a later one has begun."""
    over = sa.or_(
        attempt.c.settled_at < limit.before,
        sa.and_(
            attempt.c.settled_at.is_(None),
            attempt.c.started_at < limit.before,
            sa.or_(delivery.c.state != DeliveryState.SENDING, delivery.c.fence != attempt.c.number),
        ),
    )
    old = (
        sa.select(attempt.c.delivery_key, attempt.c.number)
        .join(delivery, delivery.c.key == attempt.c.delivery_key)
        .where(delivery.c.org_id == transaction.org_id, over)
        .limit(limit.rows)
    )
    both = sa.tuple_(attempt.c.delivery_key, attempt.c.number)
    return transaction.connection.execute(sa.delete(attempt).where(both.in_(old))).rowcount


def decisions(transaction: Transaction, limit: Limit) -> int:
    """Decisions superseded by a later one about the same playbook on the same deal."""
    later = decision.alias("later")
    replaced = sa.exists().where(
        later.c.org_id == decision.c.org_id,
        later.c.opportunity_id == decision.c.opportunity_id,
        later.c.playbook == decision.c.playbook,
        later.c.id > decision.c.id,
    )
    opened = sa.exists().where(card.c.key == decision.c.card_key, card.c.state == CardState.OPEN)
    old = sa.select(decision.c.id).where(
        decision.c.org_id == transaction.org_id, decision.c.at < limit.before, replaced, ~opened
    )
    return _delete(transaction, decision.c.id, old.order_by(decision.c.at, decision.c.id).limit(limit.rows))


def cards(transaction: Transaction, limit: Limit) -> int:
    """Retired cards, with their reps' responses, their notes and the attempts to write these; with the last card of a
    deal, also the deal's notes that are not on the record.

    Their deals are locked and wait for nothing: so nobody is deciding on them and about to bring a card back.
    """
    of_deal = sa.and_(delivery.c.org_id == card.c.org_id, delivery.c.opportunity_id == card.c.opportunity_id)
    busy = sa.exists().where(of_deal, on_its_way)
    old = (
        sa.select(card.c.key, card.c.opportunity_id)
        .join(deal, sa.and_(deal.c.org_id == card.c.org_id, deal.c.opportunity_id == card.c.opportunity_id))
        .where(
            card.c.org_id == transaction.org_id,
            card.c.state == CardState.RETIRED,
            card.c.retired_at < limit.before,
            ~waits,
            ~busy,
        )
        .order_by(deal.c.opportunity_id, card.c.key)
        .limit(limit.rows)
        .with_for_update(of=deal, skip_locked=True)
    )
    rows = transaction.connection.execute(old).all()
    drop_cards(transaction, [row.key for row in rows])
    _drop_notes_without_cards(transaction, {row.opportunity_id for row in rows})
    return len(rows)


def _drop_notes_without_cards(transaction: Transaction, opportunity_ids: Set[str]) -> None:
    """A note that may be on its record stays: a second one would be created beside it with the deal's next card."""
    left = sa.exists().where(card.c.org_id == delivery.c.org_id, card.c.opportunity_id == delivery.c.opportunity_id)
    alone = sa.select(delivery.c.key).where(
        delivery.c.org_id == transaction.org_id, delivery.c.opportunity_id.in_(opportunity_ids), ~left, ~on_record()
    )
    drop_notes(transaction, transaction.connection.execute(alone).scalars().all())


def deals(transaction: Transaction, limit: Limit) -> int:
    """Inactive deals, with all dependent rows: nothing waits, no card is open, and no further look is due."""
    of_deal = (card.c.org_id == deal.c.org_id, card.c.opportunity_id == deal.c.opportunity_id)
    notes = (delivery.c.org_id == deal.c.org_id, delivery.c.opportunity_id == deal.c.opportunity_id)
    at_rest = (
        sa.select(deal.c.opportunity_id)
        .where(
            deal.c.org_id == transaction.org_id,
            ~waits,
            deal.c.check_at.is_(None),
            deal.c.decided_at < limit.before,
            ~sa.exists().where(*of_deal, card.c.state == CardState.OPEN),
            ~sa.exists().where(*notes, on_its_way),
        )
        .order_by(deal.c.opportunity_id)
        .limit(min(limit.rows, DEALS_AT_ONCE))
        .with_for_update(skip_locked=True)
    )
    ids = transaction.connection.execute(at_rest).scalars().all()
    if ids:
        drop_cards(transaction, _keys(transaction, card, ids))
        drop_notes(transaction, _keys(transaction, delivery, ids))
        for table in (decision, deal):
            transaction.connection.execute(
                sa.delete(table).where(table.c.org_id == transaction.org_id, table.c.opportunity_id.in_(ids))
            )
    return len(ids)


def views(transaction: Transaction, limit: Limit) -> int:
    """Who viewed whose log."""
    old = sa.select(view.c.id).where(view.c.org_id == transaction.org_id, view.c.at < limit.before)
    return _delete(transaction, view.c.id, old.order_by(view.c.at).limit(limit.rows))


def reps(transaction: Transaction, limit: Limit) -> int:
    """Owners of deals about whom nothing else is stored."""
    left = [
        sa.exists().where(table.c.org_id == rep.c.org_id, table.c.owner_id == rep.c.id)
        for table in (deal, card, decision)
    ]
    alone = sa.select(rep.c.id).where(rep.c.org_id == transaction.org_id, *(~each for each in left)).limit(limit.rows)
    return transaction.connection.execute(
        sa.delete(rep).where(rep.c.org_id == transaction.org_id, rep.c.id.in_(alone))
    ).rowcount


def drop_cards(transaction: Transaction, keys: Sequence[str]) -> None:
    """Delete cards, with everything that refers to them."""
    if not keys:
        return
    for table in (card_response, card_progress, card_adherence):
        transaction.connection.execute(sa.delete(table).where(table.c.card_key.in_(keys)))
    drop_notes(transaction, keys)
    transaction.connection.execute(sa.delete(card).where(card.c.key.in_(keys)))


def drop_notes(transaction: Transaction, keys: Sequence[str]) -> None:
    """Delete notes, with the attempts to write them; the text on the record stays."""
    if keys:
        transaction.connection.execute(sa.delete(attempt).where(attempt.c.delivery_key.in_(keys)))
        transaction.connection.execute(sa.delete(delivery).where(delivery.c.key.in_(keys)))


def _keys(transaction: Transaction, table: sa.Table, opportunity_ids: Sequence[str]) -> Sequence[str]:
    return (
        transaction.connection.execute(
            sa.select(table.c.key).where(
                table.c.org_id == transaction.org_id, table.c.opportunity_id.in_(opportunity_ids)
            )
        )
        .scalars()
        .all()
    )


def _delete(transaction: Transaction, column: sa.Column[int], old: sa.Select[tuple[int]]) -> int:
    return transaction.connection.execute(sa.delete(column.table).where(column.in_(old))).rowcount
