import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.database.transaction import Database, Transaction
from coach.engine.model import Outcome, Receipt
from coach.queue import feed
from coach.queue.feed import FeedKind, News
from coach.queue.tables.feed import feed as feed_table
from tests.fixtures.make import ALICE, BOB, LEASE, NOON, ORG, FakeClock, delivered, received
from tests.fixtures.store import StoreFor, only_postgresql


def _news(*refs: str, rep_id: str | None = ALICE.id) -> list[News]:
    return [News(FeedKind.DECISION, ref, rep_id) for ref in refs]


@pytest.fixture
def transactions(engine: Engine, clock: FakeClock) -> Database:
    return Database(engine, ORG, "w", clock)


def _tell(transactions: Database, *refs: str, rep_id: str | None = ALICE.id) -> None:
    transactions.write(lambda transaction: feed.tell(transaction, _news(*refs, rep_id=rep_id)))


def _tell_and_fail(transaction: Transaction, ref: str) -> None:
    feed.tell(transaction, _news(ref))
    raise ZeroDivisionError


def _refs(store: SqlStore, after: int = 0, scope: frozenset[str] | None = None) -> list[str]:
    return [place.ref for place in store.export.follow(after, 1_000, scope).places]


def _coach(store: SqlStore, number: int = 1) -> None:
    """A deal on which one card is delivered, its note written."""
    store.accept(received(f"event-{number}", number=number))
    claims = store.claim_deals(10, LEASE)
    with store.evaluating(claims) as evaluation:
        for claim in evaluation.claims():
            evaluation.save(claim, delivered(number))
    notes = store.claim_deliveries(10, LEASE)
    store.settle_deliveries(notes, [Receipt(each.work.key, Outcome.WRITTEN, "069") for each in notes])


def test_what_was_decided_and_what_became_of_its_note_come_in_this_order(store: SqlStore) -> None:
    _coach(store)

    found = store.export.follow(0, 10, None)

    assert [(place.position, place.kind, place.rep_id) for place in found.places] == [
        (1, FeedKind.DECISION, ALICE.id),
        (2, FeedKind.SETTLEMENT, ALICE.id),
    ]
    assert found.places[0].ref == str(store.log_page(1)[0].id)
    assert found.places[1].ref == "card-1/1"
    assert (found.after, found.more) == (2, False)


def test_positions_have_no_gaps_and_a_page_begins_where_the_last_one_ended(
    store: SqlStore, transactions: Database
) -> None:
    _tell(transactions, *(str(number) for number in range(25)))
    after, pages = 0, []
    while (page := store.export.follow(after, 10, None)).places:
        pages.append([place.position for place in page.places])
        after = page.after

    assert pages == [list(range(1, 11)), list(range(11, 21)), list(range(21, 26))]


def test_reading_a_place_again_gives_the_same_rows(store: SqlStore, transactions: Database) -> None:
    _tell(transactions, "a", "b")
    first = store.export.follow(0, 10, None).places
    _tell(transactions, "c")

    assert store.export.follow(0, 2, None).places == first


def test_a_viewer_sees_rows_about_people_in_their_scope_and_goes_on_past_the_others(
    store: SqlStore, transactions: Database
) -> None:
    _tell(transactions, "alice")
    _tell(transactions, "bob", rep_id=BOB.id)
    _tell(transactions, "nobody", rep_id=None)

    assert _refs(store, scope=frozenset({BOB.id})) == ["bob"]
    assert _refs(store, scope=frozenset()) == []
    assert store.export.follow(0, 10, frozenset()).after == 3


def test_one_request_looks_through_a_bounded_stretch(
    store: SqlStore, transactions: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "WINDOW", 10)
    _tell(transactions, *(str(number) for number in range(30)))
    _tell(transactions, "hers", rep_id=BOB.id)

    page = store.export.follow(0, 5, frozenset({BOB.id}))

    assert (page.places, page.after, page.more) == ((), 10, True)


def test_an_org_sees_its_own_feed_only(store: SqlStore, engine: Engine, clock: FakeClock) -> None:
    _tell(Database(engine, "00D000000000002EAA", "w", clock), "theirs")

    assert _refs(store) == []


def test_what_is_cleared_is_a_beginning_of_the_feed_and_followers_can_tell(
    store: SqlStore, transactions: Database, clock: FakeClock
) -> None:
    _tell(transactions, "old", "older")
    assert len(_refs(store)) == 2
    clock.advance(days=2)
    _tell(transactions, "new")

    cleared = transactions.write(lambda transaction: feed.clear(transaction, NOON + timedelta(days=1), 10))

    assert cleared == 2
    assert _refs(store) == ["new"]
    assert store.export.follow(1, 10, None).gone_through == 2


def test_what_has_no_position_yet_is_never_cleared(store: SqlStore, transactions: Database, clock: FakeClock) -> None:
    _tell(transactions, "unread")
    clock.advance(days=2)

    assert transactions.write(lambda transaction: feed.clear(transaction, clock.now, 10)) == 0
    assert _refs(store) == ["unread"]


def test_a_transaction_that_is_rolled_back_leaves_no_gap(store: SqlStore, transactions: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        transactions.write(lambda transaction: _tell_and_fail(transaction, "never"))
    _tell(transactions, "kept")

    assert [place.position for place in store.export.follow(0, 10, None).places] == [1]


# ---------------------------------------------------------------- commits out of order


@only_postgresql
def test_a_slow_transaction_holds_back_its_own_rows_and_nobody_elses(store: SqlStore, transactions: Database) -> None:
    with transactions.writing() as slow:
        feed.tell(slow, _news("slow"))
        _tell(transactions, "quick")
        assert _refs(store) == ["quick"]

    assert _refs(store) == ["quick", "slow"]
    assert _refs(store, after=1) == ["slow"]


@only_postgresql
def test_many_writers_that_commit_in_any_order_and_one_follower_lose_nothing_and_repeat_nothing(
    store_for: StoreFor, transactions: Database
) -> None:
    writers, rounds = 8, 60
    followed: list[str] = []
    with _follower(store_for("follower"), followed), ThreadPoolExecutor(writers) as pool:
        written = [
            ref
            for refs in pool.map(_write_some, [(transactions, one, rounds) for one in range(writers)])
            for ref in refs
        ]

    assert len(followed) == len(set(followed))
    assert sorted(followed) == sorted(written)


@only_postgresql
def test_followers_at_the_same_time_read_the_same_order(store_for: StoreFor, transactions: Database) -> None:
    seen: tuple[list[str], list[str], list[str]] = ([], [], [])
    with (
        _follower(store_for("a"), seen[0]),
        _follower(store_for("b"), seen[1]),
        _follower(store_for("c"), seen[2]),
        ThreadPoolExecutor(6) as pool,
    ):
        list(pool.map(_write_some, [(transactions, one, 25) for one in range(6)]))

    assert seen[0] == seen[1] == seen[2]
    assert seen[0]


def _write_some(task: tuple[Database, int, int]) -> list[str]:
    """Transactions of a few rows, held open for a moment each; some are rolled back. The refs that were committed."""
    transactions, writer, rounds = task
    chance = random.Random(writer)
    committed: list[str] = []
    for number in range(rounds):
        refs = [f"{writer}-{number}-{row}" for row in range(chance.randint(1, 4))]
        try:
            with transactions.writing() as transaction:
                feed.tell(transaction, _news(*refs))
                transaction.connection.execute(sa.select(sa.func.pg_sleep(chance.random() / 100)))
                if chance.random() < 0.1:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
        committed += refs
    return committed


@contextmanager
def _follower(store: SqlStore, seen: list[str]) -> Iterator[None]:
    """Follows the feed while the block runs, and until it has read all there is after it.

    Its pages are large, so that it stays close behind the writers, where rows can be missed.
    """
    stop = threading.Event()

    def follow() -> None:
        after = 0
        while True:
            last_look = stop.is_set()
            page = store.export.follow(after, 500, None)
            seen.extend(place.ref for place in page.places)
            after = page.after
            if last_look and not page.more:
                return

    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(follow)
        try:
            yield
        finally:
            stop.set()
        following.result()


def test_numbering_is_done_by_one_at_a_time(store: SqlStore, transactions: Database) -> None:
    _tell(transactions, *(str(number) for number in range(40)))
    with ThreadPoolExecutor(4) as pool:
        numbered = list(pool.map(lambda _: transactions.write(lambda t: feed.number(t, 10)), range(4)))

    assert sum(numbered) == 40
    with transactions.reading() as transaction:
        positions = transaction.connection.execute(sa.select(feed_table.c.position)).scalars().all()
    assert sorted(positions) == list(range(1, 41))
