"""Reads for plan and backtest: what is stored about many deals and all reps, without claims and without locks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import tzinfo

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.database.transaction import Database, DatabaseClock, Transaction, database_clock
from coach.engine.model import Delivery, RepLoad
from coach.learn import Spacing
from coach.library import revisit
from coach.ports import Remembered, StoredDelivery
from coach.queue import cards, delivery_rows
from coach.queue.budget import RepLoads
from coach.queue.cards import CardRow
from coach.queue.delivery_row import DeliveryRow
from coach.queue.tables.records import deal, waits


class StoredHistory:
    """Each result is consistent in itself. Two results may differ if a worker writes in between.

    ``timezone`` determines when a rep's day and week begin. ``clock`` replaces the database's clock in tests.
    """

    def __init__(
        self, engine: Engine, org_id: str, timezone: tzinfo, spacing: Spacing, clock: DatabaseClock = database_clock
    ) -> None:
        self._database = Database(engine, org_id, "history", clock)
        self._timezone = timezone
        self._spacing = spacing

    def remembered(self, opportunity_ids: Sequence[str]) -> Mapping[str, Remembered]:
        """What is stored about each of these deals; as many as fit in one statement."""
        return self._database.read(lambda transaction: _remembered(transaction, opportunity_ids))

    def load(self, rep_id: str) -> RepLoad:
        """What the rep has been given."""
        return self._database.read(lambda transaction: self._loads(transaction).load(rep_id))

    def _loads(self, transaction: Transaction) -> RepLoads:
        return RepLoads(transaction, self._timezone, self._spacing, spends=False)

    def decided_again(self) -> Sequence[str]:
        """The deals that are decided on again after an edit: first those that are already waiting, then by id."""
        return self._database.read(lambda transaction: _concerned(transaction, sa.true()))


def _remembered(transaction: Transaction, opportunity_ids: Sequence[str]) -> dict[str, Remembered]:
    rows: dict[str, list[CardRow]] = defaultdict(list)
    for row in cards.of_deals(transaction, opportunity_ids):
        rows[row.opportunity_id].append(row)
    kept: dict[str, dict[str, DeliveryRow]] = defaultdict(dict)
    for note in delivery_rows.of_deals(transaction, opportunity_ids):
        kept[note.opportunity_id][note.key] = note
    decided = frozenset(_concerned(transaction, deal.c.opportunity_id.in_(opportunity_ids)))
    return {
        each: Remembered(
            past=tuple(cards.past(row) for row in rows[each]),
            standing=tuple(cards.text(row) for row in rows[each]),
            deliveries={key: _kept(note) for key, note in kept[each].items()},
            decided=each in decided,
        )
        for each in opportunity_ids
    }


def _kept(row: DeliveryRow) -> StoredDelivery:
    wanted = Delivery(**{each.name: getattr(row, each.name) for each in fields(Delivery)})
    return StoredDelivery(wanted, row.state, row.may_be_there)


def _concerned(transaction: Transaction, which: sa.ColumnElement[bool]) -> Sequence[str]:
    wanted = sa.select(deal.c.opportunity_id).where(revisit.concerned(transaction), which)
    waiting_since = sa.case((waits, deal.c.waiting_since)).nulls_last()
    return transaction.connection.execute(wanted.order_by(waiting_since, deal.c.opportunity_id)).scalars().all()
