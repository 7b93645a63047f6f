"""Weeks, skills and held-back cards of each rep."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from coach.database.transaction import Transaction, make_room
from coach.engine.model import Reason, VisibleReps
from coach.engine.responses import Evidence, Funnel
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import Row, decision, rep
from coach.teams.weeks import FOLLOWED, FUNNEL, WeekBounds, count_of, held, week_of, within


@dataclass(frozen=True, slots=True)
class WeekOfRep:
    """What one rep was given in one week, and how far it got. ``week`` counts from 0.

    ``looked`` is the number of cards for which it is known whether the rep followed them on the deal; ``followed`` the
    number that they followed.
    """

    rep_id: str
    week: int
    minutes: float
    funnel: Funnel
    looked: int = 0
    followed: int = 0


@dataclass(frozen=True, slots=True)
class SkillOfRep:
    """The evidence for one rep and one skill, with the number of cards about it."""

    rep_id: str
    skill: str
    evidence: Evidence
    cards: int = 0


@dataclass(frozen=True, slots=True)
class HeldBackWeek:
    """How often cards were held back in one week for one reason."""

    week: int
    reason: Reason
    count: int


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """All figures of a team's page. ``held_from`` lists, by reason, the people from whom cards were held back."""

    weeks: tuple[WeekOfRep, ...]
    skills: tuple[SkillOfRep, ...]
    held_back: tuple[HeldBackWeek, ...]
    held_from: Mapping[Reason, frozenset[str]]
    names: Mapping[str, str]


def figures(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds, held_from: bool) -> TeamFigures:
    """What these reps were given in these weeks, and the results."""
    make_room(transaction)
    by_week = _weeks(transaction, scope, weeks)
    return TeamFigures(
        weeks=by_week,
        skills=_skills(transaction, scope, weeks),
        held_back=_held_back(transaction, scope, weeks),
        held_from=_held_from(transaction, scope, weeks) if held_from else {},
        names=names_of(transaction, sorted({each.rep_id for each in by_week})),
    )


def _weeks(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> tuple[WeekOfRep, ...]:
    week = week_of(card_progress.c.delivered_at, weeks)
    rows = transaction.connection.execute(
        sa.select(
            card_progress.c.rep_id, week, sa.func.sum(sa.cast(card_progress.c.minutes, sa.Float)), *FUNNEL, *FOLLOWED
        )
        .where(*within(transaction, scope, weeks))
        .group_by(card_progress.c.rep_id, sa.literal_column("week"))
    )
    return tuple(WeekOfRep(row[0], row[1], row[2], Funnel(*row[3:8]), row[8], row[9]) for row in rows)


def _skills(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> tuple[SkillOfRep, ...]:
    rows = transaction.connection.execute(
        sa.select(
            card_progress.c.rep_id,
            card_progress.c.skill,
            sa.func.count(card_progress.c.answered_at),
            count_of(card_progress.c.right.is_(True)),
            *FOLLOWED,
            sa.func.count(),
        )
        .where(*within(transaction, scope, weeks), card_progress.c.skill.is_not(None))
        .group_by(card_progress.c.rep_id, card_progress.c.skill)
    )
    return tuple(SkillOfRep(row[0], row[1], Evidence(*row[2:6]), row[6]) for row in rows)


def _sets(pairs: Iterable[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, rep_id in pairs:
        found[name].add(rep_id)
    return {name: frozenset(reps) for name, reps in found.items()}


def _held_back(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> tuple[HeldBackWeek, ...]:
    week = week_of(decision.c.at, weeks)
    rows = transaction.connection.execute(
        sa.select(week, decision.c.reason, sa.func.count())
        .where(*held(transaction, scope, weeks))
        .group_by(sa.literal_column("week"), decision.c.reason)
    )
    return tuple(HeldBackWeek(row[0], Reason(row[1]), row[2]) for row in rows)


def _held_from(transaction: Transaction, scope: VisibleReps, weeks: WeekBounds) -> dict[Reason, frozenset[str]]:
    pairs = transaction.connection.execute(
        sa.select(decision.c.reason, decision.c.owner_id).where(*held(transaction, scope, weeks)).distinct()
    )
    return {Reason(reason): reps for reason, reps in _sets(pairs).items()}


def names_of(transaction: Transaction, ids: Sequence[str]) -> dict[str, str]:
    """Names of reps who own a deal that Coach has read."""
    rows = transaction.connection.execute(
        sa.select(rep.c.id, rep.c.name).where(rep.c.org_id == transaction.org_id, rep.c.id.in_(ids))
    )
    return {row.id: row.name for row in rows}
