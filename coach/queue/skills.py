"""Reads what reps have answered, and were last asked, about each skill; ``coach.learn`` says what follows from that."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.learn import Answer, Try
from coach.queue.tables.answers import answered, card_progress
from coach.queue.tables.records import card, rep

TriesOfSkills = Mapping[str, Sequence[Try]]


def tries(transaction: Transaction, rep_ids: Collection[str]) -> dict[str, TriesOfSkills]:
    """All answers of each of these reps, by skill. A card's question is answered once."""
    columns = card_progress.c
    rows = transaction.connection.execute(
        sa.select(
            columns.rep_id, columns.skill, columns.answered_at, columns.right, columns.sure, columns.done_at
        ).where(
            columns.org_id == transaction.org_id,
            columns.rep_id.in_(rep_ids),
            answered,
            columns.skill.is_not(None),
        )
    )
    found: dict[str, dict[str, list[Try]]] = {rep_id: defaultdict(list) for rep_id in rep_ids}
    for row in rows:
        answer = Answer(row.answered_at, bool(row.right), bool(row.sure))
        found[row.rep_id][row.skill].append(Try(answer, done=row.done_at is not None))
    return {rep_id: dict(of_skills) for rep_id, of_skills in found.items()}


def last_asked(transaction: Transaction, rep_ids: Collection[str]) -> dict[str, str]:
    """The skill of the last question that each of these reps was given, answered or not."""
    latest = (
        sa.select(card_progress.c.skill)
        .join(card, card.c.key == card_progress.c.card_key)
        .where(
            card_progress.c.org_id == rep.c.org_id,
            card_progress.c.rep_id == rep.c.id,
            card_progress.c.skill.is_not(None),
            card.c.question.is_not(None),
        )
        .order_by(card_progress.c.delivered_at.desc(), card_progress.c.card_key.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = transaction.connection.execute(
        sa.select(rep.c.id, latest.label("skill")).where(rep.c.org_id == transaction.org_id, rep.c.id.in_(rep_ids))
    )
    return {row.id: row.skill for row in rows if row.skill}
