from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import Outcome, Reason, Receipt
from coach.privacy import retention
from coach.privacy.audit import AccessKind, LogAccess
from coach.privacy.retention import Periods
from coach.privacy.tables import view
from coach.queue.tables.feed import feed
from coach.queue.tables.records import attempt, card, deal, decision, delivery, event, rep
from tests.fixtures.make import (
    ALICE,
    LEASE,
    FakeClock,
    delivered,
    evaluated,
    hold_back,
    note,
    opportunity,
    received,
    retire,
)
from tests.fixtures.make import deal as made_deal
from tests.privacy.steps import decide, write

YEAR = timedelta(days=365)
ALL = Periods(YEAR, YEAR, YEAR, YEAR, YEAR)
WITHOUT_MEMORY = (event, decision, card, delivery, attempt, deal, rep, feed, view)

Count = Callable[[sa.Table], int]


@pytest.fixture
def count(engine: Engine) -> Count:
    def rows(table: sa.Table) -> int:
        with engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())

    return rows


def _retire(store: SqlStore, number: int, event_id: str) -> None:
    outcome = evaluated(made_deal(number), [retire()], retired={f"card-{number}": Reason.NO_LONGER_APPLIES})
    decide(store, outcome, event_id)


def _hold_back(store: SqlStore, reason: Reason, event_id: str, number: int = 1) -> None:
    decide(store, evaluated(made_deal(number), [hold_back(reason)]), event_id)


def _reasons(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(sa.select(decision.c.reason).order_by(decision.c.id)).scalars())


def test_a_deal_at_rest_goes_with_all_that_hangs_on_it(store: SqlStore, clock: FakeClock, count: Count) -> None:
    decide(store, delivered(1), "e-1")
    write(store)
    _retire(store, 1, "e-2")
    store.privacy.record_view(LogAccess("005000000000009AAA", "Max", frozenset({ALICE.id}), AccessKind.PAGE))
    clock.advance(days=366)

    store.privacy.let_go(ALL)

    assert {table.name: count(table) for table in WITHOUT_MEMORY} == dict.fromkeys(
        (table.name for table in WITHOUT_MEMORY), 0
    )


def test_what_is_young_stays(store: SqlStore, clock: FakeClock, count: Count) -> None:
    decide(store, delivered(1), "e-1")
    write(store)
    _retire(store, 1, "e-2")
    before = {table.name: count(table) for table in WITHOUT_MEMORY}
    clock.advance(days=364)

    assert set(store.privacy.let_go(ALL).values()) == {0}
    assert {table.name: count(table) for table in WITHOUT_MEMORY} == before


def test_what_has_no_period_is_kept_for_good(store: SqlStore, clock: FakeClock, count: Count) -> None:
    decide(store, delivered(1), "e-1")
    _retire(store, 1, "e-2")
    clock.advance(days=4_000)

    assert store.privacy.let_go(Periods()) == {}
    assert count(decision) == 2


def test_an_open_card_stays_with_its_note_and_the_decision_that_gave_it(
    store: SqlStore, clock: FakeClock, count: Count
) -> None:
    decide(store, delivered(1), "e-1")
    write(store)
    clock.advance(days=800)

    store.privacy.let_go(ALL)

    assert (count(deal), count(card), count(delivery), count(decision), count(rep)) == (1, 1, 1, 1, 1)
    assert (count(event), count(attempt), count(feed)) == (0, 0, 0)


def test_the_last_word_about_a_playbook_stays_while_its_deal_is_looked_at(
    store: SqlStore, clock: FakeClock, engine: Engine
) -> None:
    _hold_back(store, Reason.COOLDOWN, "e-1")
    clock.advance(days=1)
    _hold_back(store, Reason.DRAFT, "e-2")
    clock.advance(days=400)
    _hold_back(store, Reason.DRAFT, "e-3")

    store.privacy.let_go(ALL)

    assert _reasons(engine) == ["draft"]
    _hold_back(store, Reason.DRAFT, "e-4")
    assert _reasons(engine) == ["draft"]


def test_an_old_card_goes_while_its_deal_lives_on(store: SqlStore, clock: FakeClock, count: Count) -> None:
    decide(store, delivered(1), "e-1")
    write(store)
    _retire(store, 1, "e-2")
    clock.advance(days=400)
    _hold_back(store, Reason.COOLDOWN, "e-3")

    store.privacy.let_go(ALL)

    assert (count(card), count(delivery), count(attempt), count(deal)) == (0, 0, 0, 1)


@pytest.mark.parametrize(("outcome", "left"), [(Outcome.LEFT, 0), (Outcome.WRITTEN, 1)])
def test_the_note_of_a_deal_goes_with_the_deals_last_card_unless_it_is_on_the_record(
    store: SqlStore, clock: FakeClock, count: Count, outcome: Outcome, left: int
) -> None:
    given = delivered(1)
    decide(store, replace(given, deliveries=(note("living", 1),)), "e-1")
    write(store)
    over = replace(given, decisions=(retire(),), cards=(), retired={"card-1": Reason.NO_LONGER_APPLIES})
    decide(store, replace(over, deliveries=(replace(note("living", 1, "Over.", live=False), leaves=True),)), "e-2")
    claims = store.claim_deliveries(10, LEASE)
    store.settle_deliveries(claims, [Receipt("living", outcome, "069living")])
    clock.advance(days=400)
    _hold_back(store, Reason.COOLDOWN, "e-3")

    store.privacy.let_go(ALL)

    assert (count(card), count(delivery), count(deal)) == (0, left, 1)


def test_events_of_a_deal_that_waits_stay(store: SqlStore, clock: FakeClock, count: Count) -> None:
    store.accept(received("e-1"))
    clock.advance(days=400)

    assert store.privacy.let_go(ALL)["events"] == 0
    assert count(event) == 1
    assert store.claim_deals(1, LEASE)[0].event_id == "e-1"


def test_events_and_attempts_of_a_note_under_way_stay(store: SqlStore, clock: FakeClock, count: Count) -> None:
    decide(store, delivered(1), "e-1")
    claims = store.claim_deliveries(10, timedelta(days=1_000))
    clock.advance(days=400)

    gone = store.privacy.let_go(ALL)

    assert (gone["events"], gone["attempts"]) == (0, 0)
    store.settle_deliveries(claims, [Receipt("card-1", Outcome.WRITTEN, "069")])
    assert count(attempt) == 1


def test_a_lost_attempt_goes_once_a_later_one_has_begun(store: SqlStore, clock: FakeClock, count: Count) -> None:
    decide(store, delivered(1), "e-1")
    store.claim_deliveries(10, LEASE)
    clock.advance(days=400)
    store.claim_deliveries(10, timedelta(days=1))

    assert store.privacy.let_go(ALL)["attempts"] == 1
    assert count(attempt) == 1


def test_the_feed_is_numbered_before_it_is_cleared_so_that_followers_can_tell(
    store: SqlStore, clock: FakeClock
) -> None:
    decide(store, delivered(1), "e-1")
    clock.advance(days=400)
    _hold_back(store, Reason.COOLDOWN, "e-2", number=2)

    store.privacy.let_go(ALL)

    found = store.export.follow(0, 10, None)
    assert ([place.position for place in found.places], found.gone_through) == ([2], 1)


def test_the_feed_is_kept_as_long_as_anything_it_tells_of() -> None:
    assert Periods(YEAR, YEAR, YEAR / 2, YEAR / 4, YEAR).feed == YEAR
    assert Periods(decisions=YEAR).feed is None


def test_doing_it_again_changes_nothing(store: SqlStore, clock: FakeClock) -> None:
    decide(store, delivered(1), "e-1")
    _retire(store, 1, "e-2")
    clock.advance(days=400)
    store.privacy.let_go(ALL)

    assert set(store.privacy.let_go(ALL).values()) == {0}


def test_it_goes_batch_by_batch_and_stops_at_its_share(
    store: SqlStore, clock: FakeClock, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention, "MOST_BATCHES", 3)
    for number in range(1, 9):
        _hold_back(store, Reason.COOLDOWN, f"e-{number}", number)
    clock.advance(days=400)

    gone = store.privacy.let_go(ALL)

    assert (gone["events"], gone["deals"]) == (6, 6)
    store.privacy.let_go(ALL)
    assert (count(event), count(deal), count(decision)) == (0, 0, 0)


def test_one_caller_a_day_may_do_it(store: SqlStore) -> None:
    assert [store.privacy.claim_retention("2026-11-25") for _ in range(3)] == [True, False, False]


def test_a_forgotten_deal_begins_anew_when_it_comes_back(store: SqlStore, clock: FakeClock, count: Count) -> None:
    decide(store, delivered(1), "e-1")
    _retire(store, 1, "e-2")
    clock.advance(days=400)
    store.privacy.let_go(ALL)

    decide(store, delivered(1), "e-3")

    assert (count(deal), count(card), count(decision)) == (1, 1, 1)
    assert store.log_page(1)[0].opportunity_id == opportunity(1)
