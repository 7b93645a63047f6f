"""What makes rows about people: a decision, and its notes on the record."""

from coach.app.store import SqlStore
from coach.engine.model import Evaluated, Outcome, Receipt
from tests.fixtures.make import LEASE, received


def decide(store: SqlStore, outcome: Evaluated, event_id: str) -> None:
    """An event arrives, and this is decided on its deal."""
    store.accept(received(event_id, number=int(outcome.opportunity_id[3:15])))
    with store.evaluating(store.claim_deals(10, LEASE)) as evaluation:
        for claim in evaluation.claims():
            evaluation.save(claim, outcome)


def write(store: SqlStore) -> None:
    """The notes that wait are written."""
    claims = store.claim_deliveries(10, LEASE)
    store.settle_deliveries(claims, [Receipt(each.work.key, Outcome.WRITTEN, f"069{each.work.key}") for each in claims])
