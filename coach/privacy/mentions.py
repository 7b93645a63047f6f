"""Rows that are somebody else's and name a person in a text.

A manager's name stands in the cards of their reports. After a deal changed hands, an earlier owner's name may stand in
its note, and the next owner's name in the cards that the earlier one was given.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coach.queue.tables.answers import card_adherence
from coach.queue.tables.records import attempt, card, deal, decision, delivery, rep

ERASED = "(erased)"
TEXTS: Mapping[sa.Table, tuple[str, ...]] = {
    decision: ("trace", "detail"),
    card: ("title", "blocks", "question", "why"),
    delivery: ("title", "body", "details", "sentence"),
    attempt: ("sentence",),
    deal: ("snapshot", "sentence"),
    card_adherence: ("baseline",),
}
"""The columns whose texts may name a person, by table."""


@dataclass(frozen=True, slots=True)
class PersonNames:
    """The names under which a person occurs here: full names and addresses, as stored."""

    user_id: str
    names: frozenset[str]

    def pattern(self) -> re.Pattern[str]:
        """A pattern for their id, their names and addresses, and the first names by which a card may address them."""
        first = {name.split()[0] for name in self.names if " " in name.strip()}
        words = sorted({self.user_id, *self.names, *first}, key=len, reverse=True)
        return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words if word), re.IGNORECASE)


def near(table: sa.Table, org_id: str, who: PersonNames) -> sa.ColumnElement[bool]:
    """The condition for rows that may name them: on deals that they or their reports own, or owned when a card was
    given or decided on; and cards and notes with a whole name, as an owner in between may leave no other trace.
    """
    nearby = _nearby(table, org_id, who.user_id)
    if table not in (card, delivery):
        return nearby
    return sa.and_(table.c.org_id == org_id, sa.or_(nearby, *_with_whole_name(table, who)))


def _with_whole_name(table: sa.Table, who: PersonNames) -> Iterator[sa.ColumnElement[bool]]:
    """A name of one word is left out, because it may be an ordinary word."""
    whole = {who.user_id, *(name for name in who.names if " " in name.strip() or "@" in name)}
    # JSON is stored with escapes for what is not ASCII.
    for form in whole | {json.dumps(name)[1:-1] for name in whole}:
        for name in TEXTS[table]:
            yield sa.cast(table.c[name], sa.Text).contains(form, autoescape=True)


def _nearby(table: sa.Table, org_id: str, user_id: str) -> sa.ColumnElement[bool]:
    reports = sa.select(rep.c.id).where(rep.c.org_id == org_id, rep.c.manager_id == user_id)
    owned = sa.or_(deal.c.owner_id == user_id, deal.c.owner_id.in_(reports))
    decided = sa.or_(decision.c.owner_id == user_id, decision.c.manager_id == user_id)
    deals = sa.union(
        sa.select(deal.c.opportunity_id).where(deal.c.org_id == org_id, owned).correlate(None),
        sa.select(card.c.opportunity_id).where(card.c.org_id == org_id, card.c.owner_id == user_id).correlate(None),
        sa.select(decision.c.opportunity_id).where(decision.c.org_id == org_id, decided).correlate(None),
    )
    if table is attempt:
        return attempt.c.delivery_key.in_(
            sa.select(delivery.c.key).where(delivery.c.org_id == org_id, delivery.c.opportunity_id.in_(deals))
        )
    return sa.and_(table.c.org_id == org_id, table.c.opportunity_id.in_(deals))


def named_in(row: Mapping[Any, Any], columns: Iterable[str], pattern: re.Pattern[str]) -> bool:
    """Whether one of these columns names the person."""
    return any(without(row[name], pattern) != row[name] for name in columns)


def without(value: Any, pattern: re.Pattern[str]) -> Any:
    """A value without the names, at any depth of nesting."""
    if isinstance(value, str):
        return pattern.sub(ERASED, value)
    if isinstance(value, list):
        return [without(each, pattern) for each in value]
    if isinstance(value, dict):
        return {name: without(each, pattern) for name, each in value.items()}
    return value
