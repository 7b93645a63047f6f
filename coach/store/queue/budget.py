"""What each rep has been given this week and today: the figures that caps are held against.

Two workers that decide on two deals of one rep must not both spend the rep's last minutes. So the first question for a
rep's load takes a lock for the whole org until the transaction ends: deciding is done by one worker at a time. A lock
for each rep would gain little: a batch of 300 deals concerns most reps, and two batches would wait for each other all
the same. Deciding is a small part of a batch: reading it from the org, and writing its notes, take longer and are done
by all workers at once.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from decimal import Decimal

import sqlalchemy as sa

from coach.decide import day_start, week_start
from coach.model import RepLoad
from coach.store.answers.progress import mastered
from coach.store.database.transaction import Transaction
from coach.store.tables import card


@dataclass(frozen=True, slots=True)
class Given:
    """A first delivery: of which playbook, when, and what it cost of the rep's week."""

    playbook: str
    at: datetime
    minutes: Decimal


def load_of(week: Sequence[Given], day: datetime) -> RepLoad:
    """What the deliveries since the start of a week come to; ``day`` is when the present day began."""
    return RepLoad(
        minutes_this_week=sum((each.minutes for each in week), Decimal(0)),
        cards_today=sum(each.at >= day for each in week),
        week_by_playbook=Counter(each.playbook for each in week),
    )


class Budget:
    """The loads of the reps that one transaction asks for; ``spends`` says that it may add to them."""

    def __init__(self, transaction: Transaction, timezone: tzinfo, spends: bool = True) -> None:
        self._transaction = transaction
        self._spends = spends
        self._day = day_start(transaction.now, timezone)
        self._week = week_start(transaction.now, timezone)
        self._kept: dict[str, list[Given]] = {}
        self._added: dict[str, list[Given]] = {}
        self._mastered: dict[str, Mapping[str, datetime]] = {}

    def expect(self, rep_ids: Collection[str]) -> None:
        """Read the loads of these reps at once: asking for each by itself takes longer than deciding."""
        unread = sorted(set(rep_ids) - self._kept.keys())
        if not unread:
            return
        if self._spends and not self._kept:
            _lock(self._transaction)
        self._kept |= self._read(unread)
        self._mastered |= mastered(self._transaction, unread)

    def load(self, rep_id: str) -> RepLoad:
        """What the rep was given, with what was added here."""
        self.expect([rep_id])
        week = load_of(self._kept[rep_id] + self._added.get(rep_id, []), self._day)
        return replace(week, mastered=self._mastered[rep_id])

    def add(self, rep_id: str, playbook: str, minutes: Decimal) -> None:
        """A delivery that this transaction is going to keep."""
        self._added.setdefault(rep_id, []).append(Given(playbook, self._transaction.now, minutes))

    def _read(self, rep_ids: Sequence[str]) -> dict[str, list[Given]]:
        rows = self._transaction.connection.execute(
            sa.select(card.c.owner_id, card.c.playbook, card.c.opened_at, card.c.charged).where(
                card.c.org_id == self._transaction.org_id,
                card.c.owner_id.in_(rep_ids),
                card.c.opened_at >= self._week,
            )
        )
        given: dict[str, list[Given]] = {rep_id: [] for rep_id in rep_ids}
        for owner_id, *one in rows:
            given[owner_id].append(Given(*one))
        return given


def _lock(transaction: Transaction) -> None:
    """On SQLite whoever writes is alone already."""
    if transaction.postgres:
        name = hashlib.sha256(f"coach budget {transaction.org_id}".encode()).digest()
        number = int.from_bytes(name[:8], signed=True)
        transaction.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
