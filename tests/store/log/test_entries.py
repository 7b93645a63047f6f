from coach.model import Outcome, Reason, Receipt
from coach.store import SqlStore
from tests.store.make import (
    LEASE,
    FakeClock,
    card,
    deal,
    delivered,
    evaluated,
    hold_back,
    note,
    opportunity,
)
from tests.store.queue.test_evaluation import save


def _write_all(store: SqlStore) -> None:
    claims = store.claim_notes(100, LEASE)
    receipts = [Receipt(claim.work.key, Outcome.WRITTEN, "069a", "06Aa") for claim in claims]
    store.settle_notes(claims, receipts)


def test_the_latest_decisions_come_first(store: SqlStore) -> None:
    for number in range(5):
        save(store, evaluated(deal(number), [hold_back(Reason.DRAFT)]), str(number))
    assert [entry.opportunity_id for entry in store.log_page(2)] == [opportunity(4), opportunity(3)]


def test_a_timing_runs_from_the_event_received_to_the_note_written(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    clock.advance(seconds=2.5)
    _write_all(store)
    assert [(timing.key, timing.seconds) for timing in store.timings(10)] == [("card-1", 2.5)]


def test_each_writing_of_a_note_is_timed_from_its_own_event(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    _write_all(store)
    clock.advance(hours=1)
    save(store, evaluated(deal(), cards=[card()], notes=[note(html="<p>New.</p>")]), "2")
    clock.advance(seconds=4)
    _write_all(store)
    assert [timing.seconds for timing in store.timings(10)] == [4, 0]


def test_a_note_that_time_called_for_is_not_timed(store: SqlStore, clock: FakeClock) -> None:
    save(store, evaluated(deal(), check_at=clock.now), "1")
    store.wish_for_due_checks()
    claims = store.claim_deals(1, LEASE)
    with store.evaluating(claims) as evaluation:
        evaluation.save(claims[0], delivered())
    _write_all(store)
    assert store.timings(10) == []
