from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.queue.tables.records import heartbeat, slot
from tests.fixtures.make import FakeClock
from tests.fixtures.store import StoreFor


def test_a_slot_is_given_to_one_of_however_many(store: SqlStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: store.claim_slot("reconcile", "09:30"), range(16)))
    assert sorted(answers) == [False] * 15 + [True]


def test_each_job_and_each_slot_is_given_anew(store: SqlStore) -> None:
    assert store.claim_slot("reconcile", "09:30")
    assert store.claim_slot("reconcile", "09:45")
    assert store.claim_slot("sweep", "09:30")


def test_a_slot_that_is_given_back_is_free_and_no_other_is(store: SqlStore) -> None:
    store.claim_slot("reconcile", "09:30")
    store.claim_slot("reconcile", "09:45")
    store.release_slot("reconcile", "09:30")
    assert store.claim_slot("reconcile", "09:30")
    assert not store.claim_slot("reconcile", "09:45")


def test_nobody_gives_back_the_slot_of_another(store_for: StoreFor) -> None:
    store_for("a").claim_slot("reconcile", "09:30")
    store_for("b").release_slot("reconcile", "09:30")
    assert not store_for("a").claim_slot("reconcile", "09:30")


def test_old_slots_are_cleared_away(store: SqlStore, engine: Engine, clock: FakeClock) -> None:
    store.claim_slot("reconcile", "old")
    clock.advance(days=8)
    store.claim_slot("reconcile", "new")
    with engine.connect() as connection:
        assert connection.execute(sa.select(slot.c.slot)).scalars().all() == ["new"]


def test_workers_that_are_long_gone_are_forgotten(store: SqlStore, engine: Engine, clock: FakeClock) -> None:
    store.heartbeat("host:1")
    clock.advance(days=4)
    store.heartbeat("host:2")
    clock.advance(days=4)
    store.heartbeat("host:3")
    with engine.connect() as connection:
        assert set(connection.execute(sa.select(heartbeat.c.worker)).scalars()) == {"host:2", "host:3"}
