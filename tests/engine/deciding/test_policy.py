"""What is done about each playbook on a deal, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from coach.engine.deciding import Limits, decide_gone
from coach.engine.model import LaidAside, Person, Reason, RepLoad, Verdict
from tests.engine.deciding.examples import DEAL, NOW, a_library, a_playbook, decided, found, given, only, told

DELIVER, KEEP, RETIRE, HOLD_BACK = Verdict.DELIVER, Verdict.KEEP, Verdict.RETIRE, Verdict.HOLD_BACK
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)

ONE = a_library(a_playbook("trade"))
TWO_CARDS = a_library(a_playbook("trade", ("one", "two")))


def test_a_playbook_that_applies_delivers_its_first_card() -> None:
    decision = only(decided(TWO_CARDS, found("trade")))

    assert (decision.verdict, decision.reason) == (DELIVER, Reason.APPLIES)
    assert (decision.card, decision.occasion, decision.minutes) == ("one", 1, Decimal(2))
    assert decision.detail == "The playbook applies to this deal. The card takes 2 minutes."


def test_an_open_card_stays_while_its_playbook_applies() -> None:
    decision = only(decided(ONE, found("trade"), given("trade", days_ago=400)))

    assert (decision.verdict, decision.reason) == (KEEP, Reason.STILL_APPLIES)
    assert (decision.card, decision.occasion, decision.minutes) == ("one", 1, Decimal(0))


def test_missing_data_never_takes_a_card_away() -> None:
    assert told(decided(ONE, found(unknown=("trade",)), given("trade"))) == {"trade": (KEEP, Reason.CANNOT_TELL)}


def test_missing_data_delivers_nothing() -> None:
    assert told(decided(ONE, found(unknown=("trade",)))) == {"trade": (HOLD_BACK, Reason.MISSING_DATA)}


@pytest.mark.parametrize(("closed", "reason"), [(False, Reason.NO_LONGER_APPLIES), (True, Reason.DEAL_CLOSED)])
def test_a_card_is_retired_once_its_playbook_no_longer_applies(closed: bool, reason: Reason) -> None:
    decision = only(decided(ONE, found(), given("trade"), deal=replace(DEAL, closed=closed)))

    assert (decision.verdict, decision.reason, decision.card, decision.occasion) == (RETIRE, reason, "one", 1)


def test_a_playbook_for_closed_deals_is_not_retired_by_the_close() -> None:
    closed = replace(DEAL, closed=True)

    assert told(decided(ONE, found("trade"), given("trade"), deal=closed)) == {"trade": (KEEP, Reason.STILL_APPLIES)}


def test_a_card_is_retired_with_its_playbook() -> None:
    assert told(decided(a_library(), found(), given("trade"))) == {"trade": (RETIRE, Reason.PLAYBOOK_GONE)}


@pytest.mark.parametrize(("status", "reason"), [("retired", Reason.RETIRED), ("draft", Reason.DRAFT)])
def test_a_playbook_that_is_live_no_more_loses_its_card(status: str, reason: Reason) -> None:
    library = a_library(a_playbook("trade", status=status))

    assert told(decided(library, found("trade"), given("trade"))) == {"trade": (RETIRE, reason)}


def test_a_draft_delivers_nothing_but_is_told() -> None:
    library = a_library(a_playbook("trade", status="draft"))

    assert told(decided(library, found("trade"))) == {"trade": (HOLD_BACK, Reason.DRAFT)}


def test_a_deal_that_is_gone_keeps_nothing() -> None:
    decisions = decide_gone([given("b"), given("a"), given("c", retired=Reason.OUTRANKED)])

    assert [(each.playbook, each.verdict, each.reason) for each in decisions.decisions] == [
        ("a", RETIRE, Reason.DEAL_GONE),
        ("b", RETIRE, Reason.DEAL_GONE),
    ]


def test_outside_the_audience_nothing_is_delivered_and_nothing_stays() -> None:
    outside = found("trade", outside=("trade",))

    assert told(decided(ONE, outside)) == {"trade": (HOLD_BACK, Reason.NOT_IN_AUDIENCE)}
    assert told(decided(ONE, outside, given("trade"))) == {"trade": (RETIRE, Reason.NOT_IN_AUDIENCE)}


def test_where_the_audience_cannot_be_told_nothing_comes_and_nothing_goes() -> None:
    unsure = found("trade", unsure=("trade",))

    assert told(decided(ONE, unsure)) == {"trade": (HOLD_BACK, Reason.AUDIENCE_UNKNOWN)}
    assert told(decided(ONE, unsure, given("trade"))) == {"trade": (KEEP, Reason.CANNOT_TELL)}


def test_an_inactive_owner_gets_nothing_new_but_the_next_owner_finds_what_was_there() -> None:
    deal = replace(DEAL, owner=Person("0055g00000Lk2QbAAJ", "Ana", active=False))

    assert told(decided(ONE, found("trade"), deal=deal)) == {"trade": (HOLD_BACK, Reason.OWNER_INACTIVE)}
    assert told(decided(ONE, found("trade"), given("trade"), deal=deal)) == {"trade": (KEEP, Reason.STILL_APPLIES)}


# ---------------------------------------------------------------- again


def test_a_stage_set_by_mistake_and_set_back_brings_the_same_card_back_for_nothing() -> None:
    past = given("trade", days_ago=29, retired=Reason.NO_LONGER_APPLIES)

    decision = only(decided(TWO_CARDS, found("trade"), past))

    assert (decision.verdict, decision.reason) == (DELIVER, Reason.APPLIES_AGAIN)
    assert (decision.card, decision.occasion, decision.minutes) == ("one", 1, Decimal(0))


def test_a_card_comes_back_although_the_week_is_full() -> None:
    past = given("trade", retired=Reason.OUTRANKED)

    decisions = decided(ONE, found("trade"), past, load=RepLoad(Decimal(24), 9), limits=Limits(daily_cards=1))

    assert told(decisions) == {"trade": (DELIVER, Reason.APPLIES_AGAIN)}


def test_after_the_cooldown_the_next_card_is_delivered() -> None:
    past = given("trade", days_ago=30, retired=Reason.NO_LONGER_APPLIES)

    decision = only(decided(TWO_CARDS, found("trade"), past))

    assert (decision.reason, decision.card, decision.occasion) == (Reason.APPLIES, "two", 2)


def test_the_cooldown_is_the_playbooks_own() -> None:
    library = a_library(a_playbook("trade", ("one", "two"), limits={"cooldown_days": 10}))

    assert only(decided(library, found("trade"), given("trade", days_ago=11, retired=Reason.OUTRANKED))).card == "two"


def test_a_playbook_whose_cards_have_all_been_given_is_exhausted() -> None:
    past = given("trade", days_ago=31, retired=Reason.NO_LONGER_APPLIES)

    assert told(decided(ONE, found("trade"), past)) == {"trade": (HOLD_BACK, Reason.EXHAUSTED)}


def test_a_card_that_a_person_laid_aside_does_not_come_back_during_the_cooldown() -> None:
    past = given("trade", days_ago=20, retired=Reason.SNOOZED)

    decisions = decided(TWO_CARDS, found("trade"), past)

    assert only(decisions).reason is Reason.COOLDOWN
    assert only(decisions).detail == "The playbook's next card may come from 05 December 2026 on."
    assert decisions.check_at == NOW + timedelta(days=10)


def test_a_card_taken_out_of_its_playbook_makes_way_for_the_next_at_once() -> None:
    decisions = decided(a_library(a_playbook("trade", ("new",))), found("trade"), given("trade", "old", days_ago=1))

    assert [(each.verdict, each.reason, each.card, each.occasion) for each in decisions.decisions] == [
        (RETIRE, Reason.PLAYBOOK_GONE, "old", 1),
        (DELIVER, Reason.APPLIES, "new", 2),
    ]


def test_an_earlier_card_that_came_back_is_kept_like_any_other() -> None:
    removed = given("trade", "old", occasion=2, days_ago=1, retired=Reason.PLAYBOOK_GONE)

    decision = only(decided(ONE, found("trade"), given("trade", "one", days_ago=9), removed))

    assert (decision.verdict, decision.card, decision.occasion) == (KEEP, "one", 1)


# ---------------------------------------------------------------- places on the deal


def test_the_best_three_have_the_places_by_priority_then_name() -> None:
    priorities = {"a": 10, "b": 50, "c": 50, "d": 50, "e": 90}
    library = a_library(*(a_playbook(name, priority=priority) for name, priority in priorities.items()))

    decisions = decided(library, found("a", "d", "c", "b", "e"), limits=Limits(deal_daily_cards=0))

    assert [decision.playbook for decision in decisions.decisions] == ["e", "b", "c", "d", "a"]
    assert told(decisions)["d"] == told(decisions)["a"] == (HOLD_BACK, Reason.OUTRANKED)
    assert told(decisions)["c"] == (DELIVER, Reason.APPLIES)


def test_a_better_playbook_takes_the_place_of_an_open_card() -> None:
    library = a_library(a_playbook("low", priority=1), a_playbook("high", priority=99))

    decisions = decided(library, found("high", "low"), given("low"), limits=Limits(deal_cards=1))

    assert told(decisions) == {"high": (DELIVER, Reason.APPLIES), "low": (RETIRE, Reason.OUTRANKED)}


def test_a_playbook_that_is_held_back_leaves_its_place_to_the_next() -> None:
    library = a_library(a_playbook("low", priority=1), a_playbook("high", priority=99))
    exhausted = given("high", days_ago=99, retired=Reason.NO_LONGER_APPLIES)

    decisions = decided(library, found("high", "low"), exhausted, given("low"), limits=Limits(deal_cards=1))

    assert told(decisions) == {"high": (HOLD_BACK, Reason.EXHAUSTED), "low": (KEEP, Reason.STILL_APPLIES)}


def test_a_card_that_cannot_be_written_takes_no_place_and_no_minutes() -> None:
    library = a_library(a_playbook("low", priority=1), a_playbook("high", priority=99))

    decisions = decided(
        library,
        found("high", "low"),
        load=RepLoad(Decimal(22)),
        limits=Limits(deal_cards=1),
        unrenderable={"high": "deal.amount is empty on this deal."},
    )

    assert told(decisions) == {"high": (HOLD_BACK, Reason.UNRENDERABLE), "low": (DELIVER, Reason.APPLIES)}
    assert decisions.decisions[0].detail == "deal.amount is empty on this deal."


def test_always_takes_no_place_and_is_held_back_by_no_limit() -> None:
    library = a_library(a_playbook("law", always=True, priority=1), a_playbook("high", priority=99))
    full = Limits(deal_cards=1, daily_cards=1, weekly_minutes=Decimal(1))

    decisions = decided(library, found("high", "law"), given("high"), load=RepLoad(Decimal(9), 9), limits=full)

    assert told(decisions) == {"law": (DELIVER, Reason.APPLIES), "high": (KEEP, Reason.STILL_APPLIES)}


@pytest.mark.parametrize("reason", [Reason.NO_LONGER_APPLIES, Reason.SNOOZED])
def test_always_comes_back_whenever_it_applies(reason: Reason) -> None:
    library = a_library(a_playbook("law", always=True))

    decisions = decided(library, found("law"), given("law", days_ago=400, retired=reason))

    assert told(decisions) == {"law": (DELIVER, Reason.APPLIES_AGAIN)}


# ---------------------------------------------------------------- what a rep gets


def test_the_week_has_only_so_many_minutes() -> None:
    decisions = decided(ONE, found("trade"), load=RepLoad(Decimal("22.4")))

    assert only(decisions).reason is Reason.WEEKLY_MINUTES
    assert only(decisions).detail == "22.4 of 24 minutes used this week; this card takes 2."
    assert decisions.check_at == MONDAY


def test_deliveries_of_one_evaluation_add_up() -> None:
    library = a_library(a_playbook("a"), a_playbook("b"), a_playbook("c"))

    decisions = decided(library, found("a", "b", "c"), load=RepLoad(Decimal(20)), minutes={"c": "0.1"})

    assert [each.verdict for each in decisions.decisions] == [DELIVER, DELIVER, HOLD_BACK]
    assert decisions.decisions[2].detail == "24 of 24 minutes used this week; this card takes 0.1."


def test_a_shorter_card_may_fit_where_a_better_one_does_not() -> None:
    library = a_library(a_playbook("long", priority=99), a_playbook("short"))

    decisions = decided(library, found("long", "short"), load=RepLoad(Decimal(22)), minutes={"long": "5"})

    assert told(decisions) == {"long": (HOLD_BACK, Reason.WEEKLY_MINUTES), "short": (DELIVER, Reason.APPLIES)}


def test_a_card_longer_than_any_week_is_not_waited_for() -> None:
    decisions = decided(ONE, found("trade"), minutes={"trade": "30"})

    assert only(decisions).reason is Reason.WEEKLY_MINUTES
    assert decisions.check_at is None


def test_no_limits_hold_nothing_back() -> None:
    limits = Limits(daily_cards=0, weekly_minutes=Decimal(0))

    assert only(decided(ONE, found("trade"), load=RepLoad(Decimal(999), 999), limits=limits)).verdict is DELIVER


def test_the_day_has_only_so_many_cards_and_ends_at_the_services_midnight() -> None:
    limits = Limits(daily_cards=2, timezone=ZoneInfo("America/New_York"))

    decisions = decided(ONE, found("trade"), load=RepLoad(cards_today=2), limits=limits)

    assert only(decisions).reason is Reason.DAILY_CAP
    assert only(decisions).detail == "The rep has had 2 of at most 2 cards today."
    assert decisions.check_at == datetime(2026, 11, 26, 5, tzinfo=UTC)


def test_a_deal_gets_two_new_cards_a_day_and_the_next_one_when_the_next_day_begins() -> None:
    library = a_library(*(a_playbook(name) for name in "abc"))
    limits = Limits(timezone=ZoneInfo("America/New_York"))

    decisions = decided(library, found("a", "b", "c"), limits=limits)

    assert told(decisions)["c"] == (HOLD_BACK, Reason.DEAL_DAILY_CAP)
    assert decisions.decisions[-1].detail == "This deal has had 2 of at most 2 new cards today."
    assert decisions.check_at == datetime(2026, 11, 26, 5, tzinfo=UTC)


def test_what_was_new_on_the_deal_earlier_in_the_day_counts_and_what_was_new_before_does_not() -> None:
    library = a_library(*(a_playbook(name) for name in "abcd"))
    gone = given("a", days_ago=0.1, retired=Reason.NO_LONGER_APPLIES)

    decisions = decided(library, found("b", "c", "d"), gone, given("b", days_ago=1))

    assert told(decisions)["c"] == (DELIVER, Reason.APPLIES)
    assert told(decisions)["d"] == (HOLD_BACK, Reason.DEAL_DAILY_CAP)


def test_a_card_that_comes_back_is_not_new_on_the_deal() -> None:
    library = a_library(*(a_playbook(name) for name in "abc"))
    gone = given("a", days_ago=3, retired=Reason.NO_LONGER_APPLIES)

    decisions = decided(library, found("a", "b", "c"), gone)

    assert {name: verdict for name, (verdict, _) in told(decisions).items()} == dict.fromkeys("abc", DELIVER)


def test_always_playbooks_neither_count_towards_the_deals_day_nor_wait_for_the_next() -> None:
    library = a_library(*(a_playbook(name) for name in "ab"), *(a_playbook(name, always=True) for name in "xy"))

    decisions = decided(library, found("a", "b", "x", "y"))

    assert {name: verdict for name, (verdict, _) in told(decisions).items()} == dict.fromkeys("abxy", DELIVER)


def test_no_limit_for_the_deals_day_holds_nothing_back() -> None:
    library = a_library(*(a_playbook(name) for name in "abc"))

    decisions = decided(library, found("a", "b", "c"), limits=Limits(deal_daily_cards=0))

    assert {verdict for verdict, _ in told(decisions).values()} == {DELIVER}


def test_a_playbook_may_limit_how_often_it_meets_a_rep() -> None:
    library = a_library(a_playbook("trade", limits={"per_rep_per_week": 2}))

    decisions = decided(library, found("trade"), load=RepLoad(week_by_playbook={"trade": 2}))

    assert only(decisions).reason is Reason.REP_CAP
    assert only(decisions).detail == "The rep has had 2 of at most 2 cards of this playbook this week."
    assert decisions.check_at == MONDAY


def test_a_playbook_may_limit_how_often_it_meets_a_deal() -> None:
    library = a_library(a_playbook("trade", ("one", "two"), limits={"per_deal": 1}))

    decision = only(decided(library, found("trade"), given("trade", days_ago=99, retired=Reason.OUTRANKED)))

    assert decision.reason is Reason.DEAL_CAP
    assert decision.detail == "This deal has had 1 of at most 1 cards of this playbook."


def test_the_next_check_is_the_earliest_of_all() -> None:
    soon = NOW + timedelta(hours=2)

    full = RepLoad(Decimal(24))

    assert decided(ONE, found("trade", check_at=soon), load=full).check_at == soon
    assert decided(ONE, found("trade", check_at=NOW + timedelta(days=99)), load=full).check_at == MONDAY


# ---------------------------------------------------------------- what reps lay aside


@pytest.mark.parametrize("reason", [Reason.DONE, Reason.DISMISSED])
def test_a_card_that_is_done_or_dismissed_leaves_the_deal_in_the_rep_s_words(reason: Reason) -> None:
    past = given("trade", laid_aside=LaidAside(reason, "In so many words."))

    retired, held = decided(a_library(a_playbook("trade")), found("trade"), past).decisions

    assert (retired.verdict, retired.reason, retired.detail) == (Verdict.RETIRE, reason, "In so many words.")
    assert (held.verdict, held.reason) == (Verdict.HOLD_BACK, Reason.EXHAUSTED)


def test_what_is_done_does_not_come_back_when_the_deal_moves_to_and_fro() -> None:
    past = given("trade", retired=Reason.NO_LONGER_APPLIES, laid_aside=LaidAside(Reason.DONE, "Done."))

    assert told(decided(a_library(a_playbook("trade")), found("trade"), past)) == {
        "trade": (Verdict.HOLD_BACK, Reason.EXHAUSTED)
    }


def test_a_playbook_gives_no_other_card_while_one_is_put_off() -> None:
    later = LaidAside(Reason.SNOOZED, "Later.", until=NOW + timedelta(days=2))
    past = given("trade", days_ago=90, retired=Reason.SNOOZED, laid_aside=later)

    decisions = decided(a_library(a_playbook("trade", ["one", "two"])), found("trade"), past)

    assert only(decisions).reason is Reason.SNOOZED
    assert decisions.check_at == NOW + timedelta(days=2)


def test_a_card_that_was_put_off_comes_back_as_itself_even_after_the_cooldown() -> None:
    until_now = LaidAside(Reason.SNOOZED, "Later.", until=NOW)
    past = given("trade", days_ago=90, retired=Reason.SNOOZED, laid_aside=until_now)

    decision = only(decided(a_library(a_playbook("trade", ["one", "two"])), found("trade"), past))

    assert (decision.verdict, decision.reason, decision.card) == (Verdict.DELIVER, Reason.APPLIES_AGAIN, "one")
    assert decision.minutes == 0


@pytest.mark.parametrize(("stage", "verdict"), [(DEAL.stage, Verdict.HOLD_BACK), ("another", Verdict.DELIVER)])
def test_a_card_that_was_put_off_until_the_stage_changes_waits_for_that(stage: str, verdict: Verdict) -> None:
    past = given("trade", retired=Reason.SNOOZED, laid_aside=LaidAside(Reason.SNOOZED, "Then.", stage=stage))

    assert only(decided(a_library(a_playbook("trade")), found("trade"), past)).verdict is verdict


def test_compliance_stays_whatever_its_rep_says() -> None:
    past = given("gifts", laid_aside=LaidAside(Reason.DISMISSED, "No."))

    assert only(decided(a_library(a_playbook("gifts", always=True)), found("gifts"), past)).verdict is Verdict.KEEP


def test_a_skill_that_the_rep_masters_is_not_coached_until_that_ends() -> None:
    load = RepLoad(mastered={"pricing": NOW + timedelta(days=9)})
    library = a_library(a_playbook("price", skill="pricing"), a_playbook("trade", skill="negotiation"))

    decisions = decided(library, found("price", "trade"), load=load)

    assert told(decisions)["price"] == (Verdict.HOLD_BACK, Reason.MASTERED)
    assert decisions.decisions[0].detail == (
        "The rep has mastered this skill (pricing): two right answers on cards that were done, at least a week apart."
        " The next question about it is due on 4 December 2026."
    )
    assert told(decisions)["trade"][0] is Verdict.DELIVER
    assert decisions.check_at == NOW + timedelta(days=9)


def test_mastery_takes_no_open_card_away() -> None:
    load = RepLoad(mastered={"pricing": NOW + timedelta(days=9)})

    decisions = decided(a_library(a_playbook("price", skill="pricing")), found("price"), given("price"), load=load)

    assert only(decisions).verdict is Verdict.KEEP
