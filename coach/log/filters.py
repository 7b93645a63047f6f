"""The log's filters as conditions of a query. Every filter finds its rows through an index of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from coach.database.columns import Key, Names, Short, Words
from coach.database.transaction import Transaction
from coach.engine.model import Reason, Verdict, VisibleReps
from coach.log.columns import CHOSEN, Column
from coach.log.lines import taken_by_owner
from coach.log.outcomes import OUTCOMES, UNANSWERED, CardOutcome, Condition
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import decision
from coach.text import folded

SUBSTRING_FROM = 3
"""From this many letters on, a search finds them anywhere in a name; fewer letters only match its beginning.

The index of names holds groups of three letters (trigrams), and the names' beginnings.
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """All filters must hold; None means no restriction.

    ``since`` is inclusive, ``until`` exclusive. ``least`` and ``most`` are inclusive: with a ``currency``, in units of
    it, and only for deals in it; without, in the org's own currency. ``people`` are the deals' owners at the time of
    the decision. ``unacknowledged_since`` finds deliveries up to that time whose card is still open and not
    acknowledged, on a deal that still belongs to the rep. ``words`` are in the deal's name, ``account_words`` in its
    account's name; ``account`` is the full account name. All three ignore accents and case. ``cards_once`` keeps one
    delivery per card, the first, as team pages count them. ``taught`` is the skill of such a card when it was given.
    ``chosen`` holds values of columns, by name (:data:`~coach.log.columns.CHOSEN`), in the order of names.
    """

    since: datetime | None = None
    until: datetime | None = None
    people: frozenset[str] | None = None
    opportunity_id: str | None = None
    words: str | None = None
    account: str | None = None
    account_words: str | None = None
    chosen: tuple[tuple[str, str], ...] | None = None
    family: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    currency: str | None = None
    playbooks: frozenset[str] | None = None
    verdict: Verdict | None = None
    reasons: frozenset[Reason] | None = None
    outcome: CardOutcome | None = None
    unacknowledged_since: datetime | None = None
    cards_once: bool | None = None
    taught: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """The set of conditions in a query, whatever their values. A statement is built once per shape and cached."""

    names: frozenset[str]
    outcome: CardOutcome | None
    postgres: bool

    def without(self, name: str) -> "Shape":
        """The same shape without one condition."""
        return replace(self, names=self.names - {name})


def each_without_one(filters: Filters, keeping: frozenset[str]) -> Iterator[Filters]:
    """For each filter except ``keeping``: the filters without that one."""
    for each in fields(filters):
        value = getattr(filters, each.name)
        if value is None or each.name in keeping:
            continue
        if each.name == "chosen":
            for pair in value:
                yield replace(filters, chosen=tuple(other for other in value if other != pair) or None)
        else:
            yield replace(filters, **{each.name: None})


def people_of(filters: Filters, scope: VisibleReps) -> frozenset[str] | None:
    """The people whose rows are wanted and may be seen; None means everybody."""
    if scope is None or filters.people is None:
        return filters.people if scope is None else scope
    return filters.people & scope


def values_of(transaction: Transaction, filters: Filters, scope: VisibleReps) -> dict[str, Any]:
    """The values of the conditions, by parameter name."""
    people = people_of(filters, scope)
    values = {
        "org": transaction.org_id,
        "people": None if people is None else sorted(people),
        "since": filters.since,
        "until": filters.until,
        "opportunity_id": filters.opportunity_id,
        "words": _pattern(filters.words),
        "account": folded(filters.account) if filters.account else None,
        "account_words": _pattern(filters.account_words),
        **dict(filters.chosen or ()),
        "family": filters.family and (filters.family,) if transaction.postgres else filters.family,
        "playbooks": None if filters.playbooks is None else sorted(filters.playbooks),
        "verdict": filters.verdict,
        **_reasons(filters.reasons),
        "unacknowledged_since": filters.unacknowledged_since,
        "cards_once": filters.cards_once or None,
        "taught": filters.taught,
        **_band(filters, transaction.postgres),
    }
    return {name: value for name, value in values.items() if value is not None}


def _reasons(reasons: frozenset[Reason] | None) -> dict[str, object]:
    """A single reason becomes an equality: an index then yields the rows in the order of time."""
    if reasons is not None and len(reasons) == 1:
        return {"reason": next(iter(reasons))}
    return {"reasons": None if reasons is None else sorted(reasons)}


def _pattern(text: str | None) -> str | None:
    if not text:
        return None
    words = folded(text)
    literal = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%" if len(words) >= SUBSTRING_FROM else f"{literal}%"


def _band(filters: Filters, postgres: bool) -> dict[str, object]:
    """With a currency, the range is of the deal's own amount; otherwise of its value in the org's currency."""
    kind = "amount" if filters.currency else "worth"
    exact = filters.currency is not None and postgres
    band = {f"least_{kind}": filters.least, f"most_{kind}": filters.most}
    return {"currency": filters.currency} | {
        name: limit if exact or limit is None else float(limit) for name, limit in band.items()
    }


def shape_of(transaction: Transaction, filters: Filters, values: Mapping[str, object]) -> Shape:
    """The shape of a query with these values."""
    return Shape(frozenset(values), filters.outcome, transaction.postgres)


def conditions_of(shape: Shape) -> list[Condition]:
    """The conditions of a shape. Their values are bound when the statement is executed."""
    found = [_CONDITIONS[name](shape.postgres) for name in sorted(shape.names)]
    if shape.outcome is not None:
        found += [decision.c.verdict == Verdict.DELIVER, _progress(OUTCOMES[shape.outcome])]
    return found


def _one_of(column: sa.Column[Any], name: str, postgres: bool) -> Condition:
    """A membership test, as one array parameter on databases with arrays. A second-level manager has hundreds of
    people, and that many parameters cost more than the query itself.
    """
    if postgres:
        return column == sa.any_(sa.bindparam(name, type_=postgresql.ARRAY(Key())))
    return column.in_(sa.bindparam(name, expanding=True))


def _sells(postgres: bool) -> Condition:
    if postgres:
        return decision.c.product_families.op("@>", is_comparison=True)(sa.bindparam("family", type_=Names()))
    each = sa.func.json_each(decision.c.product_families).table_valued("value")
    same = sa.type_coerce(each.c.value, Short) == sa.bindparam("family", type_=Short())
    return sa.exists(sa.select(sa.literal(1)).select_from(each).where(same))


def _amount(postgres: bool) -> sa.ColumnElement[Any]:
    # Databases without a decimal type (SQLite) store amounts as text, which sorts differently.
    return decision.c.amount if postgres else sa.cast(decision.c.amount, sa.REAL)


def _cards_once(_: bool) -> Condition:
    return sa.and_(decision.c.verdict == Verdict.DELIVER, _progress(card_progress.c.delivered_at == decision.c.at))


def _taught(_: bool) -> Condition:
    skill = card_progress.c.skill
    return sa.and_(decision.c.verdict == Verdict.DELIVER, _progress(skill == _bound("taught", skill)))


def _unacknowledged(_: bool) -> Condition:
    return sa.and_(
        decision.c.verdict == Verdict.DELIVER,
        decision.c.at <= _bound("unacknowledged_since", decision.c.at),
        _progress(UNANSWERED),
    )


def _progress(condition: Condition) -> Condition:
    """A condition on the rep's progress, as rows show it: the progress counts for decisions about that rep only."""
    # Correlate with ``decision`` only: the enclosing query may also read progress, but of another row.
    return sa.exists().where(taken_by_owner(decision.c), condition).correlate(decision)


def _like(column: sa.Column[Any], name: str) -> Condition:
    return column.like(sa.bindparam(name, type_=Words()), escape="\\")


def _is(column: Column) -> Callable[[bool], Condition]:
    return lambda _: column.sql == _bound(column.name, column.sql)


def _bound(name: str, column: sa.ColumnElement[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=column.type)


_SAID = decision.c
_HAS_AMOUNT = _SAID.amount.is_not(None)
_CONDITIONS: Mapping[str, Callable[[bool], Condition]] = {
    "org": lambda _: _SAID.org_id == _bound("org", _SAID.org_id),
    "people": lambda postgres: _one_of(_SAID.owner_id, "people", postgres),
    "since": lambda _: _SAID.at >= _bound("since", _SAID.at),
    "until": lambda _: _SAID.at < _bound("until", _SAID.at),
    "opportunity_id": lambda _: _SAID.opportunity_id == _bound("opportunity_id", _SAID.opportunity_id),
    "words": lambda _: _like(_SAID.deal_folded, "words"),
    "account": lambda _: _SAID.account_folded == _bound("account", _SAID.account_folded),
    "account_words": lambda _: _like(_SAID.account_folded, "account_words"),
    "family": _sells,
    "currency": lambda _: sa.and_(_HAS_AMOUNT, _SAID.currency == _bound("currency", _SAID.currency)),
    "least_worth": lambda _: sa.and_(_HAS_AMOUNT, _SAID.worth >= _bound("least_worth", _SAID.worth)),
    "most_worth": lambda _: sa.and_(_HAS_AMOUNT, _SAID.worth <= _bound("most_worth", _SAID.worth)),
    "least_amount": lambda postgres: _amount(postgres) >= _bound("least_amount", _amount(postgres)),
    "most_amount": lambda postgres: _amount(postgres) <= _bound("most_amount", _amount(postgres)),
    "playbooks": lambda postgres: _one_of(_SAID.playbook, "playbooks", postgres),
    "verdict": lambda _: _SAID.verdict == _bound("verdict", _SAID.verdict),
    "reason": lambda _: _SAID.reason == _bound("reason", _SAID.reason),
    "reasons": lambda postgres: _one_of(_SAID.reason, "reasons", postgres),
    "cards_once": _cards_once,
    "taught": _taught,
    "unacknowledged_since": _unacknowledged,
    **{name: _is(column) for name, column in CHOSEN.items()},
}
