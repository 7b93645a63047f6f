"""Rules and limits, replayed moment by moment."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal, Person, Reason, StageChange
from coach.foresee.backtest import Replay
from tests.foresee.make import FREE, book, context, utc
from tests.pipeline.world import deal

START = utc(2026, 6, 1, 9)
"""A Monday."""
END = START + timedelta(days=60)
PROSPECTING, NEGOTIATING = "{stage: {is: Prospecting}}", "{stage: {is: Negotiation/Review}}"


def stood(number: int, *stages: tuple[str, int], **changes: object) -> list[Deal]:
    """A deal after each change of stage; days count from the start."""
    history = tuple(StageChange(stage, START + timedelta(days=days)) for stage, days in stages)
    return [
        replace(
            deal(number, change.stage, **changes),
            read_at=change.at,
            created_at=history[0].at,
            history=history[: place + 1],
        )
        for place, change in enumerate(history)
    ]


def replayed(by: EvaluationContext, *deals: list[Deal], since: datetime = START, until: datetime = END) -> Replay:
    replay = Replay(by, since, until)
    replay.run(sorted((each for one in deals for each in one), key=lambda each: (each.read_at, each.id)))
    return replay


def days(replay: Replay) -> list[tuple[str, float]]:
    return [(firing.playbook, (firing.at - START) / timedelta(days=1)) for firing in replay.firings]


def test_a_playbook_fires_when_the_deal_comes_into_its_stage() -> None:
    replay = replayed(context(one=book(NEGOTIATING)), stood(1, ("Prospecting", 0), ("Negotiation/Review", 5)))

    assert days(replay) == [("one", 5)]


def test_a_condition_on_time_fires_between_changes() -> None:
    stalled = context(one=book("{stage: {is: Prospecting}, days_in_stage: {at_least: 14}}"))

    assert days(replayed(stalled, stood(1, ("Prospecting", 0), ("Negotiation/Review", 30)))) == [("one", 14)]
    assert days(replayed(stalled, stood(1, ("Prospecting", 0), ("Negotiation/Review", 10)))) == []


def test_nothing_happens_after_the_end() -> None:
    stalled = context(one=book("{days_in_stage: {at_least: 14}}"))

    assert days(replayed(stalled, stood(1, ("Prospecting", 0)), until=START + timedelta(days=13))) == []


def test_a_deal_is_first_looked_at_when_it_changes_after_the_start() -> None:
    both = context(one=book(PROSPECTING), two=book(NEGOTIATING))
    past = stood(1, ("Prospecting", -10), ("Negotiation/Review", 5))

    replay = replayed(both, past, stood(2, ("Prospecting", -10)))

    assert days(replay) == [("two", 5)]
    assert [each.id for each in replay.deals()] == [past[0].id]


def test_the_cooldown_holds_a_second_card_back() -> None:
    two_cards = book(NEGOTIATING, keys="limits: {cooldown_days: 30}").replace(
        "cards: [{name: one", "cards: [{name: zero, title: Zero, tip: Zero.}, {name: one"
    )
    moves = (("Negotiation/Review", 0), ("Prospecting", 2), ("Negotiation/Review", 4), ("Prospecting", 6))

    replay = replayed(context(one=two_cards), stood(1, *moves, ("Negotiation/Review", 40)))

    assert [(firing.card, days) for firing, (_, days) in zip(replay.firings, days(replay), strict=True)] == [
        ("zero", 0),
        ("one", 40),
    ]


def test_a_reps_minutes_of_the_week_are_shared_by_all_deals_and_come_back_on_monday() -> None:
    two_minutes = context(Limits(weekly_minutes=Decimal(3)), one=book(PROSPECTING, tip="a " * 400))

    replay = replayed(two_minutes, stood(1, ("Prospecting", 1)), stood(2, ("Prospecting", 2)))

    assert [firing.opportunity_id[-4] for firing in replay.firings] == ["1", "2"]
    assert replay.firings[1].at == utc(2026, 6, 8)
    assert replay.held_back == {("one", Reason.WEEKLY_MINUTES): 1}


def test_the_daily_cap_begins_anew_each_day() -> None:
    capped = context(replace(FREE, daily_cards=1), one=book(PROSPECTING))

    replay = replayed(capped, stood(1, ("Prospecting", 1)), stood(2, ("Prospecting", 1)))

    assert [firing.at.date().day for firing in replay.firings] == [2, 3]


def test_the_third_new_card_on_a_deal_comes_the_next_day() -> None:
    three = context(FREE, one=book(PROSPECTING), three=book(PROSPECTING), two=book(PROSPECTING))

    replay = replayed(three, stood(1, ("Prospecting", 1)))

    assert [(firing.playbook, firing.at.date().day) for firing in replay.firings] == [
        ("one", 2),
        ("three", 2),
        ("two", 3),
    ]
    assert replay.held_back == {("two", Reason.DEAL_DAILY_CAP): 1}


def test_a_card_that_comes_back_within_its_cooldown_is_no_second_one() -> None:
    moves = (("Negotiation/Review", 0), ("Prospecting", 2), ("Negotiation/Review", 4))

    assert days(replayed(context(one=book(NEGOTIATING)), stood(1, *moves))) == [("one", 0)]


def test_what_is_not_known_of_the_past_is_named() -> None:
    about_products = context(one=book("{product: {family: {is: Software}}}"), two=book(PROSPECTING))
    unreadable = frozenset({"product"})

    replay = replayed(about_products, stood(1, ("Prospecting", 0), unreadable=unreadable))

    assert replay.missing == {"one": {"product"}}
    assert replay.unknown == {"product"}


def test_an_owner_who_has_left_since_counts_as_having_been_there() -> None:
    left = Person("005000000000002AAA", "Bo", active=False)

    assert days(replayed(context(one=book(PROSPECTING)), stood(1, ("Prospecting", 0), owner=left))) == [("one", 0)]


def test_being_held_back_again_for_the_same_reason_counts_once() -> None:
    draft = context(one=book("{closed: false}", status="draft"))

    replay = replayed(draft, stood(1, ("Prospecting", 0), ("Qualification", 1), ("Negotiation/Review", 2)))

    assert replay.held_back == {("one", Reason.DRAFT): 1}
