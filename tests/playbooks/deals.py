"""Deals on which everything is empty that an example does not name."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from coach.engine.model import Account, Deal, LineItem, Person, StageChange

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FIELDS: Mapping[str, object] = {
    "Competitor__c": None,
    "Deal_Desk_Approval__c": None,
    "Economic_Buyer_Identified__c": False,
    "Formulary_Status__c": None,
    "LastActivityDate": None,
    "Metrics__c": None,
    "Mutual_Plan_Link__c": None,
    "Paper_Process__c": None,
    "VAC_Date__c": None,
}
"""The further fields that the library asks for, as an org has them on a new record: a checkbox is never empty."""


def a_product(
    family: str = "Software", discount: int = 0, total: int = 10_000, name: str = "Analytics Workbench"
) -> LineItem:
    """One line item; ``discount`` in percent, ``total`` in dollars."""
    price = Decimal(total)
    return LineItem(name, None, family, Decimal(1), price, price, Decimal(discount), price)


def a_deal(
    stage: str,
    *,
    came_from: str | None = None,
    days: int = 5,
    amount: int | None = None,
    days_to_close: int | None = None,
    pushes: int = 0,
    contact_roles: int = 0,
    type: str | None = None,
    next_step: str | None = None,
    industry: str | None = None,
    products: Sequence[LineItem] = (),
    fields: Mapping[str, object] | None = None,
) -> Deal:
    """An opportunity that has been in ``stage`` for so many days, from the start where ``came_from`` is None."""
    entered = StageChange(stage, NOW - timedelta(days=days))
    history = (StageChange(came_from, NOW - timedelta(days=days + 20)), entered) if came_from else (entered,)
    return Deal(
        org_id="00D5g00000Lk2QbEAJ",
        id="0065g00000Lk2QbAAJ",
        name="Laboratory extension",
        stage=stage,
        closed=stage.startswith("Closed"),
        won=stage == "Closed Won",
        amount=None if amount is None else Decimal(amount),
        currency="USD",
        close_date=None if days_to_close is None else NOW.date() + timedelta(days=days_to_close),
        created_at=history[0].at,
        modified_at=NOW,
        owner=Person("0055g00000Lk2QbAAJ", "Ana Bell"),
        read_at=NOW,
        type=type,
        next_step=next_step,
        pushes=pushes,
        contact_roles=contact_roles,
        account=Account("0015g00000Lk2QbAAJ", "", industry) if industry else None,
        products=tuple(products),
        history=history,
        fields={**FIELDS, **(fields or {})},
    )
