from datetime import UTC, datetime
from decimal import Decimal
from threading import Thread
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import RepLoad
from tests.fixtures.make import ALICE, BOB, LEASE, NOON, ORG, FakeClock, deal, delivered, evaluated, received
from tests.fixtures.store import StoreFor
from tests.machine import PATIENCE
from tests.queue.test_evaluation import claim, save


def load(store: SqlStore, rep_id: str = ALICE.id) -> RepLoad:
    with store.evaluating([]) as evaluation:
        return evaluation.load(rep_id)


def test_a_rep_without_cards_carries_nothing(store: SqlStore) -> None:
    assert load(store) == RepLoad(Decimal(0), 0, {})


def test_a_load_counts_over_all_deals_of_the_rep_and_no_others(store: SqlStore) -> None:
    save(store, delivered(1, ALICE, minutes=2), "1")
    save(store, delivered(2, ALICE, minutes=3), "2")
    save(store, delivered(3, BOB, minutes=9), "3")
    assert load(store) == RepLoad(Decimal(5), 2, {"discount": 2})


def test_what_was_saved_earlier_in_the_same_transaction_counts(store: SqlStore) -> None:
    save(store, delivered(1, minutes=2), "1")
    taken = claim(store, "2", 2)
    with store.evaluating([taken]) as evaluation:
        evaluation.save(taken, delivered(2, minutes=3))
        assert evaluation.load(ALICE.id) == RepLoad(Decimal(5), 2, {"discount": 2})
        assert evaluation.load(BOB.id).cards_today == 0


def test_a_card_that_stays_or_is_reopened_costs_nothing_more(store: SqlStore) -> None:
    save(store, delivered(1, minutes=2), "1")
    taken = claim(store, "2")
    with store.evaluating([taken]) as evaluation:
        evaluation.save(taken, delivered(1, minutes=2))
        assert evaluation.load(ALICE.id).minutes_this_week == 2
    assert load(store).minutes_this_week == 2


def test_a_day_ends_at_midnight_and_a_week_on_sunday(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(minutes=2), "1")
    clock.now = NOON.replace(hour=23, minute=59)
    assert load(store) == RepLoad(Decimal(2), 1, {"discount": 1})
    clock.advance(minutes=1)
    assert load(store) == RepLoad(Decimal(2), 0, {"discount": 1})
    clock.now = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)
    assert load(store).minutes_this_week == 2
    clock.advance(minutes=1)
    assert load(store) == RepLoad(Decimal(0), 0, {})


def test_midnight_is_that_of_the_services_time_zone(engine: Engine, clock: FakeClock) -> None:
    auckland = SqlStore(engine, ORG, worker="w", timezone=ZoneInfo("Pacific/Auckland"), clock=clock)
    clock.now = datetime(2026, 11, 25, 10, 59, tzinfo=UTC)
    save(auckland, delivered(), "1")
    assert load(auckland).cards_today == 1
    clock.advance(minutes=1)
    assert load(auckland).cards_today == 0


def test_a_day_with_two_midnights_begins_at_the_first(engine: Engine, clock: FakeClock) -> None:
    havana = SqlStore(engine, ORG, worker="w", timezone=ZoneInfo("America/Havana"), clock=clock)
    clock.now = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    save(havana, delivered(), "1")
    clock.advance(hours=1)
    assert load(havana).cards_today == 1


def test_two_workers_cannot_both_spend_a_reps_last_minutes(store_for: StoreFor) -> None:
    """Each delivers only while the week holds less than three minutes; one alone does, and so must two."""
    for number in range(6):
        store_for("a").accept(received(f"e{number}", number=number))

    def work(store: SqlStore) -> None:
        while claims := store.claim_deals(1, LEASE):
            with store.evaluating(claims) as evaluation:
                for each in claims:
                    number = int(each.opportunity_id[3:15])
                    full = evaluation.load(ALICE.id).minutes_this_week >= 3
                    evaluation.save(each, evaluated(deal(number)) if full else delivered(number, minutes=3))

    threads = [Thread(target=work, args=(store_for(name),)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    assert load(store_for("a")).minutes_this_week == 3
    assert store_for("a").due().deals == 0
