"""After an edit every open deal is decided on again: each once, a few at a time, whoever asks."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from coach.app.store import SqlStore
from coach.engine.model import Evaluated, Received
from coach.library.revisit import EVERY_SECONDS
from tests.fixtures.make import LEASE, FakeClock, deal, delivered, evaluated, event, gone, received
from tests.fixtures.store import StoreFor
from tests.library.test_libraries import offer


def decide(store: SqlStore, outcomes: Iterable[Evaluated], library: str = "lib-1") -> None:
    """Answer what waits, with these outcomes where the deal is one of theirs."""
    by_id = {each.opportunity_id: replace(each, library=library) for each in outcomes}
    claims = store.claim_deals(1_000, LEASE)
    with store.evaluating(claims) as evaluation:
        for claim in claims:
            evaluation.save(claim, by_id[claim.opportunity_id])


def known(store: SqlStore, outcomes: Iterable[Evaluated], library: str = "lib-1") -> None:
    """Let these deals have been decided on."""
    outcomes = list(outcomes)
    store.accept(
        Received(tuple(event(f"e-{each.opportunity_id}", int(each.opportunity_id[3:15])) for each in outcomes))
    )
    decide(store, outcomes, library)


@pytest.fixture
def edited(store: SqlStore) -> SqlStore:
    """Five open deals, decided on before an edit."""
    store.libraries.publish(offer("lib-1"))
    known(store, [delivered(number) for number in range(1, 6)])
    store.libraries.publish(offer("lib-2"))
    return store


def test_after_an_edit_every_open_deal_is_requested_a_few_at_a_time(edited: SqlStore, clock: FakeClock) -> None:
    batches = []
    for _ in range(4):
        batches.append(edited.revisit_deals(2))
        decide(edited, [delivered(number) for number in range(1, 6)], "lib-2")
        clock.advance(seconds=EVERY_SECONDS)

    assert batches == [2, 2, 1, 0]
    assert edited.libraries.to_revisit() == 0


def test_when_all_are_done_it_is_noted_and_nothing_is_looked_for_any_more(edited: SqlStore, clock: FakeClock) -> None:
    edited.revisit_deals(10)
    decide(edited, [delivered(number) for number in range(1, 6)], "lib-2")
    clock.advance(seconds=EVERY_SECONDS)
    edited.revisit_deals(10)

    current = edited.libraries.in_force()
    assert current is not None
    assert current.revisited_at == clock.now


def test_within_a_few_seconds_only_one_asker_is_served(edited: SqlStore, store_for: StoreFor) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: store_for(name).revisit_deals(2), "abcd"))

    assert sorted(found) == [0, 0, 0, 2]


def test_what_waits_already_takes_up_the_batch(edited: SqlStore) -> None:
    edited.accept(received("news-1", number=7))
    edited.accept(received("news-2", number=8))

    assert edited.revisit_deals(3) == 1


def test_a_deal_that_was_being_decided_on_while_the_library_changed_is_found_again(
    edited: SqlStore, clock: FakeClock
) -> None:
    edited.accept(received("late", number=1))
    (claim,) = edited.claim_deals(1, LEASE)
    edited.revisit_deals(10)
    decide(edited, [delivered(number) for number in range(2, 6)], "lib-2")
    clock.advance(seconds=EVERY_SECONDS)
    edited.revisit_deals(10)
    with edited.evaluating([claim]) as evaluation:
        evaluation.save(claim, delivered(1))  # by a process that knew of lib-1 only
    clock.advance(seconds=EVERY_SECONDS)

    assert edited.libraries.to_revisit() == 1
    assert edited.revisit_deals(10) == 1


def test_closed_deals_are_left_alone_unless_a_card_is_open_on_them(store: SqlStore) -> None:
    won = replace(deal(1), closed=True, won=True)
    won_with_card = replace(delivered(2), deal=replace(deal(2), closed=True, won=True))
    store.libraries.publish(offer("lib-1"))
    known(store, [evaluated(won), won_with_card])
    store.libraries.publish(offer("lib-2"))

    assert store.libraries.to_revisit() == 1
    assert store.revisit_deals(10) == 1


def test_deals_that_are_gone_are_left_alone(store: SqlStore) -> None:
    store.libraries.publish(offer("lib-1"))
    known(store, [delivered(1)])
    store.accept(received("deleted"))
    decide(store, [gone(delivered(1))])
    store.libraries.publish(offer("lib-2"))

    assert store.revisit_deals(10) == 0


def test_a_new_revision_of_the_same_playbooks_calls_for_nothing(edited: SqlStore, clock: FakeClock) -> None:
    edited.revisit_deals(10)
    decide(edited, [delivered(number) for number in range(1, 6)], "lib-2")
    clock.advance(seconds=EVERY_SECONDS)
    edited.revisit_deals(10)
    edited.libraries.publish(offer("lib-2", "commit-2"))
    clock.advance(seconds=EVERY_SECONDS)

    assert edited.libraries.to_revisit() == 0
    assert edited.revisit_deals(10) == 0


def test_without_any_release_nothing_is_looked_for(store: SqlStore) -> None:
    known(store, [delivered(1)])

    assert store.revisit_deals(10) == 0


def test_everything_can_be_had_decided_on_again_without_an_edit(edited: SqlStore, clock: FakeClock) -> None:
    edited.revisit_deals(10)
    decide(edited, [delivered(number) for number in range(1, 6)], "lib-2")
    clock.advance(seconds=EVERY_SECONDS)
    edited.revisit_deals(10)
    clock.advance(seconds=EVERY_SECONDS)

    edited.decide_again()

    assert edited.libraries.to_revisit() == 5
    assert edited.revisit_deals(10) == 5


def test_what_waits_for_somebody_is_due_at_once_when_everything_is_decided_on_again(edited: SqlStore) -> None:
    edited.accept(received("news", number=7))
    edited.release_deals(edited.claim_deals(1, LEASE), timedelta(hours=1), "An admin must act.")
    assert edited.due().deals == 0

    edited.decide_again()

    assert edited.due().deals == 1


def test_those_decided_on_the_longest_time_ago_are_looked_at_again_first(store: SqlStore, clock: FakeClock) -> None:
    for number in (2, 1, 3):
        known(store, [delivered(number)])
        clock.advance(minutes=1)

    assert store.look_again(2) == 2
    assert {claim.opportunity_id for claim in store.claim_deals(10, LEASE)} == {deal(1).id, deal(2).id}


def test_a_deal_that_waits_is_not_requested_again(store: SqlStore) -> None:
    known(store, [delivered(1)])

    assert (store.look_again(5), store.look_again(5)) == (1, 0)


def test_a_deal_that_went_with_its_card_is_looked_for_for_a_month(store: SqlStore, clock: FakeClock) -> None:
    known(store, [delivered(1)])
    store.look_again(5)
    decide(store, [gone(delivered(1))])
    clock.advance(days=29)
    assert store.look_again(5) == 1

    decide(store, [gone(delivered(1))])
    clock.advance(days=2)

    assert store.look_again(5) == 0
