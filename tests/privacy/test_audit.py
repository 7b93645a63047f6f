import pytest

from coach.app.store import SqlStore
from coach.privacy.audit import AccessKind, LogAccess, ViewEntry
from tests.fixtures.make import ALICE, BOB, NOON, FakeClock

MAX = "005000000000009AAA"


def _look(
    store: SqlStore,
    what: AccessKind = AccessKind.PAGE,
    detail: str = "log",
    reps: frozenset[str] | None = frozenset({ALICE.id}),
) -> None:
    store.privacy.record_view(LogAccess(MAX, "Max", reps, what, detail))


def test_a_rep_can_read_who_viewed_their_log(store: SqlStore) -> None:
    _look(store)

    assert store.privacy.views_of(ALICE.id, 10) == [ViewEntry(NOON, MAX, "Max", False, AccessKind.PAGE, "log")]
    assert store.privacy.views_of(BOB.id, 10) == []


def test_a_page_is_recorded_once_for_each_viewer_rep_and_day(store: SqlStore, clock: FakeClock) -> None:
    _look(store)
    clock.advance(hours=2)
    _look(store)
    clock.advance(days=1)
    _look(store)

    assert [view.at.date().day for view in store.privacy.views_of(ALICE.id, 10)] == [26, 25]


@pytest.mark.parametrize("what", [AccessKind.API, AccessKind.FEED])
def test_a_program_is_recorded_once_a_day_too(store: SqlStore, what: AccessKind) -> None:
    _look(store, what)
    _look(store, what)

    assert len(store.privacy.views_of(ALICE.id, 10)) == 1


def test_every_export_is_recorded(store: SqlStore) -> None:
    _look(store, AccessKind.EXPORT, '{"stage": ["Negotiation"]}')
    _look(store, AccessKind.EXPORT, '{"stage": ["Negotiation"]}')

    assert [view.detail for view in store.privacy.views_of(ALICE.id, 10)] == ['{"stage": ["Negotiation"]}'] * 2


def test_looking_at_everybody_is_told_to_everybody(store: SqlStore) -> None:
    _look(store, reps=None)

    assert [view.everybody for view in store.privacy.views_of(BOB.id, 10)] == [True]


def test_nobody_is_told_that_they_looked_at_themselves(store: SqlStore) -> None:
    _look(store, reps=frozenset({MAX, ALICE.id}))
    _look(store, reps=None, detail="export")

    assert store.privacy.views_of(MAX, 10) == []
    assert len(store.privacy.views_of(ALICE.id, 10)) == 2
