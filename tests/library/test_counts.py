from datetime import timedelta

from coach.app.store import SqlStore
from coach.engine.model import Reason, Received
from coach.library.counts import Times
from tests.fixtures.make import NOON, FakeClock, deal, deliver, evaluated, event, hold_back
from tests.library.test_libraries import offer
from tests.library.test_revisit import decide


def test_each_playbook_has_what_was_held_back_since_then_by_reason(store: SqlStore, clock: FakeClock) -> None:
    outcomes = [
        evaluated(deal(1), [deliver(), hold_back(Reason.COOLDOWN, "why-now")]),
        evaluated(deal(2), [deliver(), hold_back(Reason.DRAFT, "why-now")]),
        evaluated(deal(3), [hold_back(Reason.OUTRANKED), hold_back(Reason.COOLDOWN, "why-now")]),
    ]
    store.accept(Received(tuple(event(f"e{number}", number) for number in (1, 2, 3))))
    decide(store, outcomes)
    clock.advance(days=40)
    store.accept(Received((event("e4", 4),)))
    decide(store, [evaluated(deal(4), [deliver()])])

    owners = frozenset({deal(1).owner.id})
    assert store.libraries.held_back(NOON) == {
        "discount": {Reason.OUTRANKED: Times(1, owners)},
        "why-now": {Reason.COOLDOWN: Times(2, owners), Reason.DRAFT: Times(1, owners)},
    }
    assert store.libraries.held_back(clock.now - timedelta(days=30)) == {}


def test_the_history_of_a_playbook_has_one_edition_for_each_change_of_its_text(
    store: SqlStore, clock: FakeClock
) -> None:
    for library in ("a", "b", "c"):
        store.libraries.publish(offer(library, f"commit-{library}"))
        clock.advance(days=1)

    assert [(each.release.revision, each.text) for each in store.libraries.editions("trade")] == [
        ("commit-c", "text of c"),
        ("commit-b", "text of b"),
        ("commit-a", "text of a"),
    ]
    assert [each.release.revision for each in store.libraries.editions("why-now")] == ["commit-a"]
    assert store.libraries.editions("never-there") == []
