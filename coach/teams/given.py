"""One rep's cards, as their page lists them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Adherence, Author, CardState, Reason
from coach.engine.responses import Dismissal
from coach.queue.progress import progress_from
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import Row, card, deal
from coach.teams.weeks import WeekBounds, within


@dataclass(frozen=True, slots=True)
class GivenCard:
    """A card as a rep's page lists it. ``amount`` is in ``currency``.

    The deal's current name and amount are left out if it has another owner by now.
    """

    key: str
    title: str
    playbook: str
    skill: str | None
    opportunity_id: str
    deal_name: str
    amount: Decimal | None
    currency: str | None
    delivered_at: datetime
    is_open: bool
    opened_at: datetime | None
    acknowledged_at: datetime | None
    done_at: datetime | None
    dismissal: Dismissal | None
    aside: Reason | None
    words: str
    adherence: Adherence | None
    moved_at: datetime | None
    right: bool | None
    seen_by: Author | None = None
    moved_by: Author | None = None
    still_theirs: bool = True

    @property
    def missed(self) -> bool:
        """Whether what it asks for was never seen on the deal, whoever might have done it."""
        return self.adherence is Adherence.NOT_SEEN and self.seen_by is None


def cards(transaction: Transaction, rep_id: str, weeks: WeekBounds, limit: int) -> list[GivenCard]:
    """A rep's cards, newest first."""
    still_theirs = deal.c.owner_id == card_progress.c.rep_id
    about = (
        card.c.title,
        card.c.state,
        sa.case((still_theirs, deal.c.name)).label("deal_name"),
        sa.case((still_theirs, deal.c.amount)).label("amount"),
        deal.c.currency,
        sa.case((still_theirs, 1), else_=0).label("still_theirs"),
    )
    rows = transaction.connection.execute(
        sa.select(card_progress, *about)
        .join(card, card.c.key == card_progress.c.card_key)
        .outerjoin(
            deal,
            sa.and_(deal.c.org_id == card_progress.c.org_id, deal.c.opportunity_id == card_progress.c.opportunity_id),
        )
        .where(*within(transaction, frozenset({rep_id}), weeks))
        .order_by(card_progress.c.delivered_at.desc(), card_progress.c.card_key)
        .limit(limit)
    )
    return [_given(row) for row in rows]


def _given(row: Row) -> GivenCard:
    progress = progress_from(row)
    aside = progress.laid_aside
    return GivenCard(
        key=row.card_key,
        title=row.title,
        playbook=row.playbook,
        skill=row.skill,
        opportunity_id=row.opportunity_id,
        deal_name=row.deal_name or "",
        amount=row.amount,
        currency=row.currency,
        delivered_at=row.delivered_at,
        is_open=row.state == CardState.OPEN,
        opened_at=progress.opened_at,
        acknowledged_at=progress.acknowledged_at,
        done_at=progress.done_at,
        dismissal=progress.dismissal,
        aside=aside.reason if aside else None,
        words=aside.words if aside else "",
        adherence=Adherence(row.adherence) if row.adherence else None,
        moved_at=row.moved_at,
        seen_by=Author(row.seen_by) if row.seen_by else None,
        moved_by=Author(row.moved_by) if row.moved_by else None,
        right=progress.right,
        still_theirs=bool(row.still_theirs),
    )
