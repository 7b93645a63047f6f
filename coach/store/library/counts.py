"""What came of each playbook, and how it read before: for the library page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from coach.model import Reason, Verdict
from coach.ports import Shipment
from coach.store.database.transaction import Transaction
from coach.store.library.tables import playbook_text, shipment
from coach.store.tables import decision, library


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a playbook delivered a card, and how often it was held back, by reason.

    A decision that only repeats the last one about its playbook on its deal is not logged, and not counted.
    ``fewest`` is how many people the figure is about that fewest people are in; 0 where there are no figures.
    """

    delivered: int = 0
    held_back: Mapping[Reason, int] = field(default_factory=dict)
    fewest: int = 0

    def tells_of_nobody(self, least: int) -> bool:
        """Whether these are no figures, or each is about ``least`` people or more."""
        return not self.fewest or self.fewest >= least


@dataclass(frozen=True, slots=True)
class Edition:
    """How a playbook read from a shipment on: ``text`` is None where that library did not hold it."""

    shipment: Shipment
    digest: str | None
    text: str | None


def counts(transaction: Transaction, since: datetime) -> dict[str, Counts]:
    """By playbook, what was decided since then; playbooks about which nothing was are left out."""
    rows = transaction.connection.execute(
        sa.select(
            decision.c.playbook,
            decision.c.verdict,
            decision.c.reason,
            sa.func.count().label("times"),
            sa.func.count(decision.c.owner_id.distinct()).label("people"),
        )
        .where(
            decision.c.org_id == transaction.org_id,
            decision.c.at >= since,
            decision.c.verdict.in_((Verdict.DELIVER, Verdict.HOLD_BACK)),
        )
        .group_by(decision.c.playbook, decision.c.verdict, decision.c.reason)
        .order_by(sa.func.count().desc(), decision.c.reason)
    ).all()
    return {
        name: Counts(
            delivered=sum(row.times for row in rows if row.playbook == name and row.verdict == Verdict.DELIVER),
            held_back={
                Reason(row.reason): row.times
                for row in rows
                if row.playbook == name and row.verdict == Verdict.HOLD_BACK
            },
            fewest=min(row.people for row in rows if row.playbook == name),
        )
        for name in {row.playbook for row in rows}
    }


def editions(transaction: Transaction, name: str) -> list[Edition]:
    """How a playbook read in every library that was in force, newest first; one edition for each change."""
    digest = library.c.contents[name].as_string()
    rows = transaction.connection.execute(
        sa.select(
            shipment.c.number,
            shipment.c.library,
            shipment.c.revision,
            shipment.c.at,
            shipment.c.revisited_at,
            digest.label("digest"),
        )
        .join(library, sa.and_(library.c.org_id == shipment.c.org_id, library.c.hash == shipment.c.library))
        .where(shipment.c.org_id == transaction.org_id)
        .order_by(shipment.c.number)
    ).all()
    texts = _texts(transaction, {row.digest for row in rows if row.digest})
    found: list[Edition] = []
    for row in rows:
        if row.digest != (found[-1].digest if found else None):
            found.append(Edition(Shipment(*row[:5]), row.digest, texts.get(row.digest)))
    return found[::-1]


def _texts(transaction: Transaction, digests: set[str]) -> dict[str, str]:
    rows = transaction.connection.execute(
        sa.select(playbook_text.c.hash, playbook_text.c.text).where(
            playbook_text.c.org_id == transaction.org_id, playbook_text.c.hash.in_(digests)
        )
    ).all()
    return {row.hash: row.text for row in rows}
