from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from coach.app.store import SqlStore
from coach.ports import DealClaim
from tests.fixtures.make import LEASE, NOON, FakeClock, deal, evaluated, opportunity, received
from tests.fixtures.store import StoreFor


def _answer(store: SqlStore, check_in: timedelta | None = None) -> None:
    claims = store.claim_deals(100, LEASE)
    with store.evaluating(claims) as evaluation:
        for claim in evaluation.claims():
            check_at = NOON + check_in if check_in else None
            evaluation.save(claim, evaluated(deal(int(claim.opportunity_id[3:15])), check_at=check_at))


def test_a_claimed_deal_is_not_given_to_a_second_worker(store_for: StoreFor) -> None:
    store_for("a").accept(received("1"))
    assert len(store_for("a").claim_deals(10, LEASE)) == 1
    assert store_for("b").claim_deals(10, LEASE) == []


def test_a_claim_whose_lease_has_run_out_is_given_away_under_a_higher_fence(
    store_for: StoreFor, clock: FakeClock
) -> None:
    store_for("a").accept(received("1"))
    (first,) = store_for("a").claim_deals(10, LEASE)
    clock.advance(seconds=LEASE.total_seconds())
    (second,) = store_for("b").claim_deals(10, LEASE)
    assert (first.fence, second.fence, second.attempts) == (1, 2, 2)


def test_an_answered_deal_is_not_due_until_something_happens(store: SqlStore) -> None:
    store.accept(received("1"))
    _answer(store)
    assert store.claim_deals(10, LEASE) == []
    store.accept(received("2"))
    assert [claim.wanted for claim in store.claim_deals(10, LEASE)] == [2]


def test_an_event_that_comes_during_an_evaluation_is_answered_by_the_next(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    claims = store.claim_deals(10, LEASE)
    clock.advance(seconds=3)
    store.accept(received("2"))
    clock.advance(seconds=3)
    with store.evaluating(claims) as evaluation:
        evaluation.save(claims[0], evaluated(deal()))
    assert store.figures().oldest_event_seconds == 3
    (again,) = store.claim_deals(10, LEASE)
    assert (again.wanted, again.event_id, again.attempts) == (2, "2", 1)


def test_a_deal_given_back_is_due_after_the_wait_and_says_why(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    store.release_deals(store.claim_deals(10, LEASE), timedelta(seconds=40), "Salesforce is down.")
    clock.advance(seconds=39)
    assert store.claim_deals(10, LEASE) == []
    clock.advance(seconds=1)
    assert len(store.claim_deals(10, LEASE)) == 1


def test_events_do_not_shorten_the_wait_of_a_deal_that_has_failed(store: SqlStore) -> None:
    store.accept(received("1"))
    store.release_deals(store.claim_deals(10, LEASE), timedelta(seconds=40), "")
    store.accept(received("2"))
    assert store.due().deals == 0


@pytest.mark.parametrize("second", ["a", "b"])
def test_a_stale_claim_cannot_be_given_back(store_for: StoreFor, clock: FakeClock, second: str) -> None:
    store_for("a").accept(received("1"))
    stale = store_for("a").claim_deals(10, LEASE)
    clock.advance(seconds=LEASE.total_seconds())
    store_for(second).claim_deals(10, LEASE)
    store_for("a").release_deals(stale, timedelta(0), "")
    assert store_for("c").claim_deals(10, LEASE) == []


def test_a_deal_that_fails_again_and_again_waits_longer_than_asked(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    for _ in range(5):
        store.release_deals(store.claim_deals(10, LEASE), timedelta(0), "")
        clock.advance(minutes=1)
    store.release_deals(store.claim_deals(10, LEASE), timedelta(0), "")
    clock.advance(seconds=119)
    assert store.claim_deals(10, LEASE) == []
    clock.advance(seconds=1)
    assert [claim.attempts for claim in store.claim_deals(10, LEASE)] == [7]


def _work(store: SqlStore, claims: Sequence[DealClaim]) -> None:
    with store.evaluating(claims) as evaluation:
        for claim in claims:
            evaluation.save(claim, replace(evaluated(deal()), opportunity_id=claim.opportunity_id))


def test_a_deal_that_kills_its_workers_ends_up_alone_and_the_others_get_through(
    store: SqlStore, clock: FakeClock
) -> None:
    for number in range(100):
        store.accept(received(f"e{number}", number=number))
    deaths: list[Sequence[DealClaim]] = []
    while store.figures().deals_waiting > 1:
        claims = store.claim_deals(100, LEASE)
        if not claims:
            clock.advance(seconds=LEASE.total_seconds())
        elif opportunity(50) in {claim.opportunity_id for claim in claims}:
            deaths.append(claims)
        else:
            _work(store, claims)
    assert [len(claims) for claims in deaths] == [100, 1]


def test_what_is_new_passes_what_is_suspected(store: SqlStore, clock: FakeClock) -> None:
    _leave_suspects(store, clock, 3)
    store.accept(received("new", number=50))

    turns = [store.claim_deals(100, LEASE) for _ in range(4)]

    assert [(len(claims), claims[0].suspected) for claims in turns] == [(1, False), (1, True), (1, True), (1, True)]
    assert turns[0][0].opportunity_id == opportunity(50)


def test_what_is_suspected_has_its_turn_however_much_is_new(store: SqlStore, clock: FakeClock) -> None:
    _leave_suspects(store, clock, 2)
    taken = []
    for number in range(50, 58):
        store.accept(received(f"e{number}", number=number))
        taken += [claim.suspected for claim in store.claim_deals(100, LEASE)]
    assert taken.count(True) == 2


def test_who_gives_a_deal_back_clears_it_of_suspicion(store: SqlStore, clock: FakeClock) -> None:
    _leave_suspects(store, clock, 1)
    store.release_deals(store.claim_deals(1, LEASE), timedelta(0), "Salesforce is down.")
    clock.advance(minutes=5)
    assert [claim.suspected for claim in store.claim_deals(10, LEASE)] == [False]


def _leave_suspects(store: SqlStore, clock: FakeClock, number: int) -> None:
    """A worker is lost with this many deals."""
    for each in range(number):
        store.accept(received(f"e{each}", number=each + 1))
    assert len(store.claim_deals(100, LEASE)) == number
    clock.advance(seconds=LEASE.total_seconds())


def test_news_of_a_deal_ends_a_long_wait_within_a_minute(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    store.release_deals(store.claim_deals(10, LEASE), timedelta(hours=1), "")
    store.accept(received("2"))
    clock.advance(seconds=59)
    assert store.due().deals == 0
    clock.advance(seconds=1)
    assert store.due().deals == 1


def test_news_does_not_end_the_lease_of_who_holds_a_deal(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    store.claim_deals(10, LEASE)
    store.accept(received("2"))
    clock.advance(seconds=LEASE.total_seconds() - 1)
    assert store.due().deals == 0


def test_a_deal_that_keeps_killing_its_workers_is_left_alone_ever_longer(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    for _ in range(7):
        assert len(store.claim_deals(10, LEASE)) == 1
        clock.advance(hours=2)
    store.claim_deals(10, LEASE)
    clock.advance(minutes=8, seconds=LEASE.total_seconds() - 1)
    assert store.claim_deals(10, LEASE) == []


def test_a_deal_whose_check_time_has_come_is_requested(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    _answer(store, timedelta(days=3))
    assert store.request_due_checks() == 0
    clock.advance(days=3)
    assert store.request_due_checks() == 1
    assert store.request_due_checks() == 0
    assert [(claim.wanted, claim.event_id) for claim in store.claim_deals(10, LEASE)] == [(2, "")]


def test_a_deal_that_waits_already_is_not_requested_again(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("1"))
    _answer(store, timedelta(days=3))
    clock.advance(days=3)
    store.accept(received("2"))
    assert store.request_due_checks() == 0
    assert [claim.wanted for claim in store.claim_deals(10, LEASE)] == [2]


def test_no_more_are_taken_than_asked_for(store: SqlStore) -> None:
    for number in range(5):
        store.accept(received(f"e{number}", number=number))
    assert [len(store.claim_deals(2, LEASE)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_deal_whose_lease_is_renewed_is_nobody_elses_for_that_long(store_for: StoreFor, clock: FakeClock) -> None:
    ours, theirs = store_for("worker-1"), store_for("worker-2")
    ours.accept(received("a"))
    claims = ours.claim_deals(10, timedelta(seconds=30))
    clock.advance(seconds=20)
    ours.renew_deals(claims, timedelta(seconds=30))
    clock.advance(seconds=29)
    assert not theirs.claim_deals(10, LEASE)
    clock.advance(seconds=1)
    assert theirs.claim_deals(10, LEASE)


def test_a_lease_that_has_become_anothers_is_not_renewed(store_for: StoreFor, clock: FakeClock) -> None:
    ours, theirs = store_for("worker-1"), store_for("worker-2")
    ours.accept(received("a"))
    late = ours.claim_deals(10, timedelta(seconds=30))
    clock.advance(seconds=30)
    theirs.claim_deals(10, timedelta(seconds=30))
    ours.renew_deals(late, timedelta(hours=1))
    clock.advance(seconds=30)
    assert ours.claim_deals(10, LEASE)


def test_what_was_given_back_is_not_held_by_renewing_it_too_late(store: SqlStore, clock: FakeClock) -> None:
    store.accept(received("a"))
    claims = store.claim_deals(10, LEASE)
    store.release_deals(claims, timedelta(seconds=5), "Not now.")
    store.renew_deals(claims, timedelta(hours=1))
    clock.advance(seconds=5)
    assert store.claim_deals(10, LEASE)


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(0), timedelta(hours=1)])
def test_a_check_comes_as_long_after_now_as_it_does_after_the_moment_that_was_decided_at(
    store: SqlStore, clock: FakeClock, off: timedelta
) -> None:
    store.accept(received("e-1", number=1))
    decided_at = clock.now + off
    outcome = replace(evaluated(deal(1)), at=decided_at, check_at=decided_at + timedelta(minutes=30))
    claims = store.claim_deals(1, LEASE)
    with store.evaluating(claims) as evaluation:
        evaluation.save(claims[0], outcome)

    clock.advance(minutes=29)
    assert store.request_due_checks() == 0
    clock.advance(minutes=1)
    assert store.request_due_checks() == 1
