"""Whether what a card asks for is seen on the deal in time, and whether the deal moved."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from coach.engine.adherence import asks_for_authors, looks_for, moved, next_look, observe
from coach.engine.model import Adherence, Author, Deal, Observed, Watch
from coach.engine.playbook import Library, load_texts
from coach.engine.playbook.operators import OPERATORS
from tests.engine.adherence.worlds import AGENT, REP, all_by
from tests.engine.matching.examples import DEAL, NOW, SCANNER

DUE = NOW + timedelta(days=14)


def a_library(seen: str, within: int = 14) -> Library:
    text = f"""
title: Trade
status: live
when: {{closed: false}}
adherence: {{within_days: {within}, seen: {seen}}}
cards: [{{name: one, title: One, tip: Say so.}}]
"""
    return load_texts({"trade": text})


def watch(**changes: Any) -> Watch:
    kept = Watch("key", "trade", NOW, NOW + timedelta(days=30), DEAL, due=DUE, adherence=Adherence.WAITING)
    return replace(kept, **changes)


def seen(condition: str, days: float = 3, then: Deal = DEAL, **changes: Any) -> Adherence | None:
    """What comes of it that the rep has changed the deal so, so many days after the delivery."""
    at = NOW + timedelta(days=days)
    deal = replace(then, **{"modified_at": at, **changes})
    found = observe([watch(then=then)], deal, a_library(condition), at, UTC, all_by(REP, then, deal))
    return found[0].adherence if found else Adherence.WAITING


SEEN = [
    ("{next_step: {changed: true}}", {"next_step": "Call Noor"}),
    ("{amount: {increased: true}}", {"amount": Decimal(70000)}),
    ("{amount: {decreased: true}}", {"amount": Decimal(50000)}),
    ("{close_date: {changed: true}}", {"close_date": None}),
    ("{contact_roles: {increased: true}}", {"contact_roles": 3}),
    ("{contact_roles: {at_least: 3}}", {"contact_roles": 4}),
    ("{any: [{next_step: {changed: true}}, {won: true}]}", {"stage": "Closed Won", "won": True, "closed": True}),
    ("{next_step: {changed: true}, not: {amount: {changed: true}}}", {"next_step": "Call Noor"}),
    ("{fields: {Score__c: {increased: true}}}", {"fields": {**DEAL.fields, "Score__c": Decimal(9)}}),
    ("{fields: {Score__c: {changed: true}}}", {"fields": {**DEAL.fields, "Score__c": Decimal(9)}}),
    ("{fields: {Go_Live__c: {increased: true}}}", {"fields": {**DEAL.fields, "Go_Live__c": date(2027, 1, 1)}}),
    ("{fields: {Flag__c: {changed: true}}}", {"fields": {**DEAL.fields, "Flag__c": False}}),
    ("{amount: {increased: true, currency: EUR}}", {"amount": Decimal(70000)}),
]


@pytest.mark.parametrize("word", [each.word for each in OPERATORS.values() if each.adherence_only])
def test_every_operator_since_the_delivery_is_among_the_cases(word: str) -> None:
    assert any(f"{{{word}: true" in condition for condition, _ in SEEN), f"say above when “{word}” is seen"


@pytest.mark.parametrize(("condition", "changes"), SEEN)
def test_what_is_asked_for_is_seen(condition: str, changes: dict[str, Any]) -> None:
    assert seen(condition, **changes) is Adherence.SEEN


@pytest.mark.parametrize(
    ("condition", "changes"),
    [
        ("{next_step: {changed: true}}", {}),
        ("{amount: {increased: true}}", {"amount": Decimal(62000)}),
        ("{amount: {increased: true}}", {"amount": None}),
        ("{amount: {increased: true}}", {"amount": Decimal(70000), "currency": "EUR"}),
        ("{fields: {Other__c: {changed: true}}}", {}),
        ("{lead_source: {changed: true}}", {"lead_source": "Web", "unreadable": frozenset({"lead_source"})}),
    ],
    ids=["nothing happened", "the same", "emptied", "another currency", "not there", "hidden"],
)
def test_what_cannot_be_seen_is_waited_for(condition: str, changes: dict[str, Any]) -> None:
    assert seen(condition, **changes) is Adherence.WAITING


def chosen(*values: str) -> Deal:
    return replace(DEAL, fields={"Modules__c": values})


@pytest.mark.parametrize(
    ("operator", "now", "outcome"),
    [
        ("changed", ("B", "a"), Adherence.WAITING),
        ("changed", ("A",), Adherence.SEEN),
        ("increased", ("A", "B", "C"), Adherence.SEEN),
        ("increased", ("A",), Adherence.WAITING),
        ("decreased", ("A",), Adherence.SEEN),
        ("decreased", ("A", "B", "C"), Adherence.WAITING),
    ],
)
def test_a_selection_is_compared_by_what_was_added_and_taken_away(
    operator: str, now: tuple[str, ...], outcome: Adherence
) -> None:
    condition = f"{{fields: {{Modules__c: {{{operator}: true}}}}}}"

    assert seen(condition, then=chosen("A", "B"), fields={"Modules__c": now}) is outcome


def test_the_same_words_in_other_letters_are_no_change() -> None:
    then = replace(DEAL, next_step="Call Noor")

    assert seen("{next_step: {changed: true}}", then=then, next_step=" call NOOR ") is Adherence.WAITING


def test_when_it_was_seen_is_kept() -> None:
    at = NOW + timedelta(days=3)

    deal = replace(DEAL, next_step="x")

    found = observe([watch()], deal, a_library("{next_step: {changed: true}}"), at, UTC, all_by(REP, DEAL, deal))

    assert found == (Observed("key", Adherence.SEEN, at, None, over=False, seen_by=Author.REP),)


def test_after_the_window_nothing_is_seen_any_more() -> None:
    assert seen("{next_step: {changed: true}}", days=15, next_step="Call Noor") is Adherence.NOT_SEEN


def test_a_deal_read_late_counts_as_it_stood_in_time() -> None:
    changes: dict[str, Any] = {"next_step": "Call Noor", "modified_at": NOW + timedelta(days=13)}

    assert seen("{next_step: {changed: true}}", days=15, **changes) is Adherence.SEEN


def test_nothing_is_told_of_what_its_author_took_back_or_of_a_deal_that_is_gone() -> None:
    library = load_texts({})

    taken_back = observe([watch()], DEAL, library, NOW, UTC)
    gone = observe([watch()], None, a_library("{won: true}"), NOW, UTC)

    assert [each.adherence for each in (*taken_back, *gone)] == [None, None]
    assert gone[0].over


def test_what_was_seen_stays_seen() -> None:
    known = watch(adherence=Adherence.SEEN, seen_at=NOW)

    (found,) = observe([known], None, a_library("{won: true}"), NOW, UTC)

    assert (found.adherence, found.seen_at) == (Adherence.SEEN, NOW)


def test_without_news_there_is_nothing_to_keep() -> None:
    assert observe([watch()], DEAL, a_library("{won: true}"), NOW, UTC) == ()


def test_a_watch_is_over_when_both_questions_are_answered() -> None:
    at = NOW + timedelta(days=3)
    deal = replace(DEAL, won=True, closed=True, stage="Closed Won", modified_at=at)

    (found,) = observe([watch()], deal, a_library("{won: true}"), at, UTC, all_by(REP, DEAL, deal))

    assert (found.adherence, found.moved_at, found.over) == (Adherence.SEEN, at, True)


@pytest.mark.parametrize(
    ("changes", "forward"),
    [
        ({}, False),
        ({"stage": "Verbal", "probability": Decimal(90)}, True),
        ({"stage": "Verbal", "probability": None}, True),
        ({"stage": "Qualification", "probability": Decimal(10)}, False),
        ({"stage": "Closed Won", "won": True, "closed": True, "probability": Decimal(100)}, True),
        ({"stage": "Closed Lost", "closed": True, "probability": Decimal(0)}, False),
        ({"probability": Decimal(90)}, False),
    ],
)
def test_a_deal_moves_forward_by_its_stage(changes: dict[str, Any], forward: bool) -> None:
    assert moved(DEAL, replace(DEAL, **changes)) is forward


def test_a_move_counts_for_thirty_days() -> None:
    late = NOW + timedelta(days=31)
    deal = replace(DEAL, stage="Verbal", probability=Decimal(90), modified_at=late)

    found = observe(
        [watch(adherence=None, due=None)], deal, a_library("{won: true}"), late, UTC, all_by(REP, DEAL, deal)
    )

    assert found[0].moved_at is None


def test_what_is_there_already_at_delivery_is_not_looked_for() -> None:
    already = a_library("{contact_roles: {at_least: 2}}").playbooks["trade"].adherence
    not_yet = a_library("{contact_roles: {increased: true}}").playbooks["trade"].adherence

    assert already
    assert not looks_for(already.seen, DEAL, NOW, UTC)
    assert not_yet
    assert looks_for(not_yet.seen, DEAL, NOW, UTC)


def test_the_deal_is_looked_at_again_when_the_window_ends() -> None:
    assert next_look([watch()], DEAL, a_library("{won: true}"), NOW, UTC) == DUE
    assert next_look([watch(adherence=Adherence.SEEN)], DEAL, a_library("{won: true}"), NOW, UTC) is None


def test_the_deal_is_looked_at_again_when_days_passing_could_answer() -> None:
    library = a_library("{days_to_close: {at_most: 20, increased: true}}")

    assert next_look([watch()], DEAL, library, NOW, UTC) == datetime(2026, 11, 30, tzinfo=UTC)


def test_the_deal_is_looked_at_again_when_the_days_of_a_line_item_pass() -> None:
    library = a_library("{product: {fields: {Due__c: {more_than_days_ago: 2}}}}")
    deal = replace(DEAL, products=(replace(SCANNER, fields={"Due__c": date(2026, 11, 22)}),))

    assert next_look([watch()], deal, library, NOW, UTC) == datetime(2026, 11, 25, tzinfo=UTC)


CHANGED = "{next_step: {changed: true}}"


def by_the_agent(at: datetime, **state: Any) -> tuple[Observed, ...]:
    deal = replace(DEAL, next_step="Call Noor", modified_at=NOW + timedelta(days=3))
    return observe([watch(**state)], deal, a_library(CHANGED), at, UTC, all_by(AGENT, DEAL, deal))


def test_what_an_agent_did_is_told_and_waits_for_a_person_until_the_window_ends() -> None:
    (first,) = by_the_agent(NOW + timedelta(days=3))
    (last,) = by_the_agent(DUE, seen_by=Author.AUTOMATION)

    assert (first.adherence, first.seen_by, first.seen_at) == (Adherence.WAITING, Author.AUTOMATION, None)
    assert (last.adherence, last.seen_by, last.seen_at) == (Adherence.NOT_SEEN, Author.AUTOMATION, None)


def test_what_was_undone_again_is_nobodys() -> None:
    known = watch(seen_by=Author.AUTOMATION)

    (found,) = observe([known], DEAL, a_library(CHANGED), NOW, UTC, all_by(AGENT, DEAL, DEAL))

    assert (found.adherence, found.seen_by) == (Adherence.WAITING, None)


def test_an_author_who_is_not_known_is_asked_for_once_more_and_then_when_the_window_ends() -> None:
    at = NOW + timedelta(days=3)
    deal, library = replace(DEAL, next_step="Call Noor"), a_library(CHANGED)

    first = observe([watch()], deal, library, at, UTC, None)
    then = watch(seen_by=first[0].seen_by)

    assert first[0].seen_by is Author.NOT_KNOWN
    assert next_look([watch()], deal, library, at, UTC, first) == at + timedelta(minutes=15)
    assert next_look([then], deal, library, at, UTC, observe([then], deal, library, at, UTC, None)) == DUE


def test_a_step_forward_by_an_agent_is_no_step_of_the_reps() -> None:
    at = NOW + timedelta(days=3)
    deal = replace(DEAL, stage="Verbal", probability=Decimal(90), modified_at=at)

    (found,) = observe([watch()], deal, a_library(CHANGED), at, UTC, all_by(AGENT, DEAL, deal))

    assert (found.moved_at, found.moved_by, found.over) == (None, Author.AUTOMATION, False)


@pytest.mark.parametrize(
    ("changes", "state", "asked"),
    [
        ({}, {}, False),
        ({"next_step": "Call Noor"}, {}, True),
        ({"next_step": "Call Noor"}, {"adherence": Adherence.SEEN}, False),
        ({"stage": "Verbal", "probability": Decimal(90)}, {}, True),
        ({"stage": "Verbal", "probability": Decimal(90)}, {"moved_at": NOW}, False),
    ],
)
def test_authors_are_asked_for_where_something_is_there_that_they_decide(
    changes: dict[str, Any], state: dict[str, Any], asked: bool
) -> None:
    deal = replace(DEAL, **changes)

    assert asks_for_authors([watch(**state)], deal, a_library(CHANGED), NOW, UTC) is asked
