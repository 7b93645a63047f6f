"""A deal and playbooks to write cards from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from coach.engine.markup import html
from coach.engine.model import Account, Card, Deal, LineItem, Person, StageChange
from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.model import Playbook

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

DEAL = Deal(
    org_id="00D5g00000Lk2QbEAJ",
    id="0065g00000Lk2QbAAJ",
    name="Acme – Laser",
    stage="Negotiation/Review",
    closed=False,
    won=False,
    amount=Decimal(62000),
    currency="USD",
    close_date=date(2026, 12, 12),
    created_at=NOW - timedelta(days=90),
    modified_at=NOW,
    owner=Person(
        "0055g00000Lk2QbAAJ",
        "Ana Bell",
        first_name="Ana",
        last_name="Bell",
        role="EMEA",
        manager_name="Max van Dyk",
        manager_first_name="Max",
        manager_last_name="van Dyk",
    ),
    read_at=NOW,
    type="New Business",
    probability=Decimal(80),
    pushes=2,
    contact_roles=1,
    account=Account("0015g00000Lk2QbAAJ", "Acme", industry="Biotechnology"),
    products=(
        LineItem("Service", "S-1", "Services", Decimal(1), Decimal(2000), Decimal(2000), None, Decimal(2000)),
        LineItem(
            "Laser", "L-9", "Systems", Decimal(2), Decimal(30000), Decimal(40000), Decimal("25.0"), Decimal(60000)
        ),
    ),
    history=(
        StageChange("Prospecting", NOW - timedelta(days=90)),
        StageChange("Negotiation/Review", NOW - timedelta(days=9)),
    ),
    fields={"Segment__c": "Mid-market", "Budget__c": Decimal("1234.5"), "Empty__c": None, "Flag__c": True},
)


def a_deal(**changes: Any) -> Deal:
    return replace(DEAL, **changes)


def a_playbook(*cards: dict[str, Any], **changes: Any) -> Playbook:
    named = tuple({"name": f"card-{number}", "title": "A title", **card} for number, card in enumerate(cards, start=1))
    about = {"name": "trade", "title": "Trade, do not give", "status": "live", "owner": "Ana"}
    return Playbook.model_validate({**about, "when": AllOf(()), "cards": named, **changes})


def html_of(card: Card, kind: str) -> str:
    return html(next(block.lines for block in card.blocks if block.kind == kind))
