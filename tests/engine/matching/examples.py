"""Deals and libraries for the tests: what matters in one is said in the test that uses it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from coach.engine.matching import Rulebook, compile_rules
from coach.engine.model import Account, Deal, LineItem, Person, StageChange, Trace
from coach.engine.playbook import load_texts
from coach.engine.playbook.closed import OPEN

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
ANN = Person(id="005", name="Ann Ito", title="Senior Account Executive", started_on=date(2026, 11, 1))
SCANNER = LineItem(
    name="Scanner",
    code="0815",
    family="Capital Equipment",
    quantity=Decimal(2),
    unit_price=Decimal(40000),
    list_price=Decimal(50000),
    discount=Decimal(20),
    total=Decimal(80000),
)
DEAL = Deal(
    org_id="00D",
    id="006",
    name="Mercy Hospital: scanner",
    stage="Negotiation/Review",
    closed=False,
    won=False,
    amount=Decimal(62000),
    currency="USD",
    close_date=date(2026, 12, 20),
    created_at=NOW - timedelta(days=40, hours=1),
    modified_at=NOW,
    owner=ANN,
    read_at=NOW,
    type="New Business",
    probability=Decimal(75),
    pushes=1,
    contact_roles=2,
    account=Account("001", "Mercy Hospital", industry="Healthcare"),
    products=(SCANNER,),
    history=(
        StageChange("Proposal/Price Quote", NOW - timedelta(days=30)),
        StageChange("Negotiation/Review", NOW - timedelta(days=3, hours=1)),
    ),
    fields={
        "Competitor__c": "Acme;Globex",
        "Go_Live__c": date(2026, 12, 1),
        "Score__c": Decimal("7.5"),
        "Flag__c": True,
    },
    rates={"USD": Decimal(1), "EUR": Decimal("0.8")},
)
CARDS = "\ncards: [{name: one, title: One, tip: Say so.}]\n"


def deal(**changes: Any) -> Deal:
    """The deal above, with some facts changed."""
    return replace(DEAL, **changes)


def rulebook(**whens: str) -> Rulebook:
    """Live playbooks by name, each with what its ``when:`` holds in flow style, or with more keys after it."""
    return compile_rules(load_texts({name: playbook(when) for name, when in whens.items()}))


def playbook(when: str, keys: str = "") -> str:
    """The text of a live playbook."""
    return f"title: A title\nstatus: live\n{keys}\nwhen: {when}{CARDS}"


def traced(when: str, seen: Deal = DEAL) -> Trace:
    """The trace of the one condition in ``when``, without what goes without saying."""
    parts = rulebook(x=f"{{{when}}}").explain("x", seen, NOW).parts
    return next(part for part in parts if part.condition != OPEN.fact or "closed" in when)
