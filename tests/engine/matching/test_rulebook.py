"""Which playbooks apply, in what order, for whom, and until when."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.engine.matching import Rulebook, compile_rules
from coach.engine.matching.words import LEFT_UNSAID
from coach.engine.model import Deal, Truth
from coach.engine.playbook import load_texts
from coach.errors import InvalidPlaybook
from tests.engine.matching.examples import ANN, DEAL, NOW, SCANNER, deal, playbook, rulebook

ANY_DEAL = "{deal_name: {empty: false}}"


def test_the_higher_priority_goes_first_and_ties_go_by_name() -> None:
    texts = {
        "b-low": playbook(ANY_DEAL, "priority: 10"),
        "c-high": playbook(ANY_DEAL, "priority: 90"),
        "a-low": playbook(ANY_DEAL, "priority: 10"),
    }

    assert compile_rules(load_texts(texts)).find(DEAL, NOW).applies == ("c-high", "a-low", "b-low")


def test_draft_playbooks_are_matched_and_retired_ones_are_not() -> None:
    texts = {status: playbook(ANY_DEAL).replace("live", status) for status in ("draft", "live", "retired")}
    book = compile_rules(load_texts(texts))

    assert book.find(DEAL, NOW).applies == ("draft", "live")
    assert book.explain("retired", DEAL, NOW).truth is Truth.TRUE


def test_missing_data_makes_a_playbook_unknown_rather_than_false() -> None:
    book = rulebook(a="{next_step: {is: Call}}", b="{next_step: {is: Call}, type: {is: Renewal}}")

    found = book.find(DEAL, NOW)

    assert (found.applies, found.unknown) == ((), ("a",))
    assert book.explain("a", DEAL, NOW).missing == ("next_step",)


@pytest.mark.parametrize(
    ("when", "applies"),
    [
        ("{type: {is: New Business}}", False),
        ("{closed: true}", True),
        ("{won: true}", True),
        ("{won: false}", False),
        ("{any: [{closed: true}, {closed: false}]}", True),
    ],
)
def test_closed_deals_are_left_out_unless_a_playbook_speaks_of_them(when: str, applies: bool) -> None:
    won = deal(closed=True, won=True, stage="Closed Won")

    assert rulebook(x=when).find(won, NOW).applies == (("x",) if applies else ())


def test_what_goes_without_saying_is_explained() -> None:
    first = rulebook(x=ANY_DEAL).explain("x", deal(closed=True), NOW).parts[0]

    assert (first.condition, first.expected, first.found) == ("closed", LEFT_UNSAID, "yes")


@pytest.mark.parametrize(
    ("title", "outside", "unsure"),
    [("Account Executive", set(), set()), ("Partner Manager", {"x"}, set()), (None, set(), {"x"})],
)
def test_playbooks_for_others_are_outside_and_those_of_which_it_cannot_be_told_unsure(
    title: str | None, outside: AbstractSet[str], unsure: AbstractSet[str]
) -> None:
    texts = {"x": playbook(ANY_DEAL, "audience: {owner_title: {contains: account executive}}"), "y": playbook(ANY_DEAL)}
    seen = deal(owner=replace(ANN, title=title))

    found = compile_rules(load_texts(texts)).find(seen, NOW)

    assert found.applies == ("x", "y")
    assert (found.outside, found.unsure) == (outside, unsure)


def test_the_audience_is_explained() -> None:
    book = compile_rules(load_texts({"x": playbook(ANY_DEAL, "audience: {owner_title: {is: Manager}}")}))

    trace = book.explain_audience("x", DEAL, NOW)

    assert trace.truth is Truth.FALSE
    assert [(part.expected, part.found) for part in trace.parts] == [("Manager", "Senior Account Executive")]


def test_an_audience_that_is_not_named_is_everybody() -> None:
    assert rulebook(x=ANY_DEAL).explain_audience("x", DEAL, NOW).truth is Truth.TRUE


def test_a_playbook_that_is_not_there_cannot_be_explained() -> None:
    with pytest.raises(KeyError):
        rulebook(x=ANY_DEAL).explain("y", DEAL, NOW)


BERLIN = ZoneInfo("Europe/Berlin")
CAME = DEAL.history[-1].at
DUE = deal(products=(replace(SCANNER, fields={"Due__c": date(2026, 12, 1)}),))
"""Its one line item is due in eight days."""


@pytest.mark.parametrize(
    ("when", "check_at"),
    [
        ("{stage: {is: Negotiation/Review}}", None),
        ("{days_in_stage: {at_least: 14}}", CAME + timedelta(days=14)),
        ("{days_in_stage: {above: 14}}", CAME + timedelta(days=15)),
        ("{days_in_stage: {is: 3}}", CAME + timedelta(days=4)),
        ("{days_in_stage: {at_least: 2}}", None),
        ("{age_days: {below: 41.5}}", DEAL.created_at + timedelta(days=42)),
        ("{days_to_close: {at_most: 14}}", datetime(2026, 12, 6, tzinfo=BERLIN)),
        ("{days_to_close: {above: 27}}", None),
        ("{close_date: {within_next_days: 30}}", datetime(2026, 12, 21, tzinfo=BERLIN)),
        ("{close_date: {more_than_days_ago: 2}}", datetime(2026, 12, 23, tzinfo=BERLIN)),
        ("{close_date: {after: 2026-12-01}}", None),
        ("{fields: {Go_Live__c: {within_next_days: 5}}}", datetime(2026, 11, 26, tzinfo=BERLIN)),
        ("{owner_tenure_days: {at_least: 30}}", datetime(2026, 12, 1, tzinfo=BERLIN)),
        ("{product: {fields: {Due__c: {within_next_days: 5}}}}", datetime(2026, 11, 26, tzinfo=BERLIN)),
        ("{every_product: {fields: {Due__c: {more_than_days_ago: 2}}}}", datetime(2026, 12, 4, tzinfo=BERLIN)),
        ("{days_in_stage: {at_least: 14}, type: {is: Renewal}}", None),
        ("{days_in_stage: {at_least: 99999999999999999999}}", None),
    ],
)
def test_the_moment_to_look_again_is_when_time_alone_changes_something(when: str, check_at: datetime | None) -> None:
    book = replace(rulebook(x=when), zone=BERLIN)

    assert book.find(DUE, NOW).check_at == check_at


@pytest.mark.parametrize("word", ["product", "every_product"])
def test_a_date_of_a_line_item_is_looked_at_again_in_a_tree_that_no_index_can_hold(word: str) -> None:
    due = "fields: {Due__c: {within_next_days: 5}}"
    others = ", ".join(f"{{{word}: {{any: [{{quantity: {{is: {n}}}}}, {{{due}}}]}}}}" for n in range(3, 8))
    book = replace(rulebook(x=f"{{any: [{others}]}}"), zone=BERLIN)

    assert book.find(DUE, NOW).check_at == datetime(2026, 11, 26, tzinfo=BERLIN)


def test_the_audience_too_is_looked_at_again() -> None:
    book = compile_rules(load_texts({"x": playbook(ANY_DEAL, "audience: {owner_tenure_days: {at_least: 30}}")}))

    found = book.find(DEAL, NOW)

    assert found.outside == {"x"}
    assert found.check_at == datetime(2026, 12, 1, tzinfo=UTC)


def test_conditions_too_many_to_multiply_out_are_still_matched() -> None:
    """Ten alternatives of two make a thousand clauses."""
    pairs = ", ".join(f"{{any: [{{pushes: {{is: {n}}}}}, {{contact_roles: {{at_most: {n}}}}}]}}" for n in range(2, 12))
    book = rulebook(x=f"{{all: [{pairs}, {{days_in_stage: {{at_least: 5}}}}]}}")

    assert book.find(DEAL, NOW).check_at == CAME + timedelta(days=5)
    assert book.find(DEAL, CAME + timedelta(days=5)).applies == ("x",)


@pytest.fixture
def book() -> Rulebook:
    return rulebook(x="{days_to_close: {at_most: 5}}")


@pytest.mark.parametrize("day", [date(1700, 1, 1), date.max, date.min])
def test_dates_that_nobody_meant_do_no_harm(book: Rulebook, day: date) -> None:
    seen: Deal = deal(close_date=day)

    assert book.find(seen, NOW).applies == (() if day is date.max or day.year > 2026 else ("x",))


def test_a_playbook_that_cannot_be_compiled_is_named() -> None:
    library = load_texts({"good": playbook("{closed: false}"), "bad": playbook("{closed: false}")})
    bad = library.playbooks["bad"].model_copy(update={"audience": 1})

    with pytest.raises(InvalidPlaybook) as caught:
        compile_rules(replace(library, playbooks={**library.playbooks, "bad": bad}))

    assert [problem.file for problem in caught.value.problems] == ["bad.yaml"]
    assert caught.value.problems[0].sentence.startswith("The conditions of this playbook cannot be used (")
