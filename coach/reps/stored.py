"""Reads cards with everything that a page shows: one by its key, or all of a rep's, over all their deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from decimal import Decimal

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import Adherence, Author, Card, CardState, PastCard, Verdict, zone_of
from coach.engine.responses import Progress, Response, ResponseKind, after
from coach.queue import cards
from coach.queue.progress import progress_from
from coach.queue.tables.answers import card_progress, card_response
from coach.queue.tables.records import Row, card, deal, decision, rep
from coach.reps.responses import RepResponse, responses_to_each
from coach.reps.written import Reply, answers_to


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card with everything that its page shows.

    ``owner_id`` is the deal's current owner, ``rep_id`` the rep who was first given the card. ``progress`` is the
    owner's: responses from before the deal was handed over belong to the former owner. ``delivered_at`` is the last
    delivery, including one after it had left the record for a while. ``wrote`` is what the owner last wrote when they
    dismissed the card, which is not shown in the note; ``answers`` are the replies to it. ``worth`` is the deal's
    amount in the org's own currency when the card came; 0 if unknown. ``timezone`` is the owner's, by its name in the
    org.
    """

    card: Card
    past: PastCard
    progress: Progress
    adherence: Adherence | None
    seen_by: Author | None
    rep_id: str
    owner_id: str
    owner_name: str
    deal_name: str
    stage: str
    delivered_at: datetime
    wrote: str = ""
    account_name: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    worth: float = 0.0
    last_said_at: datetime | None = None
    answers: tuple[Reply, ...] = ()
    timezone: str | None = None

    def zone(self, otherwise: tzinfo) -> tzinfo:
        """The time zone in which dates are shown to the owner."""
        return zone_of(self.timezone, otherwise)


_OF_DEAL = (
    deal.c.owner_id,
    deal.c.name.label("deal_name"),
    deal.c.account_name,
    deal.c.stage,
    deal.c.amount,
    deal.c.currency,
    rep.c.name.label("owner_name"),
    deal.c.snapshot["owner"]["timezone"].as_string().label("timezone"),
)


def with_key(transaction: Transaction, card_key: str, timezone: tzinfo) -> StoredCard | None:
    """The card with this key, if its deal is still known."""
    return next(iter(_kept(transaction, card_progress.c.card_key == card_key, timezone)), None)


def open_for(transaction: Transaction, rep_id: str, timezone: tzinfo) -> list[StoredCard]:
    """The open cards on a rep's deals, in no particular order."""
    theirs = sa.and_(deal.c.owner_id == rep_id, deal.c.gone.is_(False), _is_open())
    return _kept(transaction, theirs, timezone)


def said_by(transaction: Transaction, rep_id: str, since: datetime, timezone: tzinfo) -> list[StoredCard]:
    """The cards on a rep's deals to which they responded since then, the latest first."""
    said = sa.select(card_response.c.card_key).where(
        card_response.c.org_id == transaction.org_id,
        card_response.c.rep_id == rep_id,
        card_response.c.at >= since,
        card_response.c.kind != ResponseKind.OPENED,
    )
    theirs = sa.and_(deal.c.owner_id == rep_id, card_progress.c.card_key.in_(said))
    found = _kept(transaction, theirs, timezone)
    return sorted(found, key=lambda kept: (kept.last_said_at or since, kept.card.key), reverse=True)


def language_of(transaction: Transaction, rep_id: str) -> str | None:
    """The language of a rep's latest card; None if they never had one."""
    latest = sa.select(card.c.language).where(card.c.org_id == transaction.org_id, card.c.owner_id == rep_id)
    ordered = latest.order_by(card.c.opened_at.desc(), card.c.key).limit(1)
    return transaction.connection.execute(ordered).scalar_one_or_none()


def _is_open() -> sa.ColumnElement[bool]:
    return sa.exists().where(card.c.key == card_progress.c.card_key, card.c.state == CardState.OPEN)


def _kept(transaction: Transaction, where: sa.ColumnElement[bool], timezone: tzinfo) -> list[StoredCard]:
    rows = transaction.connection.execute(
        sa.select(card_progress, *_OF_DEAL)
        .join(
            deal,
            sa.and_(deal.c.org_id == card_progress.c.org_id, deal.c.opportunity_id == card_progress.c.opportunity_id),
        )
        .outerjoin(rep, sa.and_(rep.c.org_id == deal.c.org_id, rep.c.id == deal.c.owner_id))
        .where(card_progress.c.org_id == transaction.org_id, deal.c.owner_id.is_not(None), where)
    ).all()
    keys = [row.card_key for row in rows]
    texts = {row.key: row for row in transaction.connection.execute(cards.rows().where(card.c.key.in_(keys)))}
    said = responses_to_each(transaction, keys)
    came, answers = _deliveries(transaction, rows), answers_to(transaction, keys)
    return [
        replace(
            _card(row, texts[row.card_key], said[row.card_key], came.get(row.card_key), timezone),
            answers=answers.get((row.card_key, row.owner_id), ()),
        )
        for row in rows
    ]


def _card(
    row: Row, text: cards.CardRow, said: Sequence[RepResponse], came: tuple[datetime, float] | None, timezone: tzinfo
) -> StoredCard:
    own = [each.response for each in said if each.rep_id == row.owner_id]
    return StoredCard(
        card=cards.text(text),
        past=cards.past(text),
        progress=progress_of(row, row.owner_id, own, timezone),
        adherence=Adherence(row.adherence) if row.adherence else None,
        seen_by=Author(row.seen_by) if row.seen_by else None,
        rep_id=row.rep_id,
        owner_id=row.owner_id,
        owner_name=row.owner_name or "",
        deal_name=row.deal_name or "",
        stage=row.stage or "",
        delivered_at=came[0] if came else row.delivered_at,
        wrote=next((each.words for each in reversed(own) if each.kind is ResponseKind.DISMISSED), ""),
        account_name=row.account_name or "",
        timezone=row.timezone,
        amount=row.amount,
        currency=row.currency,
        worth=came[1] if came else 0.0,
        last_said_at=max((each.at for each in own if each.kind is not ResponseKind.OPENED), default=None),
    )


def progress_of(row: Row, rep_id: str, own: Sequence[Response], timezone: tzinfo) -> Progress:
    """How far this rep is with the card. If it was given to another rep, only this rep's own responses count."""
    kept = progress_from(row)
    if rep_id == row.rep_id:
        return kept
    progress = Progress()
    for response in own:
        progress = after(progress, response, timezone)
    return replace(progress, laid_aside=kept.laid_aside)


def _deliveries(transaction: Transaction, rows: Sequence[Row]) -> Mapping[str, tuple[datetime, float]]:
    """By card, its last delivery, and what its deal was worth then."""
    found = transaction.connection.execute(
        sa.select(decision.c.card_key, decision.c.at, decision.c.worth)
        .where(
            decision.c.org_id == transaction.org_id,
            decision.c.opportunity_id.in_({row.opportunity_id for row in rows}),
            decision.c.playbook.in_({row.playbook for row in rows}),
            decision.c.verdict == Verdict.DELIVER,
            decision.c.card_key.in_([row.card_key for row in rows]),
        )
        .order_by(decision.c.id)
    )
    return {row.card_key: (row.at, row.worth or 0.0) for row in found}
