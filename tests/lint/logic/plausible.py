"""Random deals as an org can hold them: a won deal is closed, nothing is counted below zero, shares are percents."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from coach.engine.matching.facts import View
from coach.engine.model import Deal, LineItem
from coach.engine.playbook.facts import PRODUCT_FACTS, Fact, held_by
from tests.engine.matching.worlds import NOW, deals


def _counted_up(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


def _item(item: LineItem) -> LineItem:
    return replace(item, **_counted(item, {fact.place: fact for fact in PRODUCT_FACTS.values()}))


def _counted(record: Deal | LineItem, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """What cannot be below zero, as it is declared."""
    return {name: _counted_up(getattr(record, name)) for name, fact in facts.items() if fact.least == 0}


def _plausible(deal: Deal) -> Deal:
    return replace(
        deal,
        won=deal.won and deal.closed,
        **_counted(deal, held_by("")),
        products=tuple(_item(item) for item in deal.products),
        created_at=min(deal.created_at, NOW),
        history=tuple(replace(change, at=min(change.at, NOW)) for change in deal.history),
    )


plausible_deals = deals().map(_plausible)
views = plausible_deals.map(lambda deal: View(deal, NOW, NOW.tzinfo))  # type: ignore[arg-type]  # NOW has a zone
