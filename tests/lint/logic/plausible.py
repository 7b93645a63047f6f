"""Random deals as an org can hold them: a won deal is closed, nothing is counted below zero, shares are percents."""

from dataclasses import replace
from decimal import Decimal

from coach.engine.matching.facts import View
from coach.engine.model import Deal, LineItem
from tests.engine.matching.worlds import NOW, deals


def _percent(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


def _item(item: LineItem) -> LineItem:
    return replace(item, discount=_percent(item.discount))


def _plausible(deal: Deal) -> Deal:
    return replace(
        deal,
        won=deal.won and deal.closed,
        probability=_percent(deal.probability),
        products=tuple(_item(item) for item in deal.products),
        created_at=min(deal.created_at, NOW),
        history=tuple(replace(change, at=min(change.at, NOW)) for change in deal.history),
    )


plausible_deals = deals().map(_plausible)
views = plausible_deals.map(lambda deal: View(deal, NOW, NOW.tzinfo))  # type: ignore[arg-type]  # NOW has a zone
