"""Reps' comments on cards, for those responsible for the playbooks, and who has read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.engine.model.lines import Lines
from coach.engine.responses import Dismissal
from coach.people.tables import person
from coach.queue.documents import quiz_from
from coach.queue.tables.answers import card_progress, card_response, words_read
from coach.queue.tables.answers import written as written_in_words
from coach.queue.tables.records import Row, card, deal, rep

MOST = 500


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a rep's words."""

    author_name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class WrittenWords:
    """A rep's words about a card. ``asked`` is the card's question, empty if it has none.

    ``read`` says whether the current reader has read it.
    """

    id: int
    playbook: str
    card_key: str
    title: str
    asked: Lines
    opportunity_id: str
    deal_name: str
    rep_id: str
    rep_name: str
    at: datetime
    dismissal: Dismissal | None
    words: str
    read: bool
    answers: tuple[Reply, ...] = ()


def written(transaction: Transaction, reader_id: str, playbook: str | None = None) -> list[WrittenWords]:
    """All words, unread first, then newest first."""
    rows = _rows(transaction, reader_id, card_progress.c.playbook == playbook if playbook else sa.true())
    answers = _answers(transaction, [row.id for row in rows])
    return sorted((_written(row, answers) for row in rows), key=lambda each: each.read)


def people_given(transaction: Transaction) -> Mapping[str, int]:
    """By playbook, how many reps were ever given one of its cards: whoever wrote about it is one of them."""
    counted = sa.select(card_progress.c.playbook, sa.func.count(card_progress.c.rep_id.distinct()))
    rows = transaction.connection.execute(
        counted.where(card_progress.c.org_id == transaction.org_id).group_by(card_progress.c.playbook)
    )
    return {row[0]: row[1] for row in rows}


def addresses(transaction: Transaction, user_id: str) -> frozenset[str]:
    """A user's user name and e-mail address, in lower case: a playbook names its owner by one of these."""
    org = transaction.org_id
    statement = sa.union(
        sa.select(person.c.username).where(person.c.org_id == org, person.c.id == user_id),
        sa.select(rep.c.email).where(rep.c.org_id == org, rep.c.id == user_id),
    )
    return frozenset(each.lower() for each in transaction.connection.execute(statement).scalars() if each)


def mark(transaction: Transaction, response_id: int, reader_id: str, reader_name: str, answer: str) -> None:
    """Mark words as read and, if ``answer`` is not empty, store the reply. A second reply replaces the first."""
    mine = (words_read.c.response_id == response_id, words_read.c.reader_id == reader_id)
    before = transaction.connection.execute(sa.select(words_read.c.answer).where(*mine)).scalar_one_or_none()
    if before is None:
        transaction.connection.execute(
            sa.insert(words_read).values(
                org_id=transaction.org_id,
                response_id=response_id,
                reader_id=reader_id,
                reader_name=reader_name,
                at=transaction.now,
                answer=answer,
            )
        )
    elif answer:
        transaction.connection.execute(sa.update(words_read).where(*mine).values(at=transaction.now, answer=answer))


def answers_to(transaction: Transaction, card_keys: Sequence[str]) -> Mapping[tuple[str, str], tuple[Reply, ...]]:
    """The replies to what a rep wrote about a card, oldest first, by card key and rep id."""
    rows = transaction.connection.execute(
        sa.select(card_response.c.card_key, card_response.c.rep_id, words_read)
        .join(words_read, words_read.c.response_id == card_response.c.id)
        .where(card_response.c.card_key.in_(card_keys), words_read.c.answer != "")
        .order_by(words_read.c.at)
    )
    found: dict[tuple[str, str], tuple[Reply, ...]] = {}
    for row in rows:
        about = (row.card_key, row.rep_id)
        found[about] = (*found.get(about, ()), Reply(row.reader_name, row.at, row.answer))
    return found


def _rows(transaction: Transaction, reader_id: str, where: sa.ColumnElement[bool]) -> Sequence[Row]:
    read = sa.exists().where(words_read.c.response_id == card_response.c.id, words_read.c.reader_id == reader_id)
    about = (card.c.title, card.c.question, card_progress.c.playbook, deal.c.name.label("deal_name"))
    return transaction.connection.execute(
        sa.select(card_response, *about, rep.c.name.label("rep_name"), read.label("read"))
        .join(card_progress, card_progress.c.card_key == card_response.c.card_key)
        .join(card, card.c.key == card_response.c.card_key)
        .outerjoin(
            deal,
            sa.and_(
                deal.c.org_id == card_response.c.org_id,
                deal.c.opportunity_id == card_response.c.opportunity_id,
                deal.c.owner_id == card_response.c.rep_id,
            ),
        )
        .outerjoin(rep, sa.and_(rep.c.org_id == card_response.c.org_id, rep.c.id == card_response.c.rep_id))
        .where(card_response.c.org_id == transaction.org_id, written_in_words, where)
        .order_by(card_response.c.id.desc())
        .limit(MOST)
    ).all()


def _written(row: Row, answers: Mapping[int, Sequence[Reply]]) -> WrittenWords:
    quiz = quiz_from(row.question)
    return WrittenWords(
        id=row.id,
        playbook=row.playbook,
        card_key=row.card_key,
        title=row.title,
        asked=quiz.ask if quiz else (),
        opportunity_id=row.opportunity_id,
        deal_name=row.deal_name or "",
        rep_id=row.rep_id,
        rep_name=row.rep_name or "",
        at=row.at,
        dismissal=Dismissal(row.dismissal) if row.dismissal else None,
        words=row.words,
        read=bool(row.read),
        answers=tuple(answers.get(row.id, ())),
    )


def _answers(transaction: Transaction, response_ids: Sequence[int]) -> Mapping[int, list[Reply]]:
    rows = transaction.connection.execute(
        sa.select(words_read)
        .where(words_read.c.response_id.in_(response_ids), words_read.c.answer != "")
        .order_by(words_read.c.at)
    )
    found: dict[int, list[Reply]] = defaultdict(list)
    for row in rows:
        found[row.response_id].append(Reply(row.reader_name, row.at, row.answer))
    return found
