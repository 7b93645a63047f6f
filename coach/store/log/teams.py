"""Reading for team and rep pages: how much was delivered, what came of it, and what was held back, over some weeks.

What is counted lies in one narrow table, one row a card, found by rep and time. Whoever may only see groups is shown
sums of many people only, which cannot be told of a sum alone: so it is also told who is in each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from coach.model import Adherence, CardState, Reason
from coach.respond import Dismissal, Evidence, Funnel
from coach.store.answers.progress import progress_from
from coach.store.answers.tables import card_progress, held_back
from coach.store.database.transaction import Database, Transaction, make_room
from coach.store.tables import Row, card, deal, decision, rep

Scope = frozenset[str] | None
"""The reps whose cards are counted; None: everybody's."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """When each week begins, the earliest first, and when the last one ends; all aware."""

    starts: tuple[datetime, ...]
    end: datetime


@dataclass(frozen=True, slots=True)
class WeekOfRep:
    """What one rep was given in one week, and how far it got; ``week`` counts from 0."""

    rep_id: str
    week: int
    minutes: float
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class SkillOfRep:
    """What is known of one rep and one skill."""

    rep_id: str
    skill: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PlaybookSums:
    """What came of one playbook's cards.

    ``looked`` are cards whose adherence window has closed, or in which it was seen; ``moved_after_seen`` counts those
    whose deal moved forward among the ``seen``, ``moved`` among all. ``answering`` is how many reps answered.
    """

    playbook: str
    reps: int
    deals: int
    answering: int
    funnel: Funnel
    looked: int
    seen: int
    moved: int
    moved_after_seen: int
    useful: int
    useless: int
    dismissed: int
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How often cards were held back in one week for one reason."""

    week: int
    reason: Reason
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a team's page counts; ``held_from`` says whom cards were held back from, by reason."""

    weeks: tuple[WeekOfRep, ...]
    skills: tuple[SkillOfRep, ...]
    held_back: tuple[HeldBack, ...]
    held_from: Mapping[Reason, frozenset[str]]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Playbooks:
    """All that the scorecard counts; ``reps`` says who was given cards of which playbook."""

    sums: tuple[PlaybookSums, ...]
    reps: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class GivenCard:
    """A card as a rep's page lists it. ``amount`` is in ``currency``.

    What a deal is called and worth today is left out where it has another owner today.
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


class TeamsStore:
    """The part of the store that team and rep pages read; of one org."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def figures(self, scope: Scope, weeks: Weeks, *, held_from: bool = False) -> Figures:
        """What the reps in ``scope`` were given in these weeks, and what came of it; ``held_from`` where asked for."""
        return self._database.read(lambda transaction: _figures(transaction, scope, weeks, held_from))

    def playbooks(self, scope: Scope, weeks: Weeks) -> Playbooks:
        """What came of each playbook."""
        return self._database.read(lambda transaction: _playbooks(transaction, scope, weeks))

    def cards(self, rep_id: str, weeks: Weeks, limit: int) -> Sequence[GivenCard]:
        """A rep's cards, newest first."""
        return self._database.read(lambda transaction: _cards(transaction, rep_id, weeks, limit))

    def name_of(self, rep_id: str) -> str | None:
        """What a rep is called, if they own a deal that was looked at."""
        return self._database.read(lambda transaction: _names(transaction, [rep_id]).get(rep_id))


def _figures(transaction: Transaction, scope: Scope, weeks: Weeks, held_from: bool) -> Figures:
    make_room(transaction)
    by_week = _weeks(transaction, scope, weeks)
    return Figures(
        weeks=by_week,
        skills=_skills(transaction, scope, weeks),
        held_back=_held_back(transaction, scope, weeks),
        held_from=_held_from(transaction, scope, weeks) if held_from else {},
        names=_names(transaction, sorted({each.rep_id for each in by_week})),
    )


def _within(transaction: Transaction, scope: Scope, weeks: Weeks) -> list[sa.ColumnElement[bool]]:
    where = [
        card_progress.c.org_id == transaction.org_id,
        card_progress.c.delivered_at >= weeks.starts[0],
        card_progress.c.delivered_at < weeks.end,
    ]
    return where if scope is None else [*where, card_progress.c.rep_id.in_(sorted(scope))]


def _week(moment: sa.ColumnElement[datetime], weeks: Weeks) -> sa.ColumnElement[int]:
    """Which week a moment falls into. Weeks begin at midnight somewhere, which no database function knows of."""
    return _week_among(moment, weeks.starts, 0).label("week")


def _week_among(moment: sa.ColumnElement[datetime], starts: Sequence[datetime], first: int) -> sa.ColumnElement[int]:
    """By halves, for it is asked of every row that is counted."""
    middle = len(starts) // 2
    if not middle:
        return sa.literal_column(str(first), sa.Integer())
    earlier, later = _week_among(moment, starts[:middle], first), _week_among(moment, starts[middle:], first + middle)
    return sa.case((moment < starts[middle], earlier), else_=later)


def _count(what: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((what, 1)))


_SEEN = card_progress.c.adherence == Adherence.SEEN
_LOOKED = card_progress.c.adherence.in_([Adherence.SEEN, Adherence.NOT_SEEN])
_MOVED = card_progress.c.moved_at.is_not(None)
_FUNNEL = (
    sa.func.count(),
    sa.func.count(card_progress.c.opened_at),
    sa.func.count(card_progress.c.acknowledged_at),
    sa.func.count(card_progress.c.done_at),
    _count(sa.and_(card_progress.c.done_at.is_not(None), _SEEN)),
)


def _weeks(transaction: Transaction, scope: Scope, weeks: Weeks) -> tuple[WeekOfRep, ...]:
    week = _week(card_progress.c.delivered_at, weeks)
    rows = transaction.connection.execute(
        sa.select(card_progress.c.rep_id, week, sa.func.sum(sa.cast(card_progress.c.minutes, sa.Float)), *_FUNNEL)
        .where(*_within(transaction, scope, weeks))
        .group_by(card_progress.c.rep_id, sa.literal_column("week"))
    )
    return tuple(WeekOfRep(row[0], row[1], row[2], Funnel(*row[3:])) for row in rows)


def _skills(transaction: Transaction, scope: Scope, weeks: Weeks) -> tuple[SkillOfRep, ...]:
    rows = transaction.connection.execute(
        sa.select(
            card_progress.c.rep_id,
            card_progress.c.skill,
            sa.func.count(card_progress.c.answered_at),
            _count(card_progress.c.right.is_(True)),
            _count(_LOOKED),
            _count(_SEEN),
        )
        .where(*_within(transaction, scope, weeks), card_progress.c.skill.is_not(None))
        .group_by(card_progress.c.rep_id, card_progress.c.skill)
    )
    return tuple(SkillOfRep(row[0], row[1], Evidence(*row[2:])) for row in rows)


def _playbooks(transaction: Transaction, scope: Scope, weeks: Weeks) -> Playbooks:
    make_room(transaction)
    counted = (
        _count(_LOOKED),
        _count(_SEEN),
        _count(_MOVED),
        _count(sa.and_(_MOVED, _SEEN)),
        _count(card_progress.c.useful.is_(True)),
        _count(card_progress.c.useful.is_(False)),
        sa.func.count(card_progress.c.dismissed_at),
        sa.func.count(card_progress.c.answered_at),
        _count(card_progress.c.right.is_(True)),
    )
    distinct = (
        _everybody(transaction.postgres),
        sa.func.count(card_progress.c.opportunity_id.distinct()),
        sa.func.count(sa.case((card_progress.c.answered_at.is_not(None), card_progress.c.rep_id)).distinct()),
    )
    rows = transaction.connection.execute(
        sa.select(card_progress.c.playbook, *distinct, *_FUNNEL, *counted)
        .where(*_within(transaction, scope, weeks))
        .group_by(card_progress.c.playbook)
    ).all()
    sums = tuple(PlaybookSums(row[0], len(row[1]), row[2], row[3], Funnel(*row[4:9]), *row[9:]) for row in rows)
    return Playbooks(sums, {row[0]: frozenset(row[1]) for row in rows})


def _everybody(postgres: bool) -> sa.ColumnElement[Any]:
    """Each rep once, as a list."""
    reps = card_progress.c.rep_id.distinct()
    if postgres:
        return sa.func.array_agg(reps, type_=postgresql.ARRAY(sa.Text()))
    return sa.func.json_group_array(reps, type_=sa.JSON())


def _sets(pairs: Iterable[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, rep_id in pairs:
        found[name].add(rep_id)
    return {name: frozenset(reps) for name, reps in found.items()}


def _held(transaction: Transaction, scope: Scope, weeks: Weeks) -> list[sa.ColumnElement[bool]]:
    where = [
        decision.c.org_id == transaction.org_id,
        decision.c.at >= weeks.starts[0],
        decision.c.at < weeks.end,
        held_back,
        decision.c.owner_id.is_not(None),
    ]
    return where if scope is None else [*where, decision.c.owner_id.in_(sorted(scope))]


def _held_back(transaction: Transaction, scope: Scope, weeks: Weeks) -> tuple[HeldBack, ...]:
    week = _week(decision.c.at, weeks)
    rows = transaction.connection.execute(
        sa.select(week, decision.c.reason, sa.func.count())
        .where(*_held(transaction, scope, weeks))
        .group_by(sa.literal_column("week"), decision.c.reason)
    )
    return tuple(HeldBack(row[0], Reason(row[1]), row[2]) for row in rows)


def _held_from(transaction: Transaction, scope: Scope, weeks: Weeks) -> dict[Reason, frozenset[str]]:
    pairs = transaction.connection.execute(
        sa.select(decision.c.reason, decision.c.owner_id).where(*_held(transaction, scope, weeks)).distinct()
    )
    return {Reason(reason): reps for reason, reps in _sets(pairs).items()}


def _names(transaction: Transaction, ids: Sequence[str]) -> dict[str, str]:
    rows = transaction.connection.execute(
        sa.select(rep.c.id, rep.c.name).where(rep.c.org_id == transaction.org_id, rep.c.id.in_(ids))
    )
    return {row.id: row.name for row in rows}


def _cards(transaction: Transaction, rep_id: str, weeks: Weeks, limit: int) -> list[GivenCard]:
    still_theirs = deal.c.owner_id == card_progress.c.rep_id
    about = (
        card.c.title,
        card.c.state,
        sa.case((still_theirs, deal.c.name)).label("deal_name"),
        sa.case((still_theirs, deal.c.amount)).label("amount"),
        deal.c.currency,
    )
    rows = transaction.connection.execute(
        sa.select(card_progress, *about)
        .join(card, card.c.key == card_progress.c.card_key)
        .outerjoin(
            deal,
            sa.and_(deal.c.org_id == card_progress.c.org_id, deal.c.opportunity_id == card_progress.c.opportunity_id),
        )
        .where(*_within(transaction, frozenset({rep_id}), weeks))
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
        right=progress.right,
    )
