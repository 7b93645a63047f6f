"""Erases a person. Rows that are only about them are deleted; rows that others need keep their figures under a
pseudonym.

The pseudonym is random for each erasure and stored nowhere else, so nothing leads back from it. The texts of a person's
cards, and why they were given, are deleted with the person, because they contain names.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import CardState, DeliveryState
from coach.log.tables import comment, saved_view
from coach.people.tables import person, session
from coach.privacy.person import PersonNames
from coach.privacy.retention_rules import drop_notes
from coach.privacy.tables import view
from coach.queue import deliveries
from coach.queue.delivery_row import DeliveryRow
from coach.queue.tables.answers import card_adherence, card_progress, card_response, words_read
from coach.queue.tables.feed import feed
from coach.queue.tables.records import card, deal, decision, delivery, rep

ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Columns to overwrite in the rows whose ``column`` names the person.

    ``values`` computes them from the pseudonym.
    """

    column: sa.Column[Any]
    values: Callable[[str], Mapping[str, Any]]


DELETED = (
    comment.c.rep_id,
    saved_view.c.owner_id,
    view.c.rep_id,
    session.c.user_id,
    rep.c.id,
    person.c.id,
)
"""Columns whose rows are deleted with the person they name."""

REWRITTEN = (
    Rewrite(decision.c.owner_id, lambda name: {"owner_id": name, "owner_name": ERASED, "trace": None, "detail": ""}),
    Rewrite(decision.c.manager_id, lambda name: {"manager_id": name}),
    Rewrite(card_progress.c.rep_id, lambda name: {"rep_id": name, "aside_words": None} | _NO_ANSWER),
    Rewrite(card_response.c.rep_id, lambda name: {"rep_id": name, "words": ""} | _NO_ANSWER),
    Rewrite(words_read.c.reader_id, lambda name: {"reader_id": name, "reader_name": ERASED}),
    Rewrite(comment.c.author_id, lambda name: {"author_id": name, "author_name": ERASED}),
    Rewrite(
        view.c.viewer_id,
        lambda name: {
            "viewer_id": name,
            "viewer_name": ERASED,
            "detail": "",
            "once": sa.literal("erased/") + sa.cast(view.c.id, sa.Text),
        },
    ),
    Rewrite(feed.c.rep_id, lambda name: {"rep_id": name}),
    Rewrite(deal.c.owner_id, lambda _: {"owner_id": None, "snapshot": None}),
    Rewrite(rep.c.manager_id, lambda _: {"manager_id": None, "manager_name": None}),
    Rewrite(person.c.manager_id, lambda _: {"manager_id": None}),
    # This must be last: the others find a person's rows by their cards.
    Rewrite(card.c.owner_id, lambda name: {"owner_id": name}),
)
_NO_ANSWER: dict[str, object] = {"option": None, "sure": None, "right": None}


def notes_of(transaction: Transaction, user_id: str) -> list[DeliveryRow]:
    """The notes that contain their cards: each card's own, and the living notes of deals on which they were given
    cards.
    """
    theirs = sa.select(card.c.opportunity_id).where(card.c.org_id == transaction.org_id, card.c.owner_id == user_id)
    deals = transaction.connection.execute(theirs.distinct()).scalars().all()
    others = transaction.connection.execute(
        sa.select(card.c.key).where(
            card.c.org_id == transaction.org_id, card.c.opportunity_id.in_(deals), card.c.owner_id != user_id
        )
    )
    not_theirs = set(others.scalars())
    return [row for row in deliveries.of_deals(transaction, deals) if row.key not in not_theirs]


def erase(transaction: Transaction, who: PersonNames, removed: Sequence[str]) -> None:
    """Erase the person. ``removed`` are the keys of notes that are no longer on their records; their rows are deleted.

    A note that stays on its record keeps its text here, too, because Coach compares the record with it.
    """
    drop_notes(transaction, removed)
    name = f"erased-{secrets.token_hex(6)}"
    _forget_deals(transaction, who)
    _forget_words(transaction, who)
    _mask_reports(transaction, who)
    for column in DELETED:
        transaction.connection.execute(sa.delete(column.table).where(*_of(transaction, column, who)))
    _forget_answers(transaction, who)
    _forget_mentions(transaction, who)
    for each in REWRITTEN:
        table = each.column.table
        transaction.connection.execute(
            sa.update(table).where(*_of(transaction, each.column, who)).values(each.values(name))
        )


def may_go(row: DeliveryRow) -> bool:
    """Whether a note can be taken off its record now. If it is just being written, that has to finish first."""
    return row.state != DeliveryState.SENDING


def _of(transaction: Transaction, column: sa.Column[Any], who: PersonNames) -> tuple[sa.ColumnElement[bool], ...]:
    return column.table.c.org_id == transaction.org_id, column == who.user_id


def _forget_deals(transaction: Transaction, who: PersonNames) -> None:
    """Stored deals name their owner and the owner's manager. They are read again when something happens."""
    for table, column in ((deal, deal.c.snapshot), (card_adherence, card_adherence.c.baseline)):
        mentions = sa.cast(column, sa.Text).contains(who.user_id, autoescape=True)
        changes: dict[str, object] = {column.name: None}
        if table is card_adherence:
            changes["settled_at"] = sa.func.coalesce(card_adherence.c.settled_at, transaction.now)
        transaction.connection.execute(
            sa.update(table).where(table.c.org_id == transaction.org_id, mentions).values(changes)
        )


def _forget_words(transaction: Transaction, who: PersonNames) -> None:
    """Delete the texts of their cards, except for cards with a note on a record."""
    others = card.alias("others")
    shows = sa.or_(delivery.c.key == card.c.key, ~sa.exists().where(others.c.key == delivery.c.key))
    stands = sa.exists().where(
        delivery.c.org_id == card.c.org_id, delivery.c.opportunity_id == card.c.opportunity_id, shows, _on_record()
    )
    transaction.connection.execute(
        sa.update(card)
        .where(*_of(transaction, card.c.owner_id, who), ~stands)
        .values(title=ERASED, blocks=[], question=None, why="")
    )
    # A note that never reached a record is no longer wanted in its old form.
    theirs = sa.select(card.c.key).where(*_of(transaction, card.c.owner_id, who), card.c.state == CardState.RETIRED)
    idle = sa.select(delivery.c.key).where(
        delivery.c.key.in_(theirs), ~_on_record(), delivery.c.state != DeliveryState.SENDING
    )
    drop_notes(transaction, transaction.connection.execute(idle).scalars().all())


def _on_record() -> sa.ColumnElement[bool]:
    """The SQL form of :attr:`coach.queue.delivery_row.DeliveryRow.may_be_there`."""
    return sa.and_(
        delivery.c.state.not_in([DeliveryState.DEAD, DeliveryState.WITHDRAWN]),
        sa.or_(
            delivery.c.remote_id.is_not(None),
            delivery.c.in_doubt_since.is_not(None),
            delivery.c.state == DeliveryState.SENDING,
        ),
    )


def _forget_answers(transaction: Transaction, who: PersonNames) -> None:
    """Replies to their words reveal what these words were."""
    theirs = sa.select(card_response.c.id).where(*_of(transaction, card_response.c.rep_id, who))
    transaction.connection.execute(sa.delete(words_read).where(words_read.c.response_id.in_(theirs)))


def _forget_mentions(transaction: Transaction, who: PersonNames) -> None:
    """Delete others' saved views, and clear the details of recorded views, that name the person."""
    for table, column in ((saved_view, saved_view.c.query), (view, view.c.detail)):
        mentions = (table.c.org_id == transaction.org_id, column.contains(who.user_id, autoescape=True))
        statement = sa.delete(table) if table is saved_view else sa.update(table).values(detail="")
        transaction.connection.execute(statement.where(*mentions))


# ---------------------------------------------------------------- what the cards of their reports say about them


def _mask_reports(transaction: Transaction, who: PersonNames) -> None:
    """A manager's name occurs in the cards of their reports, and in why these were given."""
    pattern = _pattern(who)
    if pattern is None:
        return
    reports = sa.select(decision.c.card_key).where(
        *_of(transaction, decision.c.manager_id, who), decision.c.card_key.is_not(None)
    )
    for table, where, columns in (
        (decision, sa.and_(*_of(transaction, decision.c.manager_id, who)), ("trace", "detail")),
        (card, card.c.key.in_(reports), ("title", "blocks", "question", "why")),
        (delivery, delivery.c.key.in_(reports), ("title", "body")),
    ):
        _mask(transaction, table, where, columns, pattern)


def _mask(
    transaction: Transaction,
    table: sa.Table,
    where: sa.ColumnElement[bool],
    columns: Sequence[str],
    pattern: re.Pattern[str],
) -> None:
    key = next(iter(table.primary_key))
    rows = transaction.connection.execute(sa.select(key, *(table.c[name] for name in columns)).where(where))
    changed = list(_masked(rows.mappings().all(), key.name, columns, pattern))
    if changed:
        transaction.connection.execute(sa.update(table).where(key == sa.bindparam("b_key")), changed)


def _masked(
    rows: Sequence[sa.RowMapping], key: str, columns: Sequence[str], pattern: re.Pattern[str]
) -> Iterator[dict[str, object]]:
    for row in rows:
        new = {name: _without(row[name], pattern) for name in columns}
        if any(new[name] != row[name] for name in columns):
            yield {"b_key": row[key], **new}


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    """A value without the names, at any depth of nesting."""
    if isinstance(value, str):
        return pattern.sub(ERASED, value)
    if isinstance(value, list):
        return [_without(each, pattern) for each in value]
    if isinstance(value, dict):
        return {name: _without(each, pattern) for name, each in value.items()}
    return value


def _pattern(who: PersonNames) -> re.Pattern[str] | None:
    """A pattern for their id, their names and addresses, and the first names by which a card may address them."""
    first = {name.split()[0] for name in who.names if " " in name.strip()}
    words = sorted({who.user_id, *who.names, *first}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words if word), re.IGNORECASE)
