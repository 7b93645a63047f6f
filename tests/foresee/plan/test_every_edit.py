"""A plan is exact for each kind of edit, also where reps have answered, dismissed or put off their cards."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coach.engine.model import Deal
from tests.foresee.authoring import Books, answer, edited, libraries, spoken, texts
from tests.foresee.edits import STAGES, many_deals, moved
from tests.foresee.plan.test_exactness import changed, decided_on, other_notes, planned, said
from tests.foresee.worlds import Service, empty_database, refreshed, service_on

_NAMES = (f"answered-{number}" for number in count())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_database(tmp_path_factory.mktemp("databases"))


def coached(empty: Path, deals: tuple[Deal, ...], books: Books, data: st.DataObject) -> Service:
    """A service that has coached for a while, with reps who have answered."""
    service = service_on(empty, next(_NAMES), list(deals), texts(books))
    ids = [each.id for each in deals]
    for _ in range(data.draw(st.integers(1, 4), "rounds")):
        service.happen(data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True), "seen"))
        for card in sorted(service.open_cards().values(), key=lambda card: card.key):
            if data.draw(st.booleans(), "answers"):
                answer(service, card, lambda choice: data.draw(st.sampled_from(choice), "answer"))
        if data.draw(st.booleans(), "at once"):
            service.work()
        service.clock.advance(days=data.draw(st.sampled_from((0, 1, 3, 8)), "passed"), hours=1)
        for one in data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=2), "moved"):
            service.org.put(moved(service.org.deals[one], data.draw(st.sampled_from(STAGES), "to")))
    refreshed(service)
    return service


def hold_to_the_plan(service: Service, after: Books) -> None:
    plans, totals = planned(service, texts(after))
    now, looked_at = service.open_cards(), decided_on(service)
    stood = service.notes()

    with service.copy("answered-as-it-was") as same, service.copy("answered-edited") as other:
        same.happen(looked_at)
        other.publish(texts(after))
        with_before, with_after = same.open_cards(), other.open_cards()
        notes, edited_notes = same.notes(), other.notes()
        loads = {rep: other.history().load(rep) for rep in totals.after.weeks}

    assert said(plans, "due") == changed(now, with_before)
    assert said(plans, "changes") == changed(with_before, with_after)
    assert totals.notes_created + totals.notes_updated == other_notes(stood, notes, edited_notes)
    assert {rep: week.minutes for rep, week in totals.after.weeks.items()} == {
        rep: load.minutes_this_week for rep, load in loads.items()
    }


@settings(max_examples=25)
@given(before=libraries, deals=many_deals, data=st.data())
def test_the_service_does_what_the_plan_said_after_reps_have_answered(
    empty: Path, before: Books, deals: tuple[Deal, ...], data: st.DataObject
) -> None:
    after = data.draw(edited(before), "edit")
    assume(texts(before) != texts(after))

    hold_to_the_plan(coached(empty, spoken(deals), before, data), after)
