"""What a plan says is what the service then does: on random libraries, edits, deals and pasts, deal by deal."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coach.engine.model import Card, Deal
from coach.foresee.plan import ChangeKind, DealPlan, LibraryEdit, Planner, Totals
from tests.foresee.edits import STAGES, edits, many_deals, moved
from tests.foresee.worlds import Playbooks, Service, context_of, empty_database, refreshed, service_on

_NAMES = (f"world-{number}" for number in count())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_database(tmp_path_factory.mktemp("databases"))


def planned(service: Service, after: Playbooks, thorough: bool = False) -> tuple[dict[str, DealPlan], Totals]:
    past = service.history()
    edit = LibraryEdit.between(context_of(service.playbooks), context_of(after))
    planner = Planner(edit, past.load, service.clock.now, thorough=thorough)
    again = past.decided_again()
    ids = [*again, *sorted({*service.org.deals} - {*again})]
    remembered = past.remembered(ids)
    plans = [planner.plan(service.org.deals[each], remembered[each]) for each in ids]
    return {plan.opportunity_id: plan for plan in plans if plan}, planner.totals()


def changed(before: dict[str, Card], after: dict[str, Card]) -> set[tuple[str, ChangeKind, str, str, int]]:
    """What became of the cards on the records."""
    kinds = dict.fromkeys(after.keys() - before.keys(), ChangeKind.ADDED)
    kinds |= dict.fromkeys(before.keys() - after.keys(), ChangeKind.REMOVED)
    kinds |= {key: ChangeKind.CHANGED for key in after.keys() & before.keys() if after[key] != before[key]}
    cards = {**before, **after}
    return {
        (cards[key].opportunity_id, kind, cards[key].playbook, cards[key].name, cards[key].occasion)
        for key, kind in kinds.items()
    }


def said(plans: dict[str, DealPlan], what: str) -> set[tuple[str, ChangeKind, str, str, int]]:
    return {
        (plan.opportunity_id, change.kind, change.playbook, change.card, change.occasion)
        for plan in plans.values()
        for change in getattr(plan, what)
    }


def with_a_past(empty: Path, deals: tuple[Deal, ...], before: Playbooks, data: st.DataObject) -> Service:
    """A service that has coached for a few days; some deals changed since then without its knowing."""
    service = service_on(empty, next(_NAMES), list(deals), before)
    ids = [each.id for each in deals]
    for _ in range(data.draw(st.integers(0, 3), "days")):
        service.happen(data.draw(st.lists(st.sampled_from(ids), unique=True), "seen"))
        service.clock.advance(days=data.draw(st.integers(0, 4), "passed"), hours=1)
        for one in data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=2), "moved"):
            service.org.put(moved(service.org.deals[one], data.draw(st.sampled_from(STAGES), "to")))
    refreshed(service)
    return service


def other_notes(stood: dict[str, str], before: dict[str, str], after: dict[str, str]) -> int:
    """Notes that read otherwise after an edit than without it, are only there because of it, or leave for it."""
    gone = stood.keys() & before.keys() - after.keys()
    return len(gone) + sum(before.get(marker) != text for marker, text in after.items())


def decided_on(service: Service) -> list[str]:
    remembered = service.history().remembered(sorted(service.org.deals))
    return [each for each, known in remembered.items() if known.decided]


@settings(max_examples=40)
@given(edit=edits(), deals=many_deals, data=st.data())
def test_the_service_then_does_exactly_what_the_plan_said(
    empty: Path, edit: tuple[Playbooks, Playbooks], deals: tuple[Deal, ...], data: st.DataObject
) -> None:
    before, after = edit
    assume(before != after)
    service = with_a_past(empty, deals, before, data)
    plans, totals = planned(service, after)
    now, looked_at = service.open_cards(), decided_on(service)
    stood = service.notes()

    with service.copy("as-it-was") as same, service.copy("edited") as edited:
        same.happen(looked_at)
        edited.publish(after)
        with_before, with_after = same.open_cards(), edited.open_cards()
        notes, edited_notes = same.notes(), edited.notes()
        loads = {rep: edited.history().load(rep) for rep in totals.after.weeks}

    assert said(plans, "due") == changed(now, with_before)
    assert said(plans, "changes") == changed(with_before, with_after)
    assert totals.notes_created + totals.notes_updated == other_notes(stood, notes, edited_notes)
    assert {rep: week.minutes for rep, week in totals.after.weeks.items()} == {
        rep: load.minutes_this_week for rep, load in loads.items()
    }


@settings(max_examples=40)
@given(edit=edits(), deals=many_deals, data=st.data())
def test_looking_at_affected_deals_only_gives_the_same_plan_as_looking_at_all(
    empty: Path, edit: tuple[Playbooks, Playbooks], deals: tuple[Deal, ...], data: st.DataObject
) -> None:
    before, after = edit
    service = with_a_past(empty, deals, before, data)

    quick, thorough = planned(service, after), planned(service, after, thorough=True)

    assert quick[0] == thorough[0]
    assert replace(quick[1], holds_until=None) == replace(thorough[1], holds_until=None)
