from datetime import timedelta

import pytest

from coach.model import Delivery, Reason
from coach.store import SqlStore
from coach.store.library.counts import Counts
from tests.store.library.test_libraries import offer
from tests.store.library.test_revisit import decide
from tests.store.make import NOON, FakeClock, deal, deliver, evaluated, event, hold_back


def test_each_playbook_is_counted_by_what_was_decided_since_then(store: SqlStore, clock: FakeClock) -> None:
    outcomes = [
        evaluated(deal(1), [deliver(), hold_back(Reason.COOLDOWN, "why-now")]),
        evaluated(deal(2), [deliver(), hold_back(Reason.DRAFT, "why-now")]),
        evaluated(deal(3), [hold_back(Reason.OUTRANKED), hold_back(Reason.COOLDOWN, "why-now")]),
    ]
    store.accept(Delivery(tuple(event(f"e{number}", number) for number in (1, 2, 3))))
    decide(store, outcomes)
    clock.advance(days=40)
    store.accept(Delivery((event("e4", 4),)))
    decide(store, [evaluated(deal(4), [deliver()])])

    assert store.libraries.counts(NOON) == {
        "discount": Counts(3, {Reason.OUTRANKED: 1}, fewest=1),
        "why-now": Counts(0, {Reason.COOLDOWN: 2, Reason.DRAFT: 1}, fewest=1),
    }
    assert store.libraries.counts(clock.now - timedelta(days=30)) == {"discount": Counts(1, {}, fewest=1)}


def test_the_history_of_a_playbook_has_one_edition_for_each_change_of_its_text(
    store: SqlStore, clock: FakeClock
) -> None:
    for library in ("a", "b", "c"):
        store.libraries.ship(offer(library, f"commit-{library}"))
        clock.advance(days=1)

    assert [(each.shipment.revision, each.text) for each in store.libraries.editions("trade")] == [
        ("commit-c", "text of c"),
        ("commit-b", "text of b"),
        ("commit-a", "text of a"),
    ]
    assert [each.shipment.revision for each in store.libraries.editions("why-now")] == ["commit-a"]
    assert store.libraries.editions("never-there") == []


@pytest.mark.parametrize(("fewest", "told"), [(0, True), (4, False), (5, True)])
def test_figures_about_too_few_people_are_not_for_everybody(fewest: int, told: bool) -> None:
    assert Counts(3, fewest=fewest).tells_of_nobody(least=5) is told
