from datetime import timedelta

from coach.app.store import SqlStore
from coach.engine.model import DeliveryState
from coach.ports import Due
from tests.fixtures.make import LEASE, FakeClock, delivered, received
from tests.queue.test_evaluation import save


def test_an_idle_queue_shows_zeros_for_everything(store: SqlStore) -> None:
    figures = store.figures()
    assert (figures.deals_waiting, figures.oldest_event_seconds, figures.oldest_delivery_seconds) == (0, 0, 0)
    assert figures.deliveries == dict.fromkeys(DeliveryState, 0)
    assert (figures.decisions, figures.events, figures.ignored, figures.workers_alive) == ({}, {}, {}, 0)


def test_the_oldest_unanswered_event_and_unwritten_note_tell_their_age(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(1), "1")
    clock.advance(seconds=5)
    store.accept(received("2", number=2))
    clock.advance(seconds=7)
    store.accept(received("3", number=3))
    figures = store.figures()
    assert (figures.deals_waiting, figures.oldest_event_seconds, figures.oldest_delivery_seconds) == (2, 7, 12)


def test_what_kept_the_longest_waiting_deal_from_being_looked_at_is_told_until_it_was(
    store: SqlStore, clock: FakeClock
) -> None:
    store.accept(received("1"))
    store.release_deals(store.claim_deals(10, LEASE), timedelta(seconds=1), "The org is down.")
    assert store.figures().hindrance == "The org is down."
    clock.advance(hours=1)
    save(store, delivered(1), "2")
    assert store.figures().hindrance == ""


def test_claimed_work_is_waiting_but_not_due(store: SqlStore) -> None:
    save(store, delivered(1), "1")
    store.accept(received("2", number=2))
    assert store.due() == Due(deals=1, deliveries=1)
    store.claim_deals(10, LEASE)
    store.claim_deliveries(10, LEASE)
    assert store.due() == Due(deals=0, deliveries=0)
    assert (store.figures().deals_waiting, store.figures().deliveries["sending"]) == (1, 1)


def test_a_worker_is_alive_for_two_minutes_after_its_last_sign(store: SqlStore, clock: FakeClock) -> None:
    store.heartbeat("a")
    store.heartbeat("b")
    clock.advance(seconds=119)
    store.heartbeat("a")
    assert store.figures().workers_alive == 2
    clock.advance(seconds=1)
    assert store.figures().workers_alive == 1


def test_the_last_sweep_is_known_to_all(store: SqlStore, clock: FakeClock) -> None:
    assert store.figures().sweep_seconds is None
    store.swept()
    clock.advance(seconds=7)
    assert store.figures().sweep_seconds == 7
