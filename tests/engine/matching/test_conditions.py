"""What every operator means, on a deal at Mercy Hospital; and how it is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from coach.engine.matching.facts import DEAL_READERS, PRODUCT_READERS
from coach.engine.model import Deal, StageChange, Truth
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from tests.engine.matching.examples import ANN, DEAL, NOW, SCANNER, deal, rulebook, traced

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def test_every_word_of_the_vocabulary_has_a_meaning() -> None:
    assert set(DEAL_READERS) == set(DEAL_FACTS)
    assert set(PRODUCT_READERS) == set(PRODUCT_FACTS)


LAST_CHANGE = "came from Proposal/Price Quote into Negotiation/Review on 20 November 2026"
OTHER_KIND = "the field holds true or false, and the playbook compares a number"
DAY = "20 December 2026"
CASES = [
    ("stage: {is: ' negotiation/REVIEW '}", TRUE, "negotiation/REVIEW", "Negotiation/Review"),
    ("stage: {is: [Prospecting, Qualification]}", FALSE, "Prospecting or Qualification", "Negotiation/Review"),
    ("stage: {is_not: Prospecting}", TRUE, "not Prospecting", "Negotiation/Review"),
    ("type: {is_not: [Renewal, New business]}", FALSE, "neither Renewal nor New business", "New Business"),
    ("stage: {entered: Negotiation/Review}", TRUE, "came into Negotiation/Review from another stage", LAST_CHANGE),
    ("stage: {entered: Proposal/Price Quote}", FALSE, "came into Proposal/Price Quote from another stage", LAST_CHANGE),
    ("stage: {from: Proposal/Price Quote}", TRUE, "came out of Proposal/Price Quote", LAST_CHANGE),
    ("stage: {from: Prospecting}", FALSE, "came out of Prospecting", LAST_CHANGE),
    ("deal_name: {contains: [Clinic, hospital]}", TRUE, "contains “Clinic” or “hospital”", "Mercy Hospital: scanner"),
    ("deal_name: {starts_with: mercy}", TRUE, "begins with “mercy”", "Mercy Hospital: scanner"),
    ("deal_name: {starts_with: hospital}", FALSE, "begins with “hospital”", "Mercy Hospital: scanner"),
    ("amount: {at_least: 62000, currency: USD}", TRUE, "at least 62,000 USD", "62,000 USD"),
    ("amount: {above: 62000}", FALSE, "above 62,000", "62,000 USD"),
    ("amount: {at_least: 49600, currency: EUR}", TRUE, "at least 49,600 EUR", "62,000 USD (49,600 EUR)"),
    ("amount: {below: 49600, currency: EUR}", FALSE, "below 49,600 EUR", "62,000 USD (49,600 EUR)"),
    ("probability: {between: [50, 75]}", TRUE, "between 50% and 75%", "75%"),
    ("probability: {at_most: 74.5}", FALSE, "at most 74.5%", "75%"),
    ("contact_roles: {is: [1, 2]}", TRUE, "1 contact or 2 contacts", "2 contacts"),
    ("pushes: {is_not: 1}", FALSE, "not 1 time", "1 time"),
    ("product_count: {is: 1}", TRUE, "1 product", "1 product"),
    ("days_in_stage: {is: 3}", TRUE, "3 days", "3 days"),
    ("age_days: {above: 40}", FALSE, "above 40 days", "40 days"),
    ("days_to_close: {at_most: 27}", TRUE, "at most 27 days", "27 days"),
    ("owner_tenure_days: {is: 22}", TRUE, "22 days", "22 days"),
    ("close_date: {is: 2026-12-20}", TRUE, DAY, DAY),
    ("close_date: {before: 2026-12-20}", FALSE, "before 20 December 2026", DAY),
    ("close_date: {after: 2026-12-19}", TRUE, "after 19 December 2026", DAY),
    ("close_date: {between: [2026-12-20, 2027-01-02]}", TRUE, "between 20 December 2026 and 2 January 2027", DAY),
    ("close_date: {within_next_days: 27}", TRUE, "today or in the next 27 days", "27 days ahead"),
    ("close_date: {within_next_days: 26}", FALSE, "today or in the next 26 days", "27 days ahead"),
    ("close_date: {within_last_days: 27}", FALSE, "today or in the last 27 days", "27 days ahead"),
    ("close_date: {more_than_days_ahead: 26}", TRUE, "more than 26 days ahead", "27 days ahead"),
    ("close_date: {more_than_days_ago: 1}", FALSE, "more than 1 day ago", "27 days ahead"),
    ("closed: false", TRUE, "no", "no"),
    ("next_step: {empty: true}", TRUE, "not filled in", "not filled in"),
    ("next_step: {empty: false}", FALSE, "filled in", "not filled in"),
    ("type: {empty: false}", TRUE, "filled in", "filled in"),
    ("next_step: {is: Call}", UNKNOWN, "Call", "not filled in"),
    ("next_step: {is_not: Call}", UNKNOWN, "not Call", "not filled in"),
    ("account_industry: {is: Healthcare}", TRUE, "Healthcare", "Healthcare"),
    ("account_type: {is: Customer}", UNKNOWN, "Customer", "not filled in"),
    ("fields: {Competitor__c: {contains: globex}}", TRUE, "contains “globex”", "Acme;Globex"),
    ("fields: {Go_Live__c: {within_next_days: 8}}", TRUE, "today or in the next 8 days", "8 days ahead"),
    ("fields: {Score__c: {above: 7}}", TRUE, "above 7", "7.5"),
    ("fields: {Score__c: {above: 7, currency: EUR}}", FALSE, "above 7 EUR", "7.50 USD (6 EUR)"),
    ("fields: {Flag__c: true}", TRUE, "yes", "yes"),
    ("fields: {Flag__c: {above: 7}}", UNKNOWN, "above 7", OTHER_KIND),
    ("fields: {Other__c: {empty: true}}", UNKNOWN, "not filled in", "your org does not show this field to Coach"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "truth", "expected", "found"), CASES, ids=[case[0] for case in CASES])
def test_a_condition_comes_out_and_is_told(when: str, truth: Truth, expected: str, found: str) -> None:
    trace = traced(when)

    assert (trace.truth, trace.expected, trace.found) == (truth, expected, found)


PRODUCT_CASES = [
    ("product: {family: {is: Capital Equipment}, discount: {above: 15}}", TRUE, "Scanner"),
    ("product: {name: {is: Services}}", FALSE, "none of 2 products"),
    ("product: {family: {is: Capital Equipment}, discount: {below: 15}}", FALSE, "none of 2 products"),
    ("product: {quantity: {above: 4}}", UNKNOWN, "cannot be told of 2 products"),
    ("product: {code: {is: '0815'}}", TRUE, "Scanner"),
    ("every_product: {unit_price: {at_least: 1000}}", FALSE, "1 of 2 products"),
    ("every_product: {unit_price: {at_least: 100, currency: EUR}}", TRUE, "2 of 2 products"),
    ("every_product: {family: {is: Capital Equipment}}", UNKNOWN, "1 of 2 products"),
]


@pytest.mark.parametrize(("when", "truth", "found"), PRODUCT_CASES, ids=[case[0] for case in PRODUCT_CASES])
def test_products_come_out_together(when: str, truth: Truth, found: str) -> None:
    service = replace(SCANNER, name="Training", code=None, family=None, quantity=None, unit_price=Decimal(500))

    trace = traced(when, deal(products=(SCANNER, service)))

    assert (trace.truth, trace.found) == (truth, found)


@pytest.mark.parametrize("word", ["product", "every_product"])
def test_a_deal_without_products_has_none_that_fits(word: str) -> None:
    trace = traced(f"{word}: {{name: {{empty: false}}}}", deal(products=()))

    assert trace.truth is FALSE


HIDDEN_CASES = [
    ("amount: {empty: true}", "amount", ("amount",)),
    ("days_to_close: {below: 9}", "close_date", ("days_to_close",)),
    ("days_in_stage: {above: 9}", "stage_history", ("days_in_stage",)),
    ("stage: {entered: Negotiation/Review}", "stage_history", ("stage",)),
    ("product_count: {is: 0}", "product", ("product_count",)),
    ("product: {discount: {above: 90}}", "product", ("product",)),
    ("product: {discount: {above: 90}}", "product.discount", ("product.discount",)),
    ("fields: {Score__c: {above: 9}}", "Score__c", ("fields.Score__c",)),
]


@pytest.mark.parametrize(("when", "hidden", "missing"), HIDDEN_CASES)
def test_what_the_org_hides_is_unknown(when: str, hidden: str, missing: tuple[str, ...]) -> None:
    trace = traced(when, deal(unreadable=frozenset({hidden})))

    assert (trace.truth, trace.missing) == (UNKNOWN, missing)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (deal(currency=None), "the deal's currency is not known"),
        (deal(rates={}), "your org has no exchange rate for USD"),
        (deal(rates={"USD": Decimal(1)}), "your org has no exchange rate for EUR"),
        (
            deal(rates={"USD": Decimal(1)}, rates_on=date(2026, 12, 20)),
            "your org has no exchange rate for EUR on 2026-12-20",
        ),
    ],
)
def test_money_that_cannot_be_converted_is_unknown(seen: Deal, found: str) -> None:
    trace = traced("amount: {above: 0, currency: EUR}", seen)

    assert (trace.truth, trace.found) == (UNKNOWN, found)


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")])
def test_what_is_no_number_is_unknown_and_trips_nothing(amount: Decimal) -> None:
    seen = deal(amount=amount)

    assert traced("amount: {above: 0}", seen).truth is UNKNOWN
    assert rulebook(x="{amount: {above: 0}}").find(seen, NOW).unknown == ("x",)


def test_a_deal_that_never_changed_its_stage_entered_none() -> None:
    from_the_start = deal(history=(StageChange(DEAL.stage, NOW),))

    trace = traced("stage: {entered: Negotiation/Review}", from_the_start)

    assert (trace.truth, trace.found) == (FALSE, "in Negotiation/Review from the start")


@pytest.mark.parametrize("history", [(), (StageChange("Prospecting", NOW),)])
def test_a_history_that_does_not_reach_the_stage_tells_nothing(history: tuple[StageChange, ...]) -> None:
    trace = traced("days_in_stage: {above: 1}", deal(history=history))

    assert (trace.truth, trace.found) == (UNKNOWN, "the deal's stage history is not known")


def test_texts_from_the_record_are_shortened_and_kept_on_one_line() -> None:
    trace = traced("next_step: {contains: Call}", deal(next_step="Call\nAnn " + "a" * 500))

    assert trace.found.startswith("Call Ann aaa")
    assert len(trace.found) == 120


def test_groups_tell_how_many_are_true() -> None:
    trace = traced("any: [{contact_roles: {below: 2}}, {type: {is: Renewal}}, {pushes: {is: 1}}]")

    assert (trace.condition, trace.expected, trace.found) == ("any", "at least one of these", "1 of 3 true")


def test_not_tells_what_is_so() -> None:
    trace = traced("not: {type: {is: New Business}}")

    assert (trace.truth, trace.expected, trace.found) == (FALSE, "not this", "it is so")
    assert [part.condition for part in trace.parts] == ["type"]


def test_only_a_few_products_are_shown_those_that_decide_first() -> None:
    other = replace(SCANNER, name="Other", family="Services")

    trace = traced("product: {family: {is: Capital Equipment}}", deal(products=(*[other] * 9, SCANNER)))

    assert [part.condition for part in trace.parts] == ["Scanner", "Other", "Other"]


def test_calendar_days_are_those_of_the_time_zone() -> None:
    book = rulebook(x="{days_to_close: {is: 0}}")
    late = datetime(2026, 12, 19, 23, 30, tzinfo=UTC)
    berlin = replace(book, zone=ZoneInfo("Europe/Berlin"))

    assert book.find(DEAL, late).applies == ()
    assert berlin.find(DEAL, late).applies == ("x",)


def test_a_day_in_a_stage_has_24_hours() -> None:
    book = rulebook(x="{days_in_stage: {at_least: 1}}")
    seen = deal(history=(StageChange(DEAL.stage, NOW),))

    assert book.find(seen, NOW + timedelta(hours=23, minutes=59)).applies == ()
    assert book.find(seen, NOW + timedelta(hours=24)).applies == ("x",)


@pytest.mark.parametrize("fact", ["days_in_stage", "age_days"])
def test_a_clock_behind_that_of_the_org_makes_no_day_negative(fact: str) -> None:
    soon = NOW + timedelta(seconds=2)
    seen = deal(history=(StageChange(DEAL.stage, soon),), created_at=soon)

    assert traced(f"{fact}: {{is: 0}}", seen).truth is TRUE


def test_an_owner_without_a_start_date_has_an_unknown_tenure() -> None:
    assert traced("owner_tenure_days: {below: 90}", deal(owner=replace(ANN, started_on=None))).truth is UNKNOWN
