"""What is kept about many deals, read without claims."""

from dataclasses import replace
from datetime import UTC
from decimal import Decimal

import pytest
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import DeliveryState, Evaluated
from coach.learn import SPACING
from coach.library.past import StoredHistory
from tests.fixtures.make import (
    ALICE,
    BOB,
    LEASE,
    ORG,
    FakeClock,
    deal,
    delivered,
    evaluated,
    gone,
    opportunity,
    received,
)


@pytest.fixture
def history(engine: Engine, clock: FakeClock) -> StoredHistory:
    return StoredHistory(engine, ORG, UTC, SPACING, clock)


def decide(store: SqlStore, number: int, outcome: Evaluated) -> None:
    store.accept(received(f"event-{number}-{outcome.deal is None}", number=number))
    claims = store.claim_deals(10, LEASE)
    with store.evaluating(claims) as evaluation:
        for claim in evaluation.claims():
            evaluation.save(claim, outcome)


def test_a_deal_that_was_never_decided_on_has_no_past(store: SqlStore, history: StoredHistory) -> None:
    store.accept(received("event", number=1))

    known = history.remembered([opportunity(1), opportunity(2)])

    assert [(each.past, each.standing, each.deliveries, each.decided) for each in known.values()] == [
        ((), (), {}, False)
    ] * 2


def test_cards_and_notes_are_remembered_as_a_worker_would_find_them(store: SqlStore, history: StoredHistory) -> None:
    decide(store, 1, delivered(1))

    known = history.remembered([opportunity(1)])[opportunity(1)]

    assert [card.key for card in known.past] == ["card-1"]
    assert [card.title for card in known.standing] == ["Hold the price"]
    assert [(each.state, each.on_record) for each in known.deliveries.values()] == [(DeliveryState.PENDING, False)]
    assert known.decided


def test_a_deal_that_is_gone_is_not_decided_on_again(store: SqlStore, history: StoredHistory) -> None:
    decide(store, 1, delivered(1))
    decide(store, 1, gone(delivered(1)))

    assert not history.remembered([opportunity(1)])[opportunity(1)].decided


def test_a_reps_load_is_what_was_given_this_week(store: SqlStore, history: StoredHistory, clock: FakeClock) -> None:
    decide(store, 1, delivered(1, minutes=2))
    decide(store, 2, delivered(2, minutes=3))

    load = history.load(ALICE.id)

    assert (load.minutes_this_week, load.cards_today, load.week_by_playbook) == (Decimal(5), 2, {"discount": 2})
    assert history.load(BOB.id).minutes_this_week == 0
    clock.advance(days=7)
    assert history.load(ALICE.id).minutes_this_week == 0


def test_reading_a_load_stops_nobody_from_deciding(store: SqlStore, history: StoredHistory) -> None:
    store.accept(received("event", number=1))
    claims = store.claim_deals(1, LEASE)

    with store.evaluating(claims) as evaluation:
        evaluation.load(ALICE.id)
        assert history.load(ALICE.id).cards_today == 0


def test_deals_that_are_open_or_have_a_card_are_decided_on_again(store: SqlStore, history: StoredHistory) -> None:
    closed = replace(delivered(2), deal=replace(deal(2), closed=True))
    decide(store, 2, closed)
    decide(store, 1, evaluated(deal(1)))
    decide(store, 3, evaluated(replace(deal(3), closed=True)))
    store.accept(received("never decided", number=4))

    assert list(history.decided_again()) == [opportunity(1), opportunity(2)]


def test_deals_that_wait_already_come_first(store: SqlStore, history: StoredHistory) -> None:
    for number in (1, 2, 3):
        decide(store, number, evaluated(deal(number)))
    store.accept(received("something happened", number=2))

    assert list(history.decided_again()) == [opportunity(2), opportunity(1), opportunity(3)]


def test_a_page_of_hundreds_of_deals_is_one_answer(history: StoredHistory) -> None:
    assert len(history.remembered([opportunity(number) for number in range(400)])) == 400
