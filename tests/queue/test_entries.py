"""The log's rows: what was known of the deal when a decision was made is kept with it."""

from dataclasses import asdict, replace
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from coach.app.store import SqlStore
from coach.engine.model import Account, Deal, Reason, StageChange
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import DEAL_FACTS, DEAL_READERS, View, held_by
from tests.fixtures.make import NOON, deal, evaluated, hold_back, opportunity
from tests.queue.test_evaluation import save

OF_THE_DECISION = {"id", "at", "event_id", "card", "card_key", "revision"}
"""Columns that say nothing of the deal, and may be empty."""
SOMETHING: dict[Kind, object] = {
    Kind.TEXT: "Something",
    Kind.STAGE: "Proposal",
    Kind.NUMBER: Decimal(7),
    Kind.MONEY: Decimal("7.5"),
    Kind.DATE: date(2027, 3, 31),
    Kind.BOOLEAN: True,
}


def filled(record: str) -> dict[str, Any]:
    return {name: 7 if fact.whole else SOMETHING[fact.kind] for name, fact in held_by(record).items()}


def full_deal() -> Deal:
    """A deal with something in every fact that is declared."""
    one = deal(1)
    return replace(
        one,
        **filled(""),
        currency="USD",
        owner=replace(one.owner, **filled("owner"), manager_id="005000000000009AAA"),
        account=Account(id="001", **filled("account")),
        history=(StageChange("Prospecting", NOON), StageChange("Proposal", NOON)),
    )


def test_the_latest_decisions_come_first(store: SqlStore) -> None:
    for number in range(5):
        save(store, evaluated(deal(number), [hold_back(Reason.DRAFT)]), str(number))
    assert [entry.opportunity_id for entry in store.log_page(2)] == [opportunity(4), opportunity(3)]


def test_a_column_that_is_called_as_a_fact_of_the_deal_holds_it_and_none_is_forgotten(store: SqlStore) -> None:
    seen = full_deal()
    save(store, evaluated(seen, [hold_back(Reason.DRAFT)]), "1")
    (entry,) = store.log_page(1)

    view = View(seen, seen.read_at, UTC)
    kept = {name: value for name, value in asdict(entry).items() if name not in OF_THE_DECISION}
    assert [name for name, value in kept.items() if value is None] == [], "fill it in coach/queue/decisions.py"
    of_facts = {name: value for name, value in kept.items() if name in DEAL_FACTS}
    assert of_facts == {name: DEAL_READERS[name](view) for name in of_facts}
