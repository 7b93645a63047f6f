from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import Outcome, Receipt, Verdict
from coach.export import batches
from coach.export.batches import NAMES, ExportQuery, RowBatch
from coach.log.filters import Filters
from coach.log.order import Cursor
from coach.log.page import FEW_PEOPLE, PageRequest
from tests.fixtures.logbook_rows import said
from tests.fixtures.make import ALICE, BOB, LEASE, NOON, delivered, note, received
from tests.fixtures.store import clear

EVERYBODY = None


def rows(store: SqlStore, asking: ExportQuery) -> list[dict[str, object]]:
    return [
        dict(zip(NAMES, row, strict=True))
        for batch in store.export.batches(asking)
        for row in zip(*batch.columns, strict=True)
    ]


def ids(store: SqlStore, asking: ExportQuery) -> list[object]:
    return [row["id"] for row in rows(store, asking)]


def test_a_card_in_a_deals_one_note_has_the_state_of_that_note(store: SqlStore) -> None:
    store.accept(received("e-1"))
    with store.evaluating(store.claim_deals(10, LEASE)) as evaluation:
        for claim in evaluation.claims():
            evaluation.save(claim, replace(delivered(1), deliveries=(note("living"),)))

    (row,) = rows(store, ExportQuery(Filters(), EVERYBODY))

    assert row["note_state"] == "pending"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "FIRST_PORTION", 2)
    monkeypatch.setattr(batches, "PORTION", 3)


def test_values_are_the_same_on_both_databases(store: SqlStore) -> None:
    store.accept(received("e-1"))
    with store.evaluating(store.claim_deals(10, LEASE)) as evaluation:
        for claim in evaluation.claims():
            evaluation.save(claim, delivered(1))
    notes = store.claim_deliveries(10, LEASE)
    store.settle_deliveries(notes, [Receipt("card-1", Outcome.REFUSED, sentence="Free some storage.")])

    (row,) = rows(store, ExportQuery(Filters(), EVERYBODY))

    assert row | {"id": 1} == dict.fromkeys(NAMES) | {
        "id": 1,
        "at": "2026-11-25T12:00:00+00:00",
        "rep_id": ALICE.id,
        "rep": "Alice",
        "manager_id": ALICE.manager_id,
        "opportunity_id": "006000000000001AAA",
        "deal": "Deal 1",
        "stage_before": "Proposal",
        "stage": "Negotiation",
        "amount": "125000.50",
        "currency": "EUR",
        "products": ["Imaging", "Service"],
        "playbook": "discount",
        "card": "hold-the-price",
        "occasion": 1,
        "decision": "deliver",
        "reason": "applies",
        "detail": "It applies.",
        "minutes": "2",
        "library": "lib-1",
        "revision": "commit-1",
        "card_title": "Hold the price",
        "note_state": "parked",
        "note_sentence": "Free some storage.",
    }


def test_rows_of_the_same_moment_are_told_apart_by_their_ids(store: SqlStore, engine: Engine) -> None:
    made = said(engine, *({"at": NOON + timedelta(days=number // 4)} for number in range(10)))

    assert ids(store, ExportQuery(Filters(), EVERYBODY)) == made[::-1]
    assert ids(store, ExportQuery(Filters(), EVERYBODY, newest_first=False)) == made


@pytest.mark.parametrize("others", [0, FEW_PEOPLE])
def test_scope_narrows_whatever_the_filters_say(store: SqlStore, engine: Engine, others: int) -> None:
    said(engine, {}, {"owner_id": BOB.id}, {"owner_id": None})
    scope = frozenset({ALICE.id, *(f"005{number:012}AAA" for number in range(100, 100 + others))})

    assert [row["rep_id"] for row in rows(store, ExportQuery(Filters(), scope))] == [ALICE.id]
    assert rows(store, ExportQuery(Filters(people=frozenset({BOB.id})), scope)) == []
    assert rows(store, ExportQuery(Filters(), frozenset())) == []


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([ALICE.id, BOB.id]), st.sampled_from(Verdict)), max_size=14),
    st.booleans(),
    st.sampled_from([None, frozenset({ALICE.id})]),
    st.none() | st.sampled_from([Verdict.DELIVER, Verdict.HOLD_BACK]),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_an_export_is_what_the_pages_of_the_log_show(
    store: SqlStore,
    engine: Engine,
    made: Sequence[tuple[int, str, Verdict]],
    newest_first: bool,
    scope: frozenset[str] | None,
    verdict: Verdict | None,
) -> None:
    clear(engine)
    if made:
        said(
            engine,
            *({"at": NOON + timedelta(days=day), "owner_id": rep, "verdict": each} for day, rep, each in made),
        )
    asking = ExportQuery(Filters(verdict=verdict), scope, newest_first)

    page = store.logbook.page(PageRequest(asking.filters, asking.order, rows=50), scope)

    assert ids(store, asking) == [line.entry.id for line in page.lines]


def test_a_log_that_ends_with_a_full_portion_ends_there(store: SqlStore, engine: Engine) -> None:
    said(engine, *({} for _ in range(5)))
    asked: list[int] = []

    def read(asking: ExportQuery, after: Cursor | None, count: int) -> RowBatch:
        asked.append(count)
        return store.export.batch(asking, after, count)

    found = list(batches.batches(read, ExportQuery(Filters(), EVERYBODY)))

    assert [batch.rows for batch in found] == [2, 3]
    assert asked == [2, 3, 3]
