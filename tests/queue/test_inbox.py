from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.database.transaction import Database
from coach.engine.model import EventKind, Received
from coach.ports import Accepted
from coach.queue import inbox
from tests.fixtures.make import LEASE, NOON, ORG, FakeClock, event, opportunity, received


def test_an_event_is_kept_once_however_often_it_comes(store: SqlStore) -> None:
    assert store.accept(received("a", "b", "a")) == Accepted(new=2, repeated=1)
    assert store.accept(received("b", "c")) == Accepted(new=1, repeated=1)
    assert [each.source_event_id for each in store.events_of(opportunity(1))] == ["a", "b", "c"]


def test_all_events_of_a_deal_are_one_request(store: SqlStore) -> None:
    store.accept(received("a", "b", "c"))
    (claim,) = store.claim_deals(10, LEASE)
    assert (claim.opportunity_id, claim.wanted, claim.event_id) == (opportunity(1), 3, "a")


def test_a_repeated_event_is_no_new_request(store: SqlStore) -> None:
    store.accept(received("a"))
    store.accept(received("a"))
    assert store.claim_deals(10, LEASE)[0].wanted == 1


def test_a_deal_keeps_its_place_in_the_queue_when_more_happens_to_it(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("a", number=2))
    clock.advance(seconds=1)
    store.accept(received("b", number=1))
    clock.advance(seconds=1)
    store.accept(received("c", number=2))
    claims = store.claim_deals(10, LEASE)
    assert [(claim.opportunity_id, claim.event_id) for claim in claims] == [
        (opportunity(2), "a"),
        (opportunity(1), "b"),
    ]


def test_what_was_ignored_is_counted_by_its_reason(store: SqlStore) -> None:
    store.accept(Received((), {"other_object": 2, "no_record": 1}))
    store.accept(Received((), {"other_object": 1}))
    assert store.figures().ignored == {"other_object": 3, "no_record": 1}


def test_events_are_counted_by_source_and_kind(store: SqlStore) -> None:
    store.accept(Received((event("a"), event("b", kind=EventKind.VIEWED), event("c"))))
    assert store.figures().events == {("json", "changed"): 2, ("json", "viewed"): 1}


def test_an_event_says_when_it_was_received(store: SqlStore) -> None:
    store.accept(received("a"))
    (kept,) = store.events_of(opportunity(1))
    assert (kept.received_at, kept.occurred_at, kept.source, kept.kind) == (NOON, None, "json", "changed")


def test_thousands_of_events_fit_into_one_delivery(store: SqlStore) -> None:
    many = Received(tuple(event(f"e{number}", number % 500) for number in range(3_000)))
    assert store.accept(many) == Accepted(new=3_000, repeated=0)
    assert store.due().deals == 500


def test_text_that_no_database_can_hold_is_kept_as_far_as_it_can_be(store: SqlStore) -> None:
    assert store.accept(received("nul\0 half \ud83d")) == Accepted(new=1, repeated=0)
    assert store.accept(received("nul\0 half \ud83d")) == Accepted(new=0, repeated=1)


def test_what_several_send_at_once_is_new_once_and_told_to_each(engine: Engine) -> None:
    deliveries = [received("a", "b", number=1), received("b", "c", number=1), received("a", number=2), Received(())]
    with Database(engine, ORG, "w").writing() as transaction:
        accepted = inbox.accept(transaction, deliveries)
    assert accepted == [Accepted(2, 0), Accepted(1, 1), Accepted(1, 0), Accepted(0, 0)]


def test_two_events_that_a_sender_calls_alike_are_two_where_they_are_about_two_deals(store: SqlStore) -> None:
    assert store.accept(received("a", number=1)) == Accepted(new=1, repeated=0)
    assert store.accept(received("a", number=2)) == Accepted(new=1, repeated=0)
    assert store.accept(Received((event("a", 1), event("a", 2), event("a", 3)))) == Accepted(new=1, repeated=2)

    assert [len(store.events_of(opportunity(number))) for number in (1, 2, 3)] == [1, 1, 1]


def test_what_is_ignored_in_deliveries_that_are_kept_together_adds_up(engine: Engine, store: SqlStore) -> None:
    with Database(engine, ORG, "w").writing() as transaction:
        inbox.accept(transaction, [Received((), {"bad_id": 1}), Received((), {"bad_id": 2, "no_record": 1})])
    assert store.figures().ignored == {"bad_id": 3, "no_record": 1}


def test_when_the_sender_says_it_happened_is_kept_to_the_microsecond(store: SqlStore) -> None:
    moment = datetime(877, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    store.accept(Received((replace(event("a"), occurred_at=moment),)))
    assert store.events_of(opportunity(1))[0].occurred_at == moment
