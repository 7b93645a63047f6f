"""Responses are kept once, however often and from wherever they come, and wake their deal."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from coach.app.store import SqlStore
from coach.engine.model import Adherence, LaidAside, Observed, Reason, Teaches
from coach.engine.responses import Response, ResponseKind
from coach.learn import SPACING, Answer
from tests.fixtures.make import ALICE, LEASE, NOON, FakeClock, deal, delivered, evaluated
from tests.fixtures.store import StoreFor
from tests.queue.test_evaluation import claim, save

KEY = "card-1"
DONE = Response(ResponseKind.DONE, NOON)
TEACHES = {"discount": Teaches("negotiation", timedelta(days=14))}


def give(store: SqlStore) -> None:
    """A card on the first deal, that teaches something."""
    save(store, replace(delivered(1), teaches=TEACHES), "given")


def say(store: SqlStore, kind: ResponseKind, **more: object) -> bool:
    return store.answers.respond(
        KEY,
        ALICE.id,
        "session",
        lambda at: Response(kind, at, **more),  # type: ignore[arg-type]  # the test names the fields
    )


def _at(response: Response, at: datetime) -> Response:
    return replace(response, at=at)


def test_a_card_is_found_with_all_that_its_page_shows(store: SqlStore) -> None:
    give(store)

    kept = store.answers.find(KEY)

    assert kept
    assert (kept.card.title, kept.deal_name, kept.stage) == ("Hold the price", "Deal 1", "Negotiation")
    assert (kept.owner_id, kept.owner_name, kept.delivered_at) == (ALICE.id, "Alice", NOON)
    assert kept.adherence is Adherence.WAITING


def test_a_card_that_there_is_not_is_not_found(store: SqlStore) -> None:
    assert store.answers.find("no such card") is None
    assert not store.answers.respond("no such card", ALICE.id, "link", lambda at: Response(ResponseKind.DONE, at))


def test_what_is_said_is_kept_in_order(store: SqlStore, clock: FakeClock) -> None:
    give(store)
    say(store, ResponseKind.OPENED)
    clock.advance(hours=1)
    say(store, ResponseKind.DONE)

    said = store.answers.responses(KEY)

    assert [(each.rep_id, each.response.kind, each.response.at) for each in said] == [
        (ALICE.id, ResponseKind.OPENED, NOON),
        (ALICE.id, ResponseKind.DONE, NOON + timedelta(hours=1)),
    ]


def test_saying_it_again_changes_nothing(store: SqlStore) -> None:
    give(store)

    assert [say(store, ResponseKind.DONE) for _ in range(3)] == [True, False, False]
    assert len(store.answers.responses(KEY)) == 1


def test_a_button_pressed_in_many_places_at_once_counts_once(store_for: StoreFor) -> None:
    give(store_for("worker-1"))
    stores = [store_for(f"web-{number}") for number in range(6)]

    with ThreadPoolExecutor(6) as pool:
        news = list(pool.map(lambda store: say(store, ResponseKind.DONE), stores))

    assert news.count(True) == 1
    assert len(stores[0].answers.responses(KEY)) == 1


def test_a_response_has_the_deal_looked_at_and_opening_does_not(store: SqlStore) -> None:
    give(store)

    say(store, ResponseKind.OPENED)
    assert store.due().deals == 0
    say(store, ResponseKind.ACKNOWLEDGED)
    assert store.due().deals == 1


def test_a_response_that_comes_while_the_deal_is_decided_on_is_not_lost(store: SqlStore) -> None:
    give(store)
    held = claim(store, "again")

    say(store, ResponseKind.DONE)
    with store.evaluating([held]) as evaluation:
        evaluation.save(held, delivered(1))

    assert [each.opportunity_id for each in store.claim_deals(9, LEASE)] == [held.opportunity_id]


def test_the_next_decision_knows_what_the_rep_laid_aside(store: SqlStore) -> None:
    give(store)
    say(store, ResponseKind.SNOOZED, until=NOON + timedelta(days=1))
    (held,) = store.claim_deals(9, LEASE)

    with store.evaluating([held]) as evaluation:
        (past,) = evaluation.past(held.opportunity_id)

    words = "The rep put the card off until 26 November 2026."
    assert past.laid_aside == LaidAside(Reason.SNOOZED, words, until=NOON + timedelta(days=1))


def test_a_delivery_is_watched_with_the_deal_as_it_was(store: SqlStore) -> None:
    give(store)
    held = claim(store, "again")

    with store.evaluating([held]) as evaluation:
        (watch,) = evaluation.watches(held.opportunity_id)

    assert (watch.key, watch.then, watch.adherence) == (KEY, deal(1), Adherence.WAITING)
    assert (watch.due, watch.until) == (NOON + timedelta(days=14), NOON + timedelta(days=30))


def test_what_a_watch_comes_to_is_kept_and_then_forgotten(store: SqlStore) -> None:
    give(store)
    seen = Observed(KEY, Adherence.SEEN, NOON, NOON, over=True)
    save(store, replace(evaluated(deal(1)), observed=(seen,)), "seen")
    held = claim(store, "again")

    with store.evaluating([held]) as evaluation:
        assert evaluation.watches(held.opportunity_id) == []
    kept = store.answers.find(KEY)
    assert kept
    assert kept.adherence is Adherence.SEEN


def test_a_playbook_that_looks_for_nothing_has_no_adherence(store: SqlStore) -> None:
    save(store, delivered(1), "given")

    kept = store.answers.find(KEY)

    assert kept
    assert kept.adherence is None


def test_a_skill_is_mastered_by_right_answers_and_doing_some_time_apart(store: SqlStore, clock: FakeClock) -> None:
    for number, days in ((1, 0), (2, 8)):
        clock.now = NOON + timedelta(days=days)
        save(store, replace(delivered(number), teaches=TEACHES), f"given-{number}")
        for response in (Response(ResponseKind.ANSWERED, clock.now, option=1, sure=True, right=True), DONE):
            store.answers.respond(f"card-{number}", ALICE.id, "session", partial(_at, response))
    held = claim(store, "again")

    with store.evaluating([held]) as evaluation:
        load = evaluation.load(ALICE.id)

    asked_again = SPACING.memory([Answer(NOON + timedelta(days=each), right=True, sure=True) for each in (0, 8)])
    assert asked_again
    assert dict(load.mastered) == {"negotiation": asked_again.due_at}
