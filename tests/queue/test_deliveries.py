from dataclasses import replace
from datetime import timedelta

import pytest

from coach.app.store import SqlStore
from coach.engine.model import DeliveryState, DeliveryWork, Outcome, Receipt
from coach.ports import (
    EVERY_NOTE_REFUSED,
    HELD_CALLS,
    HELD_WRITES,
    ORG_REFUSES,
    DeliveryClaim,
    DeliveryPlace,
    Sighting,
    Whereabouts,
)
from tests.fixtures.make import LEASE, FakeClock, card, deal, deliver, delivered, evaluated, note, opportunity, said
from tests.fixtures.store import StoreFor
from tests.queue.test_evaluation import save, states

WRITTEN = Receipt("card-1", Outcome.WRITTEN, "069000000000001AAA", {"link_id": "06A000000000001AAA"})


@pytest.fixture
def wanting(store: SqlStore) -> SqlStore:
    """A store in which one note is wanted."""
    save(store, delivered(), "first")
    return store


def take(store: SqlStore) -> DeliveryClaim:
    (claim,) = store.claim_deliveries(1, LEASE)
    return claim


def settle(
    store: SqlStore, outcome: Outcome, after: timedelta | None = None, code: str = "X", sentence: str = "Ask Ann."
) -> None:
    claim = take(store)
    store.settle_deliveries([claim], [Receipt("card-1", outcome, sentence=sentence, code=code, after=after)])


def write(store: SqlStore) -> None:
    store.settle_deliveries([take(store)], [WRITTEN])


def test_the_best_card_is_written_last_for_a_record_shows_its_newest_note_first(store: SqlStore) -> None:
    names = [f"card-{number}" for number in range(6)]
    save(store, evaluated(deal(), [deliver()], map(card, names), map(note, names)), "first")

    assert [claim.work.key for claim in store.claim_deliveries(10, LEASE)] == names[::-1]


def test_a_wanted_note_is_handed_out_with_all_that_it_takes_to_create_it(wanting: SqlStore) -> None:
    where = opportunity(1)
    work = DeliveryWork("card-1", "note", where, where, "Hold the price [card-1]", said("Trade, never give."))
    assert take(wanting) == DeliveryClaim(work, fence=1, attempt=1, event_id="first")


def test_a_claimed_note_is_not_given_to_a_second_worker(wanting: SqlStore, store_for: StoreFor) -> None:
    take(wanting)
    assert store_for("worker-2").claim_deliveries(10, LEASE) == []
    assert states(wanting) == {"sending": 1}


def test_the_attempt_is_committed_before_the_call_and_settled_after(wanting: SqlStore) -> None:
    claim = take(wanting)
    story = wanting.logbook.story(wanting.log_page(1)[0].id, None)
    assert story is not None
    assert [(each.number, each.action, each.settled_at) for each in story.attempts] == [(1, "create", None)]
    wanting.settle_deliveries([claim], [WRITTEN])
    story = wanting.logbook.story(wanting.log_page(1)[0].id, None)
    assert story is not None
    assert [each.outcome for each in story.attempts] == ["written"]


def test_a_written_note_is_done(wanting: SqlStore) -> None:
    write(wanting)
    assert (states(wanting), wanting.due().deliveries) == ({"written": 1}, 0)
    assert wanting.places("note", "", 10) == {"card-1": DeliveryPlace(deal().id, "069000000000001AAA")}


def test_nothing_is_written_when_nothing_changed(wanting: SqlStore) -> None:
    write(wanting)
    save(wanting, delivered(), "again")
    assert wanting.claim_deliveries(10, LEASE) == []


def test_a_changed_note_is_written_again_under_its_ids(wanting: SqlStore) -> None:
    write(wanting)
    save(wanting, evaluated(deal(), cards=[card()], notes=[note(text="New.")]), "second")
    claim = take(wanting)
    assert (claim.work.remote_id, claim.work.details, claim.event_id) == (WRITTEN.remote_id, WRITTEN.details, "second")
    assert (claim.work.body, claim.look_first) == (said("New."), False)


def test_a_want_that_changes_while_it_is_sent_is_sent_again(wanting: SqlStore) -> None:
    claim = take(wanting)
    save(wanting, evaluated(deal(), cards=[card()], notes=[note(text="New.")]), "second")
    wanting.settle_deliveries([claim], [WRITTEN])
    assert take(wanting).work.body == said("New.")


def test_a_note_whose_worker_was_lost_is_looked_for_before_it_is_created_again(
    wanting: SqlStore, clock: FakeClock
) -> None:
    claim = take(wanting)
    assert wanting.about_to_create([claim], [claim.work.key])
    clock.advance(seconds=LEASE.total_seconds())
    second = take(wanting)
    assert (second.look_first, second.give_up_looking, second.fence, second.attempt) == (True, False, 2, 2)
    clock.advance(minutes=10)
    third = take(wanting)
    assert (third.look_first, third.give_up_looking) == (True, True)


def test_a_note_whose_worker_was_lost_before_it_could_send_anything_is_created_without_a_look(
    wanting: SqlStore, clock: FakeClock
) -> None:
    take(wanting)
    clock.advance(seconds=LEASE.total_seconds())
    second = take(wanting)
    assert (second.look_first, second.fence, second.suspected) == (False, 2, True)


def test_a_note_in_doubt_is_looked_for_until_doubt_must_end(wanting: SqlStore, clock: FakeClock) -> None:
    settle(wanting, Outcome.IN_DOUBT)
    assert states(wanting) == {"in_doubt": 1}
    clock.advance(minutes=9)
    look = take(wanting)
    wanting.settle_deliveries([look], [Receipt("card-1", Outcome.IN_DOUBT)])
    clock.advance(minutes=1)
    last = take(wanting)
    assert (look.give_up_looking, last.give_up_looking) == (False, True)


def test_a_note_to_be_tried_again_waits(wanting: SqlStore, clock: FakeClock) -> None:
    settle(wanting, Outcome.TRY_AGAIN, after=timedelta(minutes=3))
    clock.advance(seconds=179)
    assert (states(wanting), wanting.due().deliveries) == ({"waiting": 1}, 0)
    clock.advance(seconds=1)
    assert take(wanting).attempt == 2


def test_a_refused_note_is_parked_until_an_administrator_lets_it_go(wanting: SqlStore, clock: FakeClock) -> None:
    settle(wanting, Outcome.REFUSED)
    clock.advance(days=30)
    assert (states(wanting), wanting.due().deliveries) == ({"parked": 1}, 0)
    assert wanting.try_again(["another"]) == 0
    assert wanting.try_again() == 1
    assert take(wanting).attempt == 1


def test_a_note_that_waits_after_a_refusal_is_due_at_once_where_an_administrator_says_so(
    wanting: SqlStore, clock: FakeClock
) -> None:
    settle(wanting, Outcome.TRY_AGAIN, after=timedelta(minutes=30))
    wanting.remember(HELD_WRITES, "{}")
    assert (wanting.try_again(["another"]), wanting.due().deliveries) == (0, 0)
    assert (wanting.try_again(), wanting.due().deliveries, wanting.recall(HELD_WRITES)) == (1, 1, "")
    assert take(wanting).attempt == 2


@pytest.mark.parametrize("why", [{"code": ORG_REFUSES}, {"code": "X", "sentence": f"No. {EVERY_NOTE_REFUSED}"}])
@pytest.mark.parametrize("held", [HELD_CALLS, HELD_WRITES])
def test_a_note_that_waits_because_the_org_is_left_alone_is_due_once_it_no_longer_is(
    wanting: SqlStore, held: str, why: dict[str, str]
) -> None:
    settle(wanting, Outcome.TRY_AGAIN, after=timedelta(minutes=30), **why)
    wanting.remember(held, "{}")
    assert (wanting.release_held(), wanting.due().deliveries) == (0, 0)
    wanting.remember(held, "")
    assert (wanting.release_held(), wanting.due().deliveries, wanting.release_held()) == (1, 1, 0)


def test_a_look_that_waits_because_no_call_is_taken_is_due_once_one_is(wanting: SqlStore, clock: FakeClock) -> None:
    settle(wanting, Outcome.IN_DOUBT)
    clock.advance(minutes=11)
    settle(wanting, Outcome.IN_DOUBT, after=timedelta(minutes=30), code=ORG_REFUSES)
    assert wanting.due().deliveries == 0
    assert (wanting.release_held(), wanting.due().deliveries) == (1, 1)


def test_a_note_that_a_worker_holds_is_not_released(wanting: SqlStore, clock: FakeClock) -> None:
    settle(wanting, Outcome.TRY_AGAIN, code=ORG_REFUSES)
    clock.advance(minutes=1)
    take(wanting)
    assert (wanting.release_held(), wanting.due().deliveries) == (0, 0)


def test_a_note_that_waits_for_a_reason_of_its_own_is_not_released_with_others(wanting: SqlStore) -> None:
    settle(wanting, Outcome.TRY_AGAIN, after=timedelta(minutes=30), code="X", sentence="No.")
    assert (wanting.release_held(), wanting.due().deliveries) == (0, 0)


def test_a_note_that_is_on_its_way_or_in_doubt_is_left_to_its_time(wanting: SqlStore) -> None:
    assert wanting.try_again() == 0
    settle(wanting, Outcome.IN_DOUBT)
    assert (wanting.try_again(), wanting.due().deliveries) == (0, 0)


def test_only_parked_notes_are_innocent(wanting: SqlStore) -> None:
    settle(wanting, Outcome.TRY_AGAIN, after=timedelta(minutes=30))
    wanting.unpark_innocent(["card-1"])
    assert (states(wanting), wanting.due().deliveries) == ({"waiting": 1}, 0)


def test_a_parked_note_says_who_must_act(wanting: SqlStore) -> None:
    settle(wanting, Outcome.REFUSED)
    story = wanting.logbook.story(wanting.log_page(1)[0].id, None)
    assert story is not None
    assert story.note is not None
    assert (story.note.state, story.note.sentence, story.note.code) == (DeliveryState.PARKED, "Ask Ann.", "X")


def test_a_note_whose_record_is_gone_is_given_up(wanting: SqlStore, clock: FakeClock) -> None:
    settle(wanting, Outcome.RECORD_GONE)
    clock.advance(days=30)
    assert (states(wanting), wanting.due().deliveries, wanting.try_again()) == ({"dead": 1}, 0, 0)


def test_what_was_not_claimed_cannot_be_settled(wanting: SqlStore) -> None:
    claim = take(wanting)
    wanting.settle_deliveries([claim], [replace(WRITTEN, key="another")])
    assert states(wanting) == {"sending": 1}


@pytest.mark.parametrize("second", ["worker-1", "worker-2"])
def test_a_stale_settlement_changes_nothing(
    wanting: SqlStore, store_for: StoreFor, clock: FakeClock, second: str
) -> None:
    stale = take(wanting)
    clock.advance(seconds=LEASE.total_seconds())
    take(store_for(second))
    wanting.settle_deliveries([stale], [WRITTEN])
    assert states(wanting) == {"sending": 1}


def test_a_claim_is_settled_once(wanting: SqlStore) -> None:
    claim = take(wanting)
    wanting.settle_deliveries([claim], [WRITTEN])
    wanting.settle_deliveries([claim], [Receipt("card-1", Outcome.REFUSED)])
    assert states(wanting) == {"written": 1}


def test_a_lost_note_is_written_again_as_a_new_one(wanting: SqlStore) -> None:
    write(wanting)
    wanting.sighted(dict.fromkeys(["card-1", "another"], Sighting(Whereabouts.LOST)))
    claim = take(wanting)
    assert (claim.work.remote_id, claim.look_first, claim.event_id) == (None, False, "")


def test_written_notes_come_in_pages(store: SqlStore) -> None:
    many = [note(f"card-{number}") for number in range(5)]
    save(store, evaluated(deal(), notes=many), "1")
    claims = store.claim_deliveries(10, LEASE)
    store.settle_deliveries(claims, [replace(WRITTEN, key=each.work.key, remote_id=each.work.key) for each in claims])
    assert list(store.places("note", "", 2)) == ["card-0", "card-1"]
    assert list(store.places("note", "card-1", 9)) == ["card-2", "card-3", "card-4"]


def test_notes_are_taken_in_the_order_in_which_they_fell_due(store: SqlStore, clock: FakeClock) -> None:
    save(store, evaluated(deal(), notes=[note("z")]), "1")
    clock.advance(seconds=1)
    save(store, evaluated(deal(), notes=[note("z"), note("a")]), "2")
    assert [claim.work.key for claim in store.claim_deliveries(10, LEASE)] == ["z", "a"]


def test_a_deal_that_comes_back_gets_its_note_back(wanting: SqlStore) -> None:
    settle(wanting, Outcome.RECORD_GONE)
    save(wanting, replace(evaluated(deal()), deal=None), "deleted")
    save(wanting, evaluated(deal(), [deliver()], [card()], [note()]), "undeleted")
    claim = take(wanting)
    assert (claim.work.remote_id, claim.look_first, claim.give_up_looking) == (None, True, True)


def test_a_note_whose_lease_is_renewed_is_nobody_elses_for_that_long(store_for: StoreFor, clock: FakeClock) -> None:
    ours, theirs = store_for("worker-1"), store_for("worker-2")
    save(ours, delivered(), "first")
    claims = ours.claim_deliveries(10, timedelta(seconds=30))
    clock.advance(seconds=20)
    assert ours.renew_deliveries(claims, timedelta(seconds=30))
    clock.advance(seconds=29)
    assert not theirs.claim_deliveries(10, LEASE)
    clock.advance(seconds=1)
    taken = theirs.claim_deliveries(10, LEASE)
    assert not ours.renew_deliveries(claims, timedelta(hours=1))
    assert not ours.about_to_create(claims, [claim.work.key for claim in claims])
    assert theirs.about_to_create(taken, [claim.work.key for claim in taken])
    assert [claim.fence for claim in taken] == [claim.fence + 1 for claim in claims]
