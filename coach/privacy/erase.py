"""Erases a person. Rows that are only about them are deleted; rows that others need keep their figures under a
pseudonym.

The pseudonym is random for each erasure and stored nowhere else, so nothing leads back from it. The texts of a person's
cards, and why they were given, are deleted with the person, because they contain names.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model import CardState, DeliveryState
from coach.log.tables import comment, saved_view
from coach.people.tables import person, session
from coach.privacy import mentions, notes
from coach.privacy.mentions import ERASED, PersonNames
from coach.privacy.retention_rules import drop_notes
from coach.privacy.tables import view
from coach.queue import delivery_rows
from coach.queue.delivery_row import DeliveryRow
from coach.queue.tables.answers import card_adherence, card_progress, card_response, words_read
from coach.queue.tables.feed import feed
from coach.queue.tables.records import attempt, card, deal, decision, delivery, rep


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
DELETED_IF_NAMED = saved_view.c.query
"""The column whose rows are deleted if its text holds the person's id."""

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
    """Their notes: those on deals they own, and those with their cards on deals that nobody else owns."""
    found = transaction.connection.execute(
        sa.select(delivery.c.key, delivery.c.opportunity_id).where(notes.theirs(transaction.org_id, user_id))
    )
    deals = {row.key: row.opportunity_id for row in found}
    return [row for row in delivery_rows.of_deals(transaction, sorted(set(deals.values()))) if row.key in deals]


def erase(transaction: Transaction, who: PersonNames, removed: Sequence[str]) -> None:
    """Erase the person. ``removed`` are the keys of notes that are no longer on their records; their rows are deleted.

    A note of theirs that stays on its record keeps its text here, too, because Coach compares the record with it.
    """
    drop_notes(transaction, removed)
    name = f"erased-{secrets.token_hex(6)}"
    _forget_deals(transaction, who)
    _forget_words(transaction, who)
    _mask_mentions(transaction, who)
    _forget_answers(transaction, who)
    _forget_views(transaction, who)
    for column in DELETED:
        transaction.connection.execute(sa.delete(column.table).where(*_of(transaction, column, who)))
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
        named = sa.cast(column, sa.Text).contains(who.user_id, autoescape=True)
        changes: dict[str, object] = {column.name: None}
        if table is card_adherence:
            changes["settled_at"] = sa.func.coalesce(card_adherence.c.settled_at, transaction.now)
        transaction.connection.execute(
            sa.update(table).where(table.c.org_id == transaction.org_id, named).values(changes)
        )


def _forget_words(transaction: Transaction, who: PersonNames) -> None:
    """Delete the texts of their notes and cards, except what stands on a record.

    On a deal that somebody else owns now, the open cards are the next owner's, and a retired one keeps its title, which
    the deal's note shows.
    """
    theirs = notes.theirs(transaction.org_id, who.user_id)
    addressed = delivery.c.target == who.user_id
    unwritten = sa.and_(~notes.on_record(), delivery.c.state != DeliveryState.SENDING)
    gone = sa.select(delivery.c.key).where(theirs, sa.or_(addressed, unwritten))
    drop_notes(transaction, transaction.connection.execute(gone).scalars().all())
    given = sa.and_(*_of(transaction, card.c.owner_id, who))
    handed_on = notes.handed_on(card, who.user_id)
    stands = sa.exists().where(notes.shows(card), theirs, notes.on_record())
    own_stands = sa.exists().where(delivery.c.key == card.c.key, notes.on_record())
    retired = card.c.state == CardState.RETIRED
    text: dict[str, object] = {"blocks": [], "question": None, "why": ""}
    for where, values in (
        (~handed_on & ~stands, text | {"title": ERASED}),
        (handed_on & retired & ~own_stands, text),
    ):
        transaction.connection.execute(sa.update(card).where(given, where).values(values))


def _forget_answers(transaction: Transaction, who: PersonNames) -> None:
    """Replies to their words reveal what these words were."""
    theirs = sa.select(card_response.c.id).where(*_of(transaction, card_response.c.rep_id, who))
    transaction.connection.execute(sa.delete(words_read).where(words_read.c.response_id.in_(theirs)))


def _forget_views(transaction: Transaction, who: PersonNames) -> None:
    """Delete others' saved views, and clear the details of recorded views, that name the person."""
    for table, column in ((saved_view, saved_view.c.query), (view, view.c.detail)):
        named = (table.c.org_id == transaction.org_id, column.contains(who.user_id, autoescape=True))
        statement = sa.delete(table) if table is saved_view else sa.update(table).values(detail="")
        transaction.connection.execute(statement.where(*named))


# ---------------------------------------------------------------- what others' rows say about them


def _mask_mentions(transaction: Transaction, who: PersonNames) -> None:
    """Take their names out of others' texts. A note that stays on its record keeps its words, and so do its cards."""
    pattern = who.pattern()
    standing = sa.select(delivery.c.opportunity_id).where(
        notes.theirs(transaction.org_id, who.user_id), notes.on_record()
    )
    own = sa.select(delivery.c.key).where(notes.theirs(transaction.org_id, who.user_id))
    kept = {
        card: card.c.opportunity_id.in_(standing),
        delivery: delivery.c.key.in_(own),
        attempt: attempt.c.delivery_key.in_(own),
    }
    for table, columns in mentions.TEXTS.items():
        where = mentions.near(table, transaction.org_id, who)
        _mask(transaction, table, where & ~kept[table] if table in kept else where, columns, pattern)


def _mask(
    transaction: Transaction,
    table: sa.Table,
    where: sa.ColumnElement[bool],
    columns: Sequence[str],
    pattern: re.Pattern[str],
) -> None:
    keys = list(table.primary_key)
    rows = transaction.connection.execute(sa.select(*keys, *(table.c[name] for name in columns)).where(where))
    changed = [
        {f"b_{key.name}": row[key.name] for key in keys}
        | {name: mentions.without(row[name], pattern) for name in columns}
        for row in rows.mappings()
        if mentions.named_in(row, columns, pattern)
    ]
    if changed:
        same = [key == sa.bindparam(f"b_{key.name}") for key in keys]
        transaction.connection.execute(sa.update(table).where(*same), changed)
