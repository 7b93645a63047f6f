"""What reps have answered about each skill, and which skills they have mastered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction
from coach.learn import Answer, SkillMemory, Spacing, Try, mastered_until
from coach.queue.tables.answers import answered, card_progress

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
    return dict(found)


def memories(transaction: Transaction, rep_ids: Collection[str], spacing: Spacing) -> dict[str, dict[str, SkillMemory]]:
    """What each of these reps is likely to remember of each skill that they have answered a question about."""
    found: dict[str, dict[str, SkillMemory]] = {}
    for rep_id, of_skills in tries(transaction, rep_ids).items():
        known = {skill: spacing.memory(each.answer for each in of_skill) for skill, of_skill in of_skills.items()}
        found[rep_id] = {skill: memory for skill, memory in known.items() if memory}
    return found


def mastered(transaction: Transaction, rep_ids: Collection[str], spacing: Spacing) -> dict[str, dict[str, datetime]]:
    """The skills that each of these reps has shown to master, and until when that counts."""
    shown: dict[str, dict[str, datetime]] = {}
    for rep_id, of_skills in tries(transaction, rep_ids).items():
        ends = {skill: mastered_until(of_skill, spacing) for skill, of_skill in of_skills.items()}
        shown[rep_id] = {skill: end for skill, end in ends.items() if end and end > transaction.now}
    return shown
