"""Receiving: store each event once, and request a decision on its deal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from coach.database.columns import keepable
from coach.database.given import RowValues
from coach.database.transaction import Transaction, insert
from coach.engine.model import Event, Received
from coach.ports import Accepted
from coach.queue import counters, pacing
from coach.queue.tables.records import Row, deal, event

_Key: TypeAlias = tuple[str, str, str, str]
"""What identifies an event: its org, its source, the source's own id, and the deal."""


def accept(transaction: Transaction, batches: Sequence[Received]) -> list[Accepted]:
    """Store the new events of each batch.

    A repeated event led to a request when it first came, and changes nothing. An event in two of the batches counts as
    new in the first one.
    """
    fresh = _keep(transaction, [each for batch in batches for each in batch.events])
    _request(transaction, fresh)
    counters.add(transaction, counters.EVENTS, Counter(f"{row.source}/{row.kind}" for row in fresh))
    counters.add(transaction, counters.IGNORED, _sum(batch.ignored.items() for batch in batches))
    new = {(row.org_id, row.source, row.source_event_id, row.opportunity_id) for row in fresh}
    return [_accepted(batch, new) for batch in batches]


def _sum(counts: Iterable[Iterable[tuple[str, int]]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(dict(each))
    return total


def _accepted(batch: Received, new: set[_Key]) -> Accepted:
    ours = {_key(each) for each in batch.events} & new
    new -= ours
    return Accepted(new=len(ours), repeated=len(batch.events) - len(ours))


def _key(of: Event) -> _Key:
    """The key as the database returns it."""
    return of.org_id, of.source.value, keepable(of.source_event_id), of.opportunity_id


def _keep(transaction: Transaction, events: Sequence[Event]) -> Sequence[Row]:
    """The rows of the events that had not been received before."""
    if not events:
        return []
    given, statement = _insert_event(transaction.postgres)
    rows = [
        (each.org_id, each.source, each.source_event_id, each.kind, each.opportunity_id, each.occurred_at)
        # The same order for everybody: otherwise two batches with the same events would deadlock.
        for each in sorted(events, key=lambda each: (each.source, each.source_event_id, each.opportunity_id))
    ]
    return transaction.connection.execute(statement, given.parameters(rows) | {"now": transaction.now}).all()


# Each statement is built once: for a batch of one event, building it costs more than everything else.


@cache
def _insert_event(postgres: bool) -> tuple[RowValues, ReturningInsert[*tuple[Any, ...]]]:
    columns = event.c
    given = RowValues(
        postgres,
        *(columns.org_id, columns.source, columns.source_event_id),
        *(columns.kind, columns.opportunity_id, columns.occurred_at),
    )
    now = sa.bindparam("now", type_=columns.received_at.type)
    return given, (
        insert(postgres, event)
        .from_select([*given.names, "received_at"], given.rows().add_columns(now))
        .on_conflict_do_nothing(index_elements=["org_id", "source", "source_event_id", "opportunity_id"])
        .returning(
            columns.id, columns.org_id, columns.opportunity_id, columns.source, columns.source_event_id, columns.kind
        )
    )


def _request(transaction: Transaction, fresh: Sequence[Row]) -> None:
    """Raise ``wanted`` of each event's deal by the number of its events, deals in the order of their ids."""
    requests: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in fresh:
        requests[row.org_id, row.opportunity_id].append(row.id)
    if not requests:
        return
    given, statement = _raise_wanted(transaction.postgres)
    rows = [(*deal_key, len(ids), min(ids)) for deal_key, ids in sorted(requests.items())]
    transaction.connection.execute(
        statement, given.parameters(rows) | {"now": transaction.now, "soon": transaction.now + pacing.AFTER_NEWS}
    )


@cache
def _raise_wanted(postgres: bool) -> tuple[RowValues, sa.Insert]:
    given = RowValues(postgres, deal.c.org_id, deal.c.opportunity_id, deal.c.wanted, deal.c.event_id)
    now = sa.bindparam("now", type_=deal.c.due_at.type)
    statement = insert(postgres, deal).from_select(
        [*given.names, "due_at", "waiting_since"], given.rows().add_columns(now.label("due"), now.label("since"))
    )
    new = statement.excluded
    idle = deal.c.wanted == deal.c.done
    held = deal.c.lease_owner.is_not(None)
    soon = sa.bindparam("soon", type_=deal.c.due_at.type)
    return given, statement.on_conflict_do_update(
        index_elements=["org_id", "opportunity_id"],
        set_={
            "wanted": deal.c.wanted + new.wanted,
            # A deal that is waiting already keeps its place in the queue, and its pause if it has failed; but an event
            # is a reason not to wait for long.
            "due_at": sa.case(
                (idle, new.due_at), (sa.and_(sa.not_(held), deal.c.due_at > soon), soon), else_=deal.c.due_at
            ),
            "waiting_since": sa.case((idle, new.waiting_since), else_=deal.c.waiting_since),
            "event_id": sa.case((idle, new.event_id), else_=deal.c.event_id),
            "newer_since": sa.case((held, sa.func.coalesce(deal.c.newer_since, new.waiting_since))),
            "newer_event_id": sa.case((held, sa.func.coalesce(deal.c.newer_event_id, new.event_id))),
        },
    )
