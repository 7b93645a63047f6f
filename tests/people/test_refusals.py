from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.people import refusals
from coach.people.refusals import LIMIT, WINDOW
from coach.people.tables import refusal
from tests.fixtures.store import StoreFor

ADDRESS, OTHER = "203.0.113.7", "203.0.113.8"


def after_many(store: SqlStore, address: str = ADDRESS) -> timedelta | None:
    for _ in range(LIMIT):
        assert store.identity.refused(address) is None
    return store.identity.refused(address)


def test_an_address_that_was_refused_too_often_waits(store: SqlStore) -> None:
    wait = after_many(store)

    assert wait is not None
    assert timedelta(0) < wait <= WINDOW


def test_another_address_does_not_wait_for_it(store: SqlStore) -> None:
    after_many(store)

    assert store.identity.refused(OTHER) is None


def test_it_counts_for_all_processes(store: SqlStore, store_for: StoreFor) -> None:
    after_many(store)

    assert store_for("worker-2").identity.refused(ADDRESS) is not None


def test_the_wait_ends_and_is_forgotten(store: SqlStore, engine: Engine) -> None:
    after_many(store)
    with engine.begin() as connection:
        since = connection.execute(sa.select(refusal.c.since)).scalar_one()
        connection.execute(sa.update(refusal).values(since=since - WINDOW))

    assert store.identity.refused(ADDRESS) is None
    with engine.begin() as connection:
        assert connection.execute(sa.select(refusal.c.times)).scalar_one() == 1
        connection.execute(sa.update(refusal).values(since=since - WINDOW))
    store.identity.forget_refusals()
    with engine.connect() as connection:
        assert connection.execute(sa.select(refusal)).all() == []


def test_one_that_keeps_trying_costs_no_further_write(store: SqlStore, engine: Engine) -> None:
    after_many(store)
    store.identity.refused(ADDRESS)

    with engine.connect() as connection:
        assert connection.execute(sa.select(refusal.c.times)).scalar_one() == LIMIT


def test_however_many_addresses_there_are_the_table_has_an_end(
    store: SqlStore, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "MOST_ADDRESSES", 5)
    waits = [store.identity.refused(f"198.51.100.{number}") for number in range(5 + LIMIT + 1)]

    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(refusal)).scalar_one() == 6
    assert waits[:-1] == [None] * (5 + LIMIT)
    assert waits[-1] is not None
