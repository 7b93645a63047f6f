from datetime import timedelta

import pytest

from coach.app.store import SqlStore
from coach.engine.model import EventKind, Outcome, Receipt, Received, Source
from coach.ports import EVERY_NOTE_REFUSED, HELD_WRITES
from coach.queue.health import Arrivals, Worker
from coach.queue.stuck import FAILED_OFTEN, Example, Stuck
from tests.fixtures.make import LEASE, NOON, FakeClock, delivered, event, opportunity, received

MINUTE = timedelta(minutes=1)
REFUSED = f"A validation rule refuses the note: an admin exempts the user from it. {EVERY_NOTE_REFUSED}"


def _arrive(store: SqlStore, name: str, source: Source) -> None:
    one = event(name)
    store.accept(Received((type(one)(one.org_id, source, name, EventKind.CHANGED, one.opportunity_id),)))


def _park(store: SqlStore, number: int, code: str, sentence: str, outcome: Outcome = Outcome.REFUSED) -> None:
    store.accept(received(f"e-{number}", number=number))
    with store.evaluating(store.claim_deals(10, LEASE)) as evaluation:
        for claim in evaluation.claims():
            evaluation.save(claim, delivered(number))
    claims = store.claim_deliveries(10, LEASE)
    store.settle_deliveries(
        claims, [Receipt(claim.work.key, outcome, code=code, sentence=sentence, after=30 * MINUTE) for claim in claims]
    )


def _fail(store: SqlStore, clock: FakeClock, number: int, sentence: str, times: int = FAILED_OFTEN) -> None:
    store.accept(received(f"f-{number}", number=number))
    for _ in range(times):
        claims = [each for each in store.claim_deals(10, LEASE) if each.opportunity_id == opportunity(number)]
        store.release_deals(claims, MINUTE, sentence)
        clock.advance(minutes=30)


def test_nothing_has_arrived_yet(store: SqlStore) -> None:
    assert store.health.arrivals() == Arrivals({}, 0, 0)


def test_arrivals_tell_when_each_source_was_last_heard_of(store: SqlStore, clock: FakeClock) -> None:
    _arrive(store, "a", Source.OUTBOUND_MESSAGE)
    clock.advance(hours=3)
    _arrive(store, "b", Source.JSON)
    _arrive(store, "c", Source.RECONCILE)

    found = store.health.arrivals()

    assert found.last == {
        Source.OUTBOUND_MESSAGE: NOON,
        Source.JSON: clock.now,
        Source.RECONCILE: clock.now,
    }
    assert (found.last_hour, found.found_last_day) == (1, 1)


def test_workers_are_listed_with_when_they_were_heard_of(store: SqlStore, clock: FakeClock) -> None:
    store.heartbeat("old")
    clock.advance(days=2)
    store.heartbeat("a")
    clock.advance(minutes=1)
    store.heartbeat("b")

    assert store.health.workers(timedelta(days=1)) == [Worker("b", clock.now), Worker("a", clock.now - MINUTE)]


# ---------------------------------------------------------------- notes


@pytest.fixture
def parked(store: SqlStore) -> SqlStore:
    _park(store, 1, "STORAGE_LIMIT_EXCEEDED", "Free some storage.")
    _park(store, 2, "STORAGE_LIMIT_EXCEEDED", "Free some storage.")
    _park(store, 3, "NOT_ALLOWED", "Turn Notes on.")
    return store


def test_parked_notes_are_grouped_by_reason_the_most_first(parked: SqlStore) -> None:
    assert parked.health.parked() == [
        Stuck(
            "STORAGE_LIMIT_EXCEEDED",
            "Free some storage.",
            2,
            NOON,
            (Example("card-1", opportunity(1), "Deal 1"), Example("card-2", opportunity(2), "Deal 2")),
        ),
        Stuck("NOT_ALLOWED", "Turn Notes on.", 1, NOON, (Example("card-3", opportunity(3), "Deal 3"),)),
    ]


def test_notes_parked_for_one_reason_are_tried_again(parked: SqlStore) -> None:
    assert parked.health.try_notes_again("STORAGE_LIMIT_EXCEEDED", "Free some storage.") == 2

    assert [group.code for group in parked.health.parked()] == ["NOT_ALLOWED"]
    assert {claim.work.key for claim in parked.claim_deliveries(10, LEASE)} == {"card-1", "card-2"}


def test_a_reason_that_nobody_has_tries_nothing(parked: SqlStore) -> None:
    assert parked.health.try_notes_again("STORAGE_LIMIT_EXCEEDED", "Turn Notes on.") == 0


@pytest.fixture
def refused(parked: SqlStore) -> SqlStore:
    _park(parked, 4, "VALIDATION", REFUSED, Outcome.TRY_AGAIN)
    _park(parked, 5, "ORG_REFUSES", REFUSED, Outcome.TRY_AGAIN)
    _park(parked, 6, "UNABLE_TO_LOCK_ROW", "Somebody else is changing the record.", Outcome.TRY_AGAIN)
    return parked


def test_notes_that_wait_because_the_org_refuses_all_are_one_group_and_others_that_wait_are_not_in_it(
    refused: SqlStore,
) -> None:
    examples = (Example("card-4", opportunity(4), "Deal 4"), Example("card-5", opportunity(5), "Deal 5"))
    assert refused.health.refused() == [Stuck("", REFUSED, 2, NOON, examples)]
    assert [group.count for group in refused.health.parked()] == [2, 1]
    (other,) = refused.health.put_off()
    assert (other.code, other.sentence, other.count) == (
        "UNABLE_TO_LOCK_ROW",
        "Somebody else is changing the record.",
        1,
    )
    assert [each.key for each in other.examples] == ["card-6"]


def test_refused_notes_are_tried_again_at_once_where_somebody_says_so(refused: SqlStore) -> None:
    refused.remember(HELD_WRITES, "{}")

    assert refused.health.try_notes_again("", REFUSED) == 2

    assert {claim.work.key for claim in refused.claim_deliveries(10, LEASE)} == {"card-4", "card-5"}
    assert refused.recall(HELD_WRITES) == ""


def test_a_note_that_waits_for_a_reason_of_its_own_is_tried_again_by_that_reason(refused: SqlStore) -> None:
    assert refused.health.try_notes_again("UNABLE_TO_LOCK_ROW", "Somebody else is changing the record.") == 1

    assert [claim.work.key for claim in refused.claim_deliveries(10, LEASE)] == ["card-6"]


# ---------------------------------------------------------------- deals


def test_deals_that_failed_often_are_grouped_by_reason(store: SqlStore, clock: FakeClock) -> None:
    _fail(store, clock, 1, "The org does not answer.")
    _fail(store, clock, 2, "Coach could not decide.", times=1)

    (group,) = store.health.failing()

    assert (group.sentence, group.count, group.since) == ("The org does not answer.", 1, NOON)
    assert [each.opportunity_id for each in group.examples] == [opportunity(1)]


@pytest.mark.parametrize("which", [{}, {"sentence": "No answer."}, {"opportunity_id": opportunity(1)}])
def test_a_failing_deal_is_taken_at_once_where_somebody_says_so(
    store: SqlStore, clock: FakeClock, which: dict[str, str]
) -> None:
    _fail(store, clock, 1, "No answer.")
    store.release_deals(store.claim_deals(10, LEASE), timedelta(hours=9), "No answer.")
    assert store.claim_deals(10, LEASE) == []

    assert store.health.try_deals_again(**which) == 1
    assert [claim.opportunity_id for claim in store.claim_deals(10, LEASE)] == [opportunity(1)]


@pytest.mark.parametrize("which", [{"sentence": "Another."}, {"opportunity_id": opportunity(2)}])
def test_other_deals_are_left_alone(store: SqlStore, clock: FakeClock, which: dict[str, str]) -> None:
    _fail(store, clock, 1, "No answer.")

    assert store.health.try_deals_again(**which) == 0


def test_a_deal_that_a_worker_holds_is_left_to_it(store: SqlStore, clock: FakeClock) -> None:
    _fail(store, clock, 1, "No answer.")
    store.claim_deals(10, LEASE)

    assert store.health.try_deals_again() == 0
