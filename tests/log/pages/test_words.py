from dataclasses import fields
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from coach.engine.deciding import label, sentence
from coach.engine.model import DeliveryState, Outcome, Reason, Source, Truth, Verdict
from coach.engine.responses import Dismissal, Response, ResponseKind
from coach.log.lines import Engagement
from coach.log.order import Sort
from coach.log.outcomes import CardOutcome
from coach.log.pages import words
from coach.log.pages.routes import inert, written
from coach.text import plain
from tests.engine.deciding.test_laws import Case, cases, outcome
from tests.fixtures.make import NOON

NOTHING: dict[str, Any] = dict.fromkeys(field.name for field in fields(Engagement))


def taken(**known: Any) -> Engagement:
    return Engagement(**NOTHING | known)


@given(cases())
def test_a_decision_never_has_a_reason_that_the_filters_call_impossible(case: Case) -> None:
    for decision in outcome(case).decisions:
        assert decision.verdict is Verdict.KEEP or decision.reason in words.REASONS[decision.verdict]


def test_there_is_a_word_for_everything() -> None:
    assert set(words.VERDICTS) == set(Verdict)
    assert set(words.NOTE_STATES) == set(DeliveryState)
    assert set(words.TRUTHS) == set(Truth)
    assert set(words.OUTCOMES) == set(CardOutcome)
    assert set(words.SORTS) == set(Sort)
    assert set(words.SETTLED) == set(Outcome)
    assert set(words.SOURCES) == set(Source)
    assert set(words.DISMISSALS) == set(Dismissal)


def test_no_reason_reads_as_a_program_calls_it() -> None:
    everyday = {"applies", "applies again", "still applies", "no longer applies", "deal closed", "done", "dismissed"}

    assert {label(reason) for reason in Reason if label(reason) == plain(reason.value)} == everyday
    assert [reason for reason in Reason if not sentence(reason).endswith(".")] == []


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        (Decimal("12345678.5"), "USD", "12,345,678.50 USD"),
        (Decimal("1E+7"), "EUR", "10,000,000 EUR"),
        (Decimal(0), None, "0"),
        (None, "EUR", "–"),
    ],
)
def test_money_reads_well(amount: Decimal | None, currency: str | None, told: str) -> None:
    assert words.money(amount, currency) == told


@pytest.mark.parametrize(("number", "told"), [("1.50", "1.5"), ("2", "2"), ("10", "10"), ("0", "–"), ("1E+1", "10")])
def test_minutes_read_well(number: str, told: str) -> None:
    assert words.minutes(Decimal(number)) == told


@pytest.mark.parametrize(
    ("seconds", "told"), [(None, "–"), (0.84, "0.8 s"), (75, "75 s"), (600, "10 min"), (90_000, "25 h")]
)
def test_durations_read_well(seconds: float | None, told: str) -> None:
    assert words.took(None if seconds is None else timedelta(seconds=seconds)) == told


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({}, "Not opened yet"),
        ({"opened_at": NOON}, "Opened, no answer yet"),
        ({"acknowledged_at": NOON}, "Acknowledged"),
        ({"acknowledged_at": NOON, "aside": "snoozed"}, "Put off"),
        ({"acknowledged_at": NOON, "dismissed_at": NOON, "dismissal": "wrong"}, "Dismissed: it is wrong"),
        ({"acknowledged_at": NOON, "done_at": NOON}, "Done"),
    ],
)
def test_the_furthest_step_is_told(known: dict[str, Any], told: str) -> None:
    assert words.response(taken(**known)) == told


def test_how_a_question_was_answered_is_told_only_to_whom_it_may_be() -> None:
    right, wrong = taken(answered_at=NOON, right=True), taken(answered_at=NOON, right=False)

    assert {words.answer(right, tells_answer=False), words.answer(wrong, tells_answer=False)} == {"answered"}
    assert (words.answer(right, tells_answer=True), words.answer(wrong, tells_answer=True)) == (
        "answered rightly",
        "answered wrongly",
    )
    assert words.answer(taken(), tells_answer=True) == ""


def test_what_a_rep_did_is_told_in_the_order_of_time() -> None:
    known = taken(opened_at=NOON, done_at=NOON + timedelta(hours=1), acknowledged_at=NOON)

    steps = words.steps(known, (), tells_answer=True, zone=UTC)

    assert [what for _, what in steps] == ["opened the card", "took note of it", "did it"]


@pytest.mark.parametrize(
    ("said", "step"),
    [
        (Response(ResponseKind.DISMISSED, NOON, Dismissal.WRONG), "dismissed it: it is wrong"),
        (
            Response(ResponseKind.DISMISSED, NOON, Dismissal.OTHER, "Not \u202enow."),
            "dismissed it: another reason, in their words “Not now.”",
        ),
        (Response(ResponseKind.SNOOZED, NOON, until=NOON), f"put it off until {NOON:%d %b %Y}"),
        (Response(ResponseKind.SNOOZED, NOON, stage="Negotiation"), "put it off until the stage changes"),
        (Response(ResponseKind.RATED, NOON, useful=True), "found it useful"),
        (Response(ResponseKind.RATED, NOON, useful=False), "did not find it useful"),
        (Response(ResponseKind.ANSWERED, NOON, option=1, right=True), "answered the question"),
        (Response(ResponseKind.DONE, NOON), "did it"),
    ],
)
def test_each_response_is_a_step(said: Response, step: str) -> None:
    assert words.steps(None, (said,), tells_answer=False, zone=UTC) == [(NOON, step)]


def test_a_dismissal_whose_words_are_not_kept_any_more_is_told_all_the_same() -> None:
    known = taken(dismissed_at=NOON, dismissal="wrong")

    assert words.steps(known, (), tells_answer=False, zone=UTC) == [(NOON, "dismissed it: it is wrong")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (None, ""),
        ("a\u202eb\nc", "ab c"),
        ("x" * 10_000, "x" * 79 + "…"),
        ("<b>", "<b>"),  # escaped by the template, not here
    ],
)
def test_text_from_the_crm_stands_on_one_line_and_is_cut(text: str | None, shown: str) -> None:
    assert inert(text) == shown


def test_a_comment_keeps_its_lines_and_nothing_hidden() -> None:
    assert written("one\u202e\n\n two  words") == "one\n\ntwo words"


def test_a_detail_that_says_the_reason_and_more_is_not_said_twice() -> None:
    detail = "The rep dismissed the card: they think that it is wrong."

    assert words.why(Verdict.RETIRE, Reason.DISMISSED, detail) == detail
    assert words.why(Verdict.RETIRE, Reason.DISMISSED, "") == "The rep dismissed the card."
