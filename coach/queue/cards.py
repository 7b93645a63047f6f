"""Card rows: what was put on a record, its current text, and the minutes it cost in its rep's week."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import (
    Adherence,
    Author,
    Card,
    CardState,
    Decision,
    Evaluated,
    LaidAside,
    PastCard,
    Reason,
    RepLoad,
    Verdict,
)
from coach.queue.documents import blocks_document, blocks_from, quiz_document, quiz_from
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import Row, card

CardRow = Row

_ASIDE = (card_progress.c.aside, card_progress.c.aside_words, card_progress.c.aside_until, card_progress.c.aside_stage)
_SEEN = (card_progress.c.adherence, card_progress.c.seen_by)


def rows() -> sa.Select[*tuple[Any, ...]]:
    """Select cards, each with its rep's last word on it and the observed adherence.

    The other functions here take these rows.
    """
    both = card.outerjoin(card_progress, card_progress.c.card_key == card.c.key)
    return sa.select(card, *_ASIDE, *_SEEN).select_from(both)


def of_deals(transaction: Transaction, opportunity_ids: Sequence[str]) -> Sequence[CardRow]:
    """All cards ever given on some deals, oldest first."""
    return transaction.connection.execute(
        rows()
        .where(card.c.org_id == transaction.org_id, card.c.opportunity_id.in_(opportunity_ids))
        .order_by(card.c.opened_at, card.c.key)
    ).all()


def past(row: CardRow) -> PastCard:
    """The part of a card that the engine remembers."""
    return PastCard(
        key=row.key,
        playbook=row.playbook,
        name=row.name,
        occasion=row.occasion,
        state=CardState(row.state),
        opened_at=row.opened_at,
        minutes=row.minutes,
        retired_at=row.retired_at,
        retired_reason=Reason(row.retired_reason) if row.retired_reason else None,
        laid_aside=laid_aside(row),
        seen_by=Author(row.seen_by) if row.adherence == Adherence.SEEN and row.seen_by else None,
    )


def laid_aside(row: Row) -> LaidAside | None:
    """The rep's last word on a card, if it lays the card aside. Takes rows of card_progress as well."""
    if row.aside is None:
        return None
    return LaidAside(Reason(row.aside), row.aside_words, row.aside_until, row.aside_stage)


def text(row: CardRow) -> Card:
    """The card with its latest text."""
    return Card(
        key=row.key,
        opportunity_id=row.opportunity_id,
        playbook=row.playbook,
        name=row.name,
        occasion=row.occasion,
        title=row.title,
        blocks=blocks_from(row.blocks),
        why=row.why,
        minutes=row.minutes,
        question=quiz_from(row.question),
        language=row.language,
    )


def delivery(evaluated: Evaluated, given: Card) -> Decision:
    """The decision that delivers a new card; if there is none, one that costs the card's reading time."""
    for decision in evaluated.decisions:
        if decision.verdict == Verdict.DELIVER and _names(decision.playbook, decision.card, decision.occasion, given):
            return decision
    return Decision(
        given.playbook, Verdict.DELIVER, Reason.APPLIES, "", given.name, given.occasion, minutes=given.minutes
    )


def charge(evaluated: Evaluated, given: Card) -> Decimal:
    """The minutes of the rep's week that the card's delivery costs."""
    return RepLoad().charge(delivery(evaluated, given)).minutes_this_week


def _names(playbook: str, name: str | None, occasion: int, given: Card) -> bool:
    return (playbook, name, occasion) == (given.playbook, given.name, given.occasion)


def keep(transaction: Transaction, saved: Sequence[Evaluated], known: Mapping[str, CardRow]) -> None:
    """Open new cards, reopen or rewrite changed ones, retire those that no longer apply."""
    _open(transaction, [each for each in saved if each.deal], known)
    _rewrite(transaction, [given for each in saved for given in each.cards if given.key in known], known)
    _retire(transaction, {key: reason for each in saved for key, reason in each.retired.items() if key in known})


def _open(transaction: Transaction, saved: Sequence[Evaluated], known: Mapping[str, CardRow]) -> None:
    new = [
        _text_values(given)
        | {
            "key": given.key,
            "org_id": transaction.org_id,
            "opportunity_id": given.opportunity_id,
            "playbook": given.playbook,
            "name": given.name,
            "occasion": given.occasion,
            "charged": charge(each, given),
            "owner_id": each.deal.owner.id,
            "state": CardState.OPEN,
            "opened_at": transaction.now,
        }
        for each in saved
        for given in each.cards
        if each.deal and given.key not in known
    ]
    if new:
        transaction.connection.execute(sa.insert(card), new)


def _rewrite(transaction: Transaction, cards: Sequence[Card], known: Mapping[str, CardRow]) -> None:
    changed = [
        _text_values(given) | {"b_key": given.key}
        for given in cards
        if known[given.key].state != CardState.OPEN or text(known[given.key]) != given
    ]
    if changed:
        statement = sa.update(card).where(card.c.key == sa.bindparam("b_key"))
        statement = statement.values(state=CardState.OPEN, retired_at=None, retired_reason=None)
        transaction.connection.execute(statement, changed)


def _retire(transaction: Transaction, reasons: Mapping[str, Reason]) -> None:
    if reasons:
        transaction.connection.execute(
            sa.update(card)
            .where(card.c.key == sa.bindparam("b_key"), card.c.state == CardState.OPEN)
            .values(state=CardState.RETIRED, retired_at=transaction.now),
            [{"b_key": key, "retired_reason": reason} for key, reason in sorted(reasons.items())],
        )


def _text_values(given: Card) -> dict[str, object]:
    return {
        "title": given.title,
        "blocks": blocks_document(given.blocks),
        "question": quiz_document(given.question),
        "why": given.why,
        "minutes": given.minutes,
        "language": given.language,
    }
