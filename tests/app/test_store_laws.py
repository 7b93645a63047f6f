"""The laws of the queue: in whatever order things happen and break off, all is answered, once."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import ClassVar

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.markup import plain
from coach.engine.model import Outcome, Receipt, Received
from coach.ports import DealClaim, DeliveryClaim
from coach.queue.tables.records import ACTIVE, deal, event
from tests.fixtures.make import LEASE, FakeClock, card, deliver, evaluated, note, opportunity
from tests.fixtures.make import deal as read
from tests.fixtures.make import event as make_event
from tests.fixtures.store import StoreFor, clear

DEALS = 3
_events = st.lists(st.integers(0, 11), min_size=1, max_size=6)


class Call(Enum):
    """What becomes of a call to the org."""

    ANSWERED = "answered"
    REFUSED_FOR_NOW = "refused for now"
    ANSWER_LOST = "carried out, its answer lost"
    REQUEST_LOST = "not carried out, its answer lost"
    WORKER_LOST = "carried out, its worker lost"
    WORKER_LOST_BEFORE = "its worker lost before it sent anything"


class Org:
    """Notes as they stand, by key; a key with two notes is what must never be."""

    def __init__(self) -> None:
        self.notes: dict[str, list[str]] = {}

    def write(self, store: SqlStore, claim: DeliveryClaim, call: Call) -> Receipt | None:
        """What a careful caller does with a claim, and its receipt; none where the worker is lost."""
        key, doubt = claim.work.key, Receipt(claim.work.key, Outcome.IN_DOUBT)
        standing = self.notes.get(key, [])
        if claim.look_first and not standing and not claim.give_up_looking:
            return doubt
        if call == Call.WORKER_LOST_BEFORE:
            return None
        assert store.about_to_create([claim], [claim.work.key])
        if call == Call.REFUSED_FOR_NOW:
            return Receipt(key, Outcome.TRY_AGAIN)
        if call == Call.REQUEST_LOST:
            return doubt
        known = claim.work.remote_id or (claim.look_first and standing)
        text = plain(claim.work.body)
        self.notes[key] = [text] if known else [*standing, text]
        if call == Call.WORKER_LOST:
            return None
        return Receipt(key, Outcome.WRITTEN, "069a") if call == Call.ANSWERED else doubt


class Queue(RuleBasedStateMachine):
    surroundings: ClassVar[tuple[StoreFor, Engine, FakeClock]]

    def __init__(self) -> None:
        super().__init__()
        store_for, engine, clock = self.surroundings
        clear(engine)
        self.store, self.other = store_for("a"), store_for("b")
        self.engine, self.clock, self.org = engine, clock, Org()
        self.sent: set[int] = set()
        self.held: list[tuple[SqlStore, Sequence[DealClaim], datetime]] = []

    @rule(numbers=_events)
    def events_come(self, numbers: list[int]) -> None:
        fresh = set(numbers) - self.sent
        received = Received(tuple(make_event(f"e{number}", number % DEALS) for number in numbers))
        assert self.store.accept(received).new == len(fresh)
        self.sent |= fresh

    @rule(limit=st.integers(1, 4), other=st.booleans())
    def a_worker_claims(self, limit: int, other: bool) -> None:
        store = self.other if other else self.store
        claims = store.claim_deals(limit, LEASE)
        live = {claim.opportunity_id for _, held, until in self.held if until > self.clock.now for claim in held}
        assert live.isdisjoint(claim.opportunity_id for claim in claims)
        self.held.append((store, claims, self.clock.now + LEASE))

    @rule()
    def a_worker_coaches(self) -> None:
        _decide(self.store, self.store.claim_deals(4, LEASE))

    @rule(which=st.integers(0, 9))
    def a_worker_decides(self, which: int) -> None:
        if self.held:
            store, claims, _ = self.held.pop(which % len(self.held))
            _decide(store, claims)

    @rule(which=st.integers(0, 9))
    def a_worker_gives_back(self, which: int) -> None:
        if self.held:
            store, claims, _ = self.held.pop(which % len(self.held))
            store.release_deals(claims, LEASE, "Salesforce is down.")

    @rule(call=st.sampled_from(Call))
    def a_worker_writes(self, call: Call) -> None:
        claims = self.store.claim_deliveries(4, LEASE)
        receipts = [self.org.write(self.store, claim, call) for claim in claims]
        self.store.settle_deliveries(claims, [receipt for receipt in receipts if receipt])

    @rule(minutes=st.sampled_from([1, 6, 20]))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @invariant()
    def no_more_is_done_than_was_wanted(self) -> None:
        with self.engine.connect() as connection:
            assert connection.execute(sa.select(deal.c.opportunity_id).where(deal.c.done > deal.c.wanted)).all() == []

    @invariant()
    def no_note_is_there_twice(self) -> None:
        assert all(len(notes) == 1 for notes in self.org.notes.values())

    def teardown(self) -> None:
        """Once nothing breaks any more, everything gets its answer."""
        while not self._idle():
            self.clock.advance(hours=2)
            _decide(self.store, self.store.claim_deals(10, LEASE))
            claims = self.store.claim_deliveries(10, LEASE)
            receipts = [self.org.write(self.store, claim, Call.ANSWERED) for claim in claims]
            self.store.settle_deliveries(claims, [receipt for receipt in receipts if receipt])
        self._assert_all_is_answered_once()

    def _idle(self) -> bool:
        figures = self.store.figures()
        return figures.deals_waiting == 0 and not any(figures.deliveries[state] for state in ACTIVE)

    def _assert_all_is_answered_once(self) -> None:
        expected = {n: sum(number % DEALS == n for number in self.sent) for n in range(DEALS)}
        with self.engine.connect() as connection:
            events = connection.execute(sa.select(sa.func.count()).select_from(event)).scalar_one()
            done = {row.opportunity_id: (row.wanted, row.done) for row in connection.execute(sa.select(deal))}
        assert events == len(self.sent)
        assert done == {opportunity(n): (count, count) for n, count in expected.items() if count}
        assert self.org.notes == {f"card-{n}": [str(count)] for n, count in expected.items() if count}


def _decide(store: SqlStore, claims: Sequence[DealClaim]) -> None:
    """The note of a deal says how many events it has answered."""
    with store.evaluating(claims) as evaluation:
        for claim in evaluation.claims():
            number = int(claim.opportunity_id[3:15])
            key = f"card-{number}"
            wanted = note(key, number, str(claim.wanted))
            evaluation.save(claim, evaluated(read(number), [deliver()], [card(key, number)], [wanted]))


def test_whatever_happens_in_whatever_order_every_event_is_answered_once(
    store_for: StoreFor, engine: Engine, clock: FakeClock
) -> None:
    class Here(Queue):
        surroundings = (store_for, engine, clock)

    run_state_machine_as_test(Here, settings=settings(max_examples=40, stateful_step_count=30, deadline=None))
