"""What each rep has been given this week and today: the figures that the caps are compared with.

Two workers that decide on two deals of one rep must not both spend the rep's last minutes. So the first read of a rep's
load takes a lock for the whole org until the transaction ends: only one worker at a time decides. A lock for each rep
would gain little: a batch of 300 deals concerns most reps, so two batches would wait for each other all the same.
Deciding is a small part of a batch: reading it from the org and writing its notes take longer, and all workers do those
in parallel.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import tzinfo

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.deciding import day_start, week_start
from coach.engine.model import Decision, RepLoad
from coach.learn import Spacing, due_by_skill, mastered_by_skill
from coach.queue.skills import last_asked, tries
from coach.queue.tables.records import card


class RepLoads:
    """The loads of the reps that one transaction asks for. ``spends`` says that the transaction may add to them."""

    def __init__(self, transaction: Transaction, timezone: tzinfo, spacing: Spacing, spends: bool = True) -> None:
        self._transaction = transaction
        self._spacing = spacing
        self._spends = spends
        self._day = day_start(transaction.now, timezone)
        self._week = week_start(transaction.now, timezone)
        self._loads: dict[str, RepLoad] = {}

    def expect(self, rep_ids: Collection[str]) -> None:
        """Read the loads of these reps in one query: asking for each one separately takes longer than deciding."""
        unread = sorted(set(rep_ids) - self._loads.keys())
        if not unread:
            return
        if self._spends and not self._loads:
            _lock(self._transaction)
        answered, asked = tries(self._transaction, unread), last_asked(self._transaction, unread)
        for rep_id, week in self._read(unread).items():
            of_skills = answered[rep_id]
            self._loads[rep_id] = replace(
                week,
                mastered=mastered_by_skill(of_skills, self._spacing),
                due=due_by_skill(of_skills, self._spacing),
                answered=frozenset(of_skills),
                last_asked=asked.get(rep_id),
            )

    def load(self, rep_id: str) -> RepLoad:
        """The rep's load, including what was charged in this transaction."""
        self.expect([rep_id])
        return self._loads[rep_id]

    def charge(self, rep_id: str, decision: Decision) -> None:
        """Charge the rep for a decision that this transaction will save."""
        self._loads[rep_id] = self.load(rep_id).charge(decision)

    def _read(self, rep_ids: Sequence[str]) -> dict[str, RepLoad]:
        """The weeks so far. Each stored card was charged when it was first delivered."""
        rows = self._transaction.connection.execute(
            sa.select(card.c.owner_id, card.c.playbook, card.c.opened_at, card.c.charged).where(
                card.c.org_id == self._transaction.org_id,
                card.c.owner_id.in_(rep_ids),
                card.c.opened_at >= self._week,
            )
        )
        weeks = dict.fromkeys(rep_ids, RepLoad())
        for owner_id, playbook, at, charged in rows:
            weeks[owner_id] = weeks[owner_id].with_card(playbook, charged, today=at >= self._day)
        return weeks


def _lock(transaction: Transaction) -> None:
    """Take the org's lock. On SQLite that is not needed: there is only one writer anyway."""
    if transaction.postgres:
        name = hashlib.sha256(f"coach budget {transaction.org_id}".encode()).digest()
        number = int.from_bytes(name[:8], signed=True)
        transaction.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
