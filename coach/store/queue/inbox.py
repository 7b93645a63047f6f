"""Receiving: keep each event once, and wish for its deal to be looked at."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from coach.model import Delivery, Event
from coach.ports import Accepted
from coach.store.database.transaction import Transaction, insert
from coach.store.queue import counters
from coach.store.tables import Row, deal, event


def accept(transaction: Transaction, delivery: Delivery) -> Accepted:
    """Keep what is new in a delivery. A repeated event was wished for when it first came, and changes nothing."""
    fresh = _keep(transaction, delivery.events)
    _wish(transaction, fresh)
    kinds = Counter(f"{row.source}/{row.kind}" for row in fresh)
    counters.add(transaction, counters.EVENTS, kinds)
    counters.add(transaction, counters.IGNORED, delivery.ignored)
    return Accepted(new=len(fresh), repeated=len(delivery.events) - len(fresh))


def _keep(transaction: Transaction, events: Sequence[Event]) -> Sequence[Row]:
    """The rows of those events that had not been received before."""
    if not events:
        return []
    rows = [
        {
            "org_id": each.org_id,
            "source": each.source,
            "source_event_id": each.source_event_id,
            "kind": each.kind,
            "opportunity_id": each.opportunity_id,
            "occurred_at": each.occurred_at,
            "received_at": transaction.now,
        }
        # In one order for all: two deliveries with the same events would otherwise wait for each other.
        for each in sorted(events, key=lambda each: (each.source, each.source_event_id))
    ]
    return transaction.connection.execute(_insert_event(transaction.postgres), rows).all()


# Each statement is built once: for a delivery of one event, building it costs more than all else.


@cache
def _insert_event(postgres: bool) -> ReturningInsert[*tuple[Any, ...]]:
    return (
        insert(postgres, event)
        .on_conflict_do_nothing(index_elements=["org_id", "source", "source_event_id"])
        .returning(event.c.id, event.c.org_id, event.c.opportunity_id, event.c.source, event.c.kind)
    )


def _wish(transaction: Transaction, fresh: Sequence[Row]) -> None:
    """Raise ``wanted`` of each event's deal by the number of its events, deals in the order of their ids."""
    wishes: dict[tuple[str, str], list[int]] = {}
    for row in fresh:
        wishes.setdefault((row.org_id, row.opportunity_id), []).append(row.id)
    if not wishes:
        return
    rows = [
        {
            "org_id": org_id,
            "opportunity_id": opportunity_id,
            "wanted": len(ids),
            "due_at": transaction.now,
            "waiting_since": transaction.now,
            "event_id": min(ids),
        }
        for (org_id, opportunity_id), ids in sorted(wishes.items())
    ]
    transaction.connection.execute(_raise_wish(transaction.postgres), rows)


@cache
def _raise_wish(postgres: bool) -> sa.Insert:
    statement = insert(postgres, deal)
    new = statement.excluded
    idle = deal.c.wanted == deal.c.done
    held = deal.c.lease_owner.is_not(None)
    return statement.on_conflict_do_update(
        index_elements=["org_id", "opportunity_id"],
        set_={
            "wanted": deal.c.wanted + new.wanted,
            # A deal that waits already keeps its place in the queue, and its pause where it has failed.
            "due_at": sa.case((idle, new.due_at), else_=deal.c.due_at),
            "waiting_since": sa.case((idle, new.waiting_since), else_=deal.c.waiting_since),
            "event_id": sa.case((idle, new.event_id), else_=deal.c.event_id),
            "newer_since": sa.case((held, sa.func.coalesce(deal.c.newer_since, new.waiting_since))),
            "newer_event_id": sa.case((held, sa.func.coalesce(deal.c.newer_event_id, new.event_id))),
        },
    )
