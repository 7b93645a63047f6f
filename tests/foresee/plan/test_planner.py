"""One deal after the other, under both libraries."""

from datetime import timedelta
from decimal import Decimal

from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext, evaluate
from coach.engine.model import CardState, Deal, DeliveryState, PastCard, RepLoad
from coach.foresee.plan import CardChange, ChangeKind, DealPlan, LibraryEdit, Planner
from coach.foresee.plan.totals import Calls, reps_by_change
from coach.ports import Remembered, StoredDelivery
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal

NEGOTIATING = "{stage: {is: Negotiation/Review}}"
PROSPECTING = "{stage: {is: Prospecting}}"
TWO_MINUTES = "a " * 400


def planner(before: EvaluationContext, after: EvaluationContext, load: RepLoad | None = None) -> Planner:
    return Planner(LibraryEdit.between(before, after), lambda _: load or RepLoad(), NOW)


def given(seen: Deal, by: EvaluationContext) -> Remembered:
    """What is kept once the service has coached a deal and written its notes."""
    evaluated = evaluate(seen, by, (), (), RepLoad(), NOW - timedelta(days=1))
    past = tuple(
        PastCard(card.key, card.playbook, card.name, card.occasion, CardState.OPEN, NOW, card.minutes)
        for card in evaluated.cards
    )
    notes = {note.key: StoredDelivery(note, DeliveryState.WRITTEN, on_record=True) for note in evaluated.deliveries}
    return Remembered(past, evaluated.cards, notes)


def only(plan: DealPlan | None) -> CardChange:
    assert plan
    (change,) = plan.changes
    return change


def test_a_new_playbook_brings_a_card_and_says_why() -> None:
    before, after = context(other=book(PROSPECTING)), context(other=book(PROSPECTING), new=book(NEGOTIATING))

    change = only(planner(before, after).plan(deal(), Remembered()))

    assert (change.kind, change.playbook, change.card, change.title) == (ChangeKind.ADDED, "new", "one", "What to do")
    assert change.why == "You see this because the stage is Negotiation/Review. The card takes 0.1 minutes."


def test_a_playbook_taken_out_takes_its_card_with_it() -> None:
    before, after = context(one=book(NEGOTIATING), other=book(PROSPECTING)), context(other=book(PROSPECTING))

    change = only(planner(before, after).plan(deal(), given(deal(), before)))

    assert (change.kind, change.why) == (ChangeKind.REMOVED, "The playbook or this card of it was removed.")


def test_a_card_that_would_have_come_and_does_not_says_which_condition_fails() -> None:
    before, after = context(one=book(NEGOTIATING)), context(one=book(PROSPECTING))

    change = only(planner(before, after).plan(deal(), Remembered()))

    assert change.kind is ChangeKind.REMOVED
    assert change.why == "It no longer applies: stage: expected Prospecting; found Negotiation/Review."


def test_an_edited_text_changes_the_card_by_so_many_lines() -> None:
    before, after = context(one=book(NEGOTIATING)), context(one=book(NEGOTIATING, tip="Say less."))

    change = only(planner(before, after).plan(deal(), given(deal(), before)))

    assert (change.kind, change.plus, change.minus) == (ChangeKind.CHANGED, 1, 1)


def test_a_card_that_is_outranked_by_the_edit_says_so() -> None:
    limits = Limits(deal_cards=1, weekly_minutes=Decimal(0))
    before = context(limits, one=book(NEGOTIATING))
    after = context(limits, one=book(NEGOTIATING), best=book(NEGOTIATING, keys="priority: 90"))

    plan = planner(before, after).plan(deal(), given(deal(), before))

    assert plan
    assert {(change.kind, change.playbook) for change in plan.changes} == {
        (ChangeKind.ADDED, "best"),
        (ChangeKind.REMOVED, "one"),
    }
    assert plan.changes[1].why == "A deal has room for only so many cards at a time, and others come first on this one."


def test_an_edit_that_spends_a_reps_minutes_holds_back_a_card_due_on_another_deal() -> None:
    limits = Limits(weekly_minutes=Decimal(3))
    due = book(PROSPECTING, tip=TWO_MINUTES)
    before, after = context(limits, due=due), context(limits, due=due, new=book(NEGOTIATING, tip=TWO_MINUTES))
    planning = planner(before, after)

    first = planning.plan(deal(1), Remembered())
    second = planning.plan(deal(2, "Prospecting"), Remembered())

    assert only(first).kind is ChangeKind.ADDED
    assert only(second).kind is ChangeKind.REMOVED
    assert "minutes used this week" in only(second).why


def test_what_was_due_anyway_is_told_apart_from_the_edit() -> None:
    before, after = context(one=book(NEGOTIATING)), context(one=book(NEGOTIATING), other=book(PROSPECTING))

    plan = planner(before, after).plan(deal(), Remembered())

    assert plan
    assert plan.changes == ()
    assert [(change.kind, change.playbook) for change in plan.due] == [(ChangeKind.ADDED, "one")]


def test_a_deal_that_coach_has_never_decided_on_is_left_alone_and_counted() -> None:
    before, after = context(other=book(PROSPECTING)), context(other=book(PROSPECTING), new=book(NEGOTIATING))
    planning = planner(before, after)

    assert planning.plan(deal(), Remembered(decided=False)) is None

    totals = planning.totals()
    assert (totals.deals, totals.unseen, totals.touched) == (1, 1, 0)
    assert (totals.before.covered.one, totals.after.covered.one) == (0, 1)


def test_a_deal_that_the_org_no_longer_shows_loses_its_cards_edit_or_not() -> None:
    before, after = context(one=book(NEGOTIATING)), context(one=book(NEGOTIATING, tip="Say less."))

    plan = planner(before, after).plan_gone(deal().id, given(deal(), before))

    assert plan
    assert plan.changes == ()
    assert [change.why for change in plan.due] == ["The deal was deleted, or Coach may not see it any more."]


def test_totals_tell_cards_minutes_notes_and_calls_before_and_after() -> None:
    before, after = (
        context(one=book(NEGOTIATING)),
        context(one=book(NEGOTIATING), new=book(NEGOTIATING, tip=TWO_MINUTES)),
    )
    planning = planner(before, after, RepLoad(Decimal(5), 1, {"earlier": 1}))
    for number in (1, 2):
        planning.plan(deal(number), given(deal(number), before))

    totals = planning.totals()

    assert totals.changes == {ChangeKind.ADDED: 2, ChangeKind.REMOVED: 0, ChangeKind.CHANGED: 0}
    assert [totals.before.cards, totals.after.cards] == [(Decimal(1), Decimal(1)), (Decimal(3), Decimal(3))]
    assert [totals.before.minutes[0], totals.after.minutes[1]] == [Decimal(5), Decimal("8.4")]
    assert (totals.before.open_cards, totals.after.open_cards) == (2, 4)
    assert (totals.notes_created, totals.notes_updated, totals.api_calls) == (2, 0, 2)
    assert [name for name, _, _ in reps_by_change(totals)] == ["Ana Ruiz"]


def test_each_batch_of_deals_costs_a_call_and_one_more_for_its_notes() -> None:
    before, after = context(one=book(PROSPECTING)), context(one=book(PROSPECTING), new=book(NEGOTIATING))
    planning = Planner(LibraryEdit.between(before, after), lambda _: RepLoad(), NOW, Calls(deals=2, notes=1))

    for number, stage in enumerate(("Negotiation/Review", "Negotiation/Review", "Qualification"), start=1):
        planning.plan(deal(number, stage), Remembered())

    assert planning.totals().api_calls == 2 + 2


def test_the_plan_holds_until_time_alone_changes_something() -> None:
    before, after = (
        context(one=book("{days_in_stage: {at_least: 3}}")),
        context(two=book("{days_in_stage: {at_least: 5}}")),
    )
    planning = planner(before, after)

    planning.plan(deal(), Remembered())

    assert planning.totals().holds_until == NOW + timedelta(days=3)
