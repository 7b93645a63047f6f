"""The org's histories of one opportunity → the deal as it stood after each change.

OpportunityHistory has stage, amount, close date, probability and forecast category at every change of one of them.
OpportunityFieldHistory has each tracked field's value before a change. The org does not keep the rest: the deal's
products and contacts, and fields that are not tracked, are *unreadable* in a past deal. Taken as they are today are its
name, account and owner, its currency if the org has one, and type and lead source if they are not tracked.
Source: Object Reference, "OpportunityHistory", "OpportunityFieldHistory".
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from coach.engine.model import Deal, StageChange
from coach.engine.playbook.facts import FIGURES, TRACKED, Fact, held_by
from coach.salesforce.facts import PRODUCT, STAGE_HISTORY, value_of
from coach.salesforce.rates import Rates
from coach.salesforce.values import day, moment, of_type, text

Row = Mapping[str, Any]

FORECAST_NAMES = {
    "BestCase": "Best Case",
    "Closed": "Closed",
    "Forecast": "Commit",
    "MostLikely": "Most Likely",
    "Omitted": "Omitted",
    "Pipeline": "Pipeline",
}
"""OpportunityHistory has the category's own name; conditions compare the name that people see."""
_AS_TODAY = frozenset({"type", "lead_source", "deal_name", "record_type"})
"""Facts that are taken as they are today if no history was kept; they hardly ever change."""
_FOLLOWS = frozenset({"closed", "won", "pushes"})
"""Facts that are derived from the figures."""
WITHOUT_VALUES = frozenset({"textarea", "multipicklist", "encryptedstring"})
"""Field types of which a history says that they changed, but not the values."""
_LOST: Mapping[str, Fact] = {
    place: fact
    for place, fact in held_by("").items()
    if not (fact.figure or fact.tracked or fact.name in _AS_TODAY | _FOLLOWS)
}
"""Facts of which no org keeps a past, by their place in the deal."""


@dataclass(frozen=True, slots=True)
class Stages:
    """Which stages are closed, and which of them are won, by name."""

    closed: frozenset[str] = frozenset()
    won: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """What the org keeps of one deal's past, oldest first, and which fields it tracks."""

    figures: Sequence[Row] = ()
    changes: Sequence[Row] = ()
    tracked: frozenset[str] = frozenset()
    types: Mapping[str, str] = field(default_factory=dict)
    as_today: bool = False
    rates: Rates = field(default_factory=Rates)


def rebuild(today: Deal, kept: FieldHistory, stages: Stages) -> list[Deal]:
    """The deal after each change, with ``read_at`` the moment of that change; empty if nothing was kept.

    ``kept.types`` are the types of Opportunity's fields in describe's words. With ``kept.as_today``, what no history
    holds is taken as it is today, instead of as unreadable.
    """
    past = _Past(today, kept)
    return [_as_it_stood(today, past, kept, stages, at) for at in past.moments]


def _as_it_stood(today: Deal, past: "_Past", kept: FieldHistory, stages: Stages, at: datetime) -> Deal:
    figures = past.figures_at(at)
    stage = str(figures["StageName"])
    current, closes = stage == today.stage, day(figures.get("CloseDate"))
    return replace(
        today,
        closed=stage in stages.closed or (current and today.closed),
        won=stage in stages.won or (current and today.won),
        currency=text(figures.get("CurrencyIsoCode")) or today.currency,
        rates=kept.rates.on(closes),
        rates_on=kept.rates.day_of(closes),
        modified_at=at,
        read_at=at,
        pushes=past.pushes_at(at),
        products=today.products if kept.as_today else (),
        history=past.stages_at(at),
        fields={name: past.value_at(name, at, value) for name, value in today.fields.items()},
        unreadable=(today.unreadable - {STAGE_HISTORY}) | past.unreadable,
        **_forgotten(kept),
        **{fact.place: figure(fact, figures.get(column)) for column, fact in FIGURES.items()} | {"stage": stage},
        **{fact.place: past.value_at(name, at, getattr(today, fact.place)) for name, fact in TRACKED.items()},
    )


def _forgotten(kept: FieldHistory) -> dict[str, Any]:
    return {} if kept.as_today else dict.fromkeys(_LOST)


def figure(fact: Fact, value: object) -> Any:
    """A fact's value in a row of OpportunityHistory."""
    return FORECAST_NAMES.get(str(value)) if fact.name == "forecast_category" else value_of(fact, value)


class _Past:
    """One deal's histories, queried for a moment."""

    def __init__(self, today: Deal, kept: FieldHistory) -> None:
        self._figures = [
            (at, row) for row in kept.figures if row.get("StageName") and (at := moment(row["CreatedDate"]))
        ]
        self._changes: dict[str, list[tuple[datetime, object]]] = defaultdict(list)
        told = {name for name in kept.tracked if kept.types.get(name) not in WITHOUT_VALUES}
        asked = {*TRACKED, *today.fields} & told
        for row in kept.changes:
            if row["Field"] in asked and (at := moment(row["CreatedDate"])):
                self._changes[row["Field"]].append(
                    (at, value_in_history(kept.types.get(row["Field"], ""), row.get("OldValue")))
                )
        lost = {PRODUCT, *(fact.name for fact in _LOST.values()), *_untracked(asked), *(today.fields.keys() - asked)}
        self.unreadable = frozenset() if kept.as_today else frozenset(lost)
        self.moments = self._moments()

    def _moments(self) -> list[datetime]:
        """The moments of changes. Nothing is known of the deal before its first figures."""
        times = {at for at, _ in self._figures} | {at for each in self._changes.values() for at, _ in each}
        return sorted(at for at in times if self._figures and at >= self._figures[0][0])

    def figures_at(self, at: datetime) -> Row:
        return next(row for since, row in reversed(self._figures) if since <= at)

    def value_at(self, name: str, at: datetime, today: Any) -> Any:
        """The old value in the first later change; today's value if there was no later change."""
        return next((old for changed, old in self._changes.get(name, ()) if changed > at), today)

    def stages_at(self, at: datetime) -> tuple[StageChange, ...]:
        kept: list[StageChange] = []
        for since, row in self._figures:
            if since <= at and (not kept or kept[-1].stage != row["StageName"]):
                kept.append(StageChange(str(row["StageName"]), since))
        return tuple(kept)

    def pushes_at(self, at: datetime) -> int:
        """Counted like PushCount: moves of the close date into a later month."""
        dates = [closes for since, row in self._figures if since <= at and (closes := day(row.get("CloseDate")))]
        return sum(_month(later) > _month(earlier) for earlier, later in zip(dates, dates[1:], strict=False))


def _untracked(asked: Set[str]) -> frozenset[str]:
    return frozenset(fact.name for name, fact in TRACKED.items() if fact.name not in _AS_TODAY and name not in asked)


def _month(closes: date) -> tuple[int, int]:
    return closes.year, closes.month


def value_in_history(kind: str, value: object) -> object:
    """A field's value, which comes as JSON or as text: which one depends on the field, and is not documented."""
    if not isinstance(value, str) or value == "":
        return of_type(kind, value) if value != "" else None
    try:
        return next(_read(kind, value))
    except (ValueError, ArithmeticError):
        return None


def _read(kind: str, value: str) -> Iterator[object]:
    if kind == "boolean":
        yield value.lower() == "true"
    elif kind in ("currency", "double", "percent", "int", "long"):
        yield Decimal(value)
    yield of_type(kind, value)
