"""Where edited playbooks are held back, and which others come first there."""

from decimal import Decimal

from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal, Reason, RepLoad
from coach.foresee.plan import LibraryEdit, Planner
from coach.foresee.plan.held import HeldBackGroup, NamedDeal, SomeDeals
from coach.ports import Remembered
from tests.foresee.make import FREE, NOW, book, context
from tests.foresee.plan.test_planner import given
from tests.pipeline.world import deal

NEGOTIATING = "{stage: {is: Negotiation/Review}}"
PROSPECTING = "{stage: {is: Prospecting}}"
ANY = "{stage: {is: [Negotiation/Review, Prospecting]}}"
ONE_PLACE = Limits(deal_cards=1, weekly_minutes=Decimal(0))
TWO_PLACES = Limits(deal_cards=2, weekly_minutes=Decimal(0))
LATE = book(ANY, keys="priority: 10")


def held(
    before: EvaluationContext, after: EvaluationContext, *deals: Deal, past: Remembered | None = None
) -> dict[str, tuple[HeldBackGroup, ...]]:
    planner = Planner(LibraryEdit.between(before, after), lambda _: RepLoad(), NOW)
    for each in deals:
        planner.plan(each, past or Remembered())
    return dict(planner.totals().held)


def some(*numbers: int, count: int = 0) -> SomeDeals:
    named = tuple(NamedDeal(deal(number).id, f"Deal {number}") for number in numbers)
    return SomeDeals(count or len(named), named)


def test_an_outranked_playbook_is_told_with_those_that_come_first_the_most_frequent_first() -> None:
    others = {"closing": book(PROSPECTING), "pricing": book(NEGOTIATING)}
    stages = ("Prospecting", *["Negotiation/Review"] * 4)

    told = held(
        context(ONE_PLACE, **others),
        context(ONE_PLACE, **others, late=LATE),
        *(deal(number, stage) for number, stage in enumerate(stages, start=1)),
    )

    (only,) = told["late"]
    assert (only.reason, only.deals) == (Reason.OUTRANKED, some(1, 2, 3, count=5))
    assert list(only.by.items()) == [("pricing", some(2, 3, 4, count=4)), ("closing", some(1))]


def test_a_deal_counts_for_each_playbook_that_has_a_place_on_it_but_for_none_that_takes_up_no_place() -> None:
    others = {"b": book(ANY), "a": book(ANY), "law": book(ANY, keys="always: true")}

    told = held(context(TWO_PLACES, **others), context(TWO_PLACES, **others, late=LATE), deal())

    assert list(told["late"][0].by.items()) == [("a", some(1)), ("b", some(1))]


def test_a_card_that_loses_its_place_to_another_is_outranked_too() -> None:
    before = context(ONE_PLACE, one=book(NEGOTIATING), two=book(NEGOTIATING, keys="priority: 40"))
    after = context(ONE_PLACE, one=book(NEGOTIATING, keys="priority: 30"), two=book(NEGOTIATING, keys="priority: 40"))

    told = held(before, after, deal(), past=given(deal(), before))

    assert told == {"one": (HeldBackGroup(Reason.OUTRANKED, some(1), {"two": some(1)}),)}


def test_other_reasons_name_their_deals_and_nobody_who_comes_first() -> None:
    limits = Limits(daily_cards=1, weekly_minutes=Decimal(0))
    before = context(limits, other=book("{stage: {is: Qualification}}"))
    after = context(limits, other=book("{stage: {is: Qualification}}"), new=book(ANY), plan=book(ANY, status="draft"))

    told = held(before, after, *(deal(number) for number in range(1, 6)))

    assert told["new"] == (HeldBackGroup(Reason.DAILY_CAP, some(2, 3, 4, count=4), {}),)
    assert told["plan"] == (HeldBackGroup(Reason.DRAFT, some(1, 2, 3, count=5), {}),)


def test_a_playbook_that_others_leave_no_new_card_of_the_day_is_told_with_them() -> None:
    limits = Limits(deal_cards=3, deal_daily_cards=1, weekly_minutes=Decimal(0))
    other = book(NEGOTIATING)

    told = held(context(limits, other=other), context(limits, other=other, late=LATE), deal())

    assert told == {"late": (HeldBackGroup(Reason.DEAL_DAILY_CAP, some(1), {"other": some(1)}),)}


def test_playbooks_that_the_edit_leaves_alone_or_takes_out_are_not_listed() -> None:
    before = context(ONE_PLACE, first=book(ANY), late=LATE, gone=LATE)
    after = context(ONE_PLACE, first=book(ANY, tip="Say less."), late=LATE)

    assert held(before, after, deal()) == {}


def test_deals_that_coach_has_not_seen_are_left_out() -> None:
    before, after = (
        context(FREE, other=book(PROSPECTING)),
        context(FREE, other=book(PROSPECTING), new=book(ANY, status="draft")),
    )

    assert held(before, after, deal(), past=Remembered(decided=False)) == {}
