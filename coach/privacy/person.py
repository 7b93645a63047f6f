"""Finds everything that the database stores about a person, for those who ask for their data."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.log.tables import comment, saved_view
from coach.people.tables import person, session
from coach.privacy import mentions, notes
from coach.privacy.mentions import PersonNames
from coach.privacy.tables import view
from coach.queue.tables.answers import card_adherence, card_progress, card_response, words_read
from coach.queue.tables.feed import feed
from coach.queue.tables.records import attempt, card, deal, decision, delivery, rep

CHUNK = 1_000


Where = Callable[[str, PersonNames], sa.ColumnElement[bool]]
"""Returns, for an org and a person, the condition for rows."""


@dataclass(frozen=True, slots=True)
class Trail:
    """One way in which a table refers to people.

    ``words`` describe its rows for a person. The rows are those whose ``column`` holds the user's id, unless ``where``
    says otherwise; with ``named``, only those of them whose texts name the person.
    """

    table: sa.Table
    column: sa.Column[Any]
    words: str
    where: Where | None = None
    named: bool = False

    def rows_of(self, org_id: str, who: PersonNames) -> sa.ColumnElement[bool]:
        """The condition for the rows about one user."""
        if self.where:
            return self.where(org_id, who)
        return sa.and_(self.table.c.org_id == org_id, self.column == who.user_id)


def _through_card(column: sa.Column[Any]) -> Where:
    def where(org_id: str, who: PersonNames) -> sa.ColumnElement[bool]:
        return column.in_(sa.select(card.c.key).where(card.c.org_id == org_id, card.c.owner_id == who.user_id))

    return where


def _notes(org_id: str, who: PersonNames) -> sa.ColumnElement[bool]:
    return sa.or_(notes.theirs(org_id, who.user_id), _through_card(delivery.c.key)(org_id, who))


def _attempts(org_id: str, who: PersonNames) -> sa.ColumnElement[bool]:
    return attempt.c.delivery_key.in_(sa.select(delivery.c.key).where(_notes(org_id, who)))


_OWN = (
    Trail(decision, decision.c.owner_id, "decisions about their deals"),
    Trail(decision, decision.c.manager_id, "decisions about deals of people who reported to them"),
    Trail(card, card.c.owner_id, "cards they were given"),
    Trail(card_progress, card_progress.c.rep_id, "how far they were with each card"),
    Trail(card_response, card_response.c.rep_id, "what they did with their cards, answers included"),
    Trail(words_read, words_read.c.reader_id, "what reps wrote that they have read, and what they answered"),
    Trail(
        card_adherence,
        card_adherence.c.card_key,
        "what was looked for on their deals",
        _through_card(card_adherence.c.card_key),
    ),
    Trail(delivery, delivery.c.key, "notes with their cards", _notes),
    Trail(attempt, attempt.c.delivery_key, "attempts to write these notes", _attempts),
    Trail(comment, comment.c.rep_id, "comments of managers on their decisions"),
    Trail(comment, comment.c.author_id, "comments they wrote"),
    Trail(saved_view, saved_view.c.owner_id, "views of the log they saved"),
    Trail(view, view.c.rep_id, "who viewed their log"),
    Trail(view, view.c.viewer_id, "whose log they viewed"),
    Trail(feed, feed.c.rep_id, "places in the feed"),
    Trail(deal, deal.c.owner_id, "deals they own, as last read"),
    Trail(rep, rep.c.id, "their name and address"),
    Trail(rep, rep.c.manager_id, "people who report to them"),
    Trail(person, person.c.id, "their user in the org"),
    Trail(person, person.c.manager_id, "users who report to them"),
    Trail(session, session.c.user_id, "where they are signed in"),
)


def _of_others(table: sa.Table, condition: Where) -> Where:
    """The rows that no other trail has."""

    def where(org_id: str, who: PersonNames) -> sa.ColumnElement[bool]:
        known = sa.or_(*(each.rows_of(org_id, who) for each in _OWN if each.table is table))
        # Columns that name people may be null, and so would be what is compared with them.
        return sa.and_(condition(org_id, who), ~sa.func.coalesce(known, sa.false()))

    return where


def _near(table: sa.Table) -> Where:
    return _of_others(table, lambda org_id, who: mentions.near(table, org_id, who))


def _holds_id(column: sa.Column[Any]) -> Where:
    def where(org_id: str, who: PersonNames) -> sa.ColumnElement[bool]:
        return sa.and_(column.table.c.org_id == org_id, column.contains(who.user_id, autoescape=True))

    return where


TRAILS = (
    *_OWN,
    Trail(decision, decision.c.trace, "others' decisions that name them", _near(decision), named=True),
    Trail(card, card.c.blocks, "others' cards that name them", _near(card), named=True),
    Trail(delivery, delivery.c.body, "others' notes that name them", _near(delivery), named=True),
    Trail(attempt, attempt.c.sentence, "attempts at others' notes that name them", _near(attempt), named=True),
    Trail(deal, deal.c.snapshot, "others' deals that name them", _near(deal), named=True),
    Trail(
        card_adherence,
        card_adherence.c.baseline,
        "others' deals at delivery that name them",
        _near(card_adherence),
        named=True,
    ),
    *(
        Trail(column.table, column, words, _of_others(column.table, _holds_id(column)))
        for column, words in (
            (saved_view.c.query, "others' saved views that name them"),
            (view.c.detail, "others' exports that name them"),
        )
    ),
)

NOT_SHOWN = frozenset({(session.name, "hash")})
"""Secrets, which are not shown even to the person they belong to."""


def find(transaction: Transaction, text: str) -> list[str]:
    """The ids of the users named by ``text``: an id, an e-mail address or a user name."""
    org = transaction.org_id
    lowered = text.lower()
    found = sa.union(
        sa.select(rep.c.id).where(rep.c.org_id == org, sa.or_(rep.c.id == text, sa.func.lower(rep.c.email) == lowered)),
        sa.select(person.c.id).where(
            person.c.org_id == org, sa.or_(person.c.id == text, sa.func.lower(person.c.username) == lowered)
        ),
        sa.select(decision.c.owner_id).where(decision.c.org_id == org, decision.c.owner_id == text),
        sa.select(view.c.viewer_id).where(view.c.org_id == org, view.c.viewer_id == text),
    )
    return sorted(transaction.connection.execute(found).scalars())


def names(transaction: Transaction, user_id: str) -> PersonNames:
    """All names and addresses under which the user occurs."""
    org = transaction.org_id
    statement = sa.union(
        sa.select(rep.c.name).where(rep.c.org_id == org, rep.c.id == user_id),
        sa.select(rep.c.email).where(rep.c.org_id == org, rep.c.id == user_id),
        sa.select(rep.c.manager_name).where(rep.c.org_id == org, rep.c.manager_id == user_id),
        sa.select(person.c.name).where(person.c.org_id == org, person.c.id == user_id),
        sa.select(person.c.username).where(person.c.org_id == org, person.c.id == user_id),
        sa.select(decision.c.owner_name).where(decision.c.org_id == org, decision.c.owner_id == user_id),
    )
    return PersonNames(user_id, frozenset(name for name in transaction.connection.execute(statement).scalars() if name))


def count(transaction: Transaction, user_id: str) -> Mapping[Trail, int]:
    """The number of rows about the user, by trail; trails without rows are left out."""
    counts = {trail: _count(transaction, trail, user_id) for trail in TRAILS}
    return {trail: number for trail, number in counts.items() if number}


def _count(transaction: Transaction, trail: Trail, user_id: str) -> int:
    if trail.named:
        return sum(1 for _ in rows(transaction, trail, user_id))
    statement = (
        sa.select(sa.func.count())
        .select_from(trail.table)
        .where(trail.rows_of(transaction.org_id, names(transaction, user_id)))
    )
    return int(transaction.connection.execute(statement).scalar_one())


def rows(transaction: Transaction, trail: Trail, user_id: str) -> Iterator[dict[str, object]]:
    """The rows of one trail, in the order of their keys, as plain JSON values."""
    who = names(transaction, user_id)
    pattern = who.pattern() if trail.named else None
    columns = [each for each in trail.table.c if (trail.table.name, each.name) not in NOT_SHOWN]
    statement = sa.select(*columns).where(trail.rows_of(transaction.org_id, who))
    statement = statement.order_by(*trail.table.primary_key).execution_options(yield_per=CHUNK)
    for row in transaction.connection.execute(statement).mappings():
        if pattern is None or mentions.named_in(row, mentions.TEXTS[trail.table], pattern):
            yield {name: plain(value) for name, value in row.items()}


def plain(value: object) -> object:
    """A value of a row as JSON takes it: decimals and times as text."""
    match value:
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
        case tuple() | set() | frozenset():
            return list(value)
        case _:
            return value
