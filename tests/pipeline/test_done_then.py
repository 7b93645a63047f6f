"""A write that is carried out and answered with an error, in every way that is known: found soon, doubled never."""

import pytest
import requests

from coach.queue.tables.records import memory
from tests.faults.answers import SHAPES, Answer
from tests.machine import PATIENCE
from tests.pipeline.test_refusing_all_day import WORDS, Day, day, running

__all__ = ["day", "running"]

EVERY_TAG = ["p", "b", "i", "u", "s", "a", "br", "ul", "ol", "li"]
SOON = 60
THE_DOUBT = 10 * 60
"""Seconds for which a request may last, whatever became of its answer."""


def answer(day: Day, *answers: Answer) -> None:
    """The next writes are carried out, and these come back."""
    faults = {"done_then": list(answers)}
    requests.patch(f"{day.served.url}/localorg/faults", json=faults, timeout=PATIENCE).raise_for_status()


def seconds_until_written(day: Day, most: int) -> int:
    """By the service's clock."""
    for seconds in range(0, most + 1, 5):
        day.work()
        if not day.in_doubt() and [day.notes(deal) for deal in day.deals] == [1] * len(day.deals):
            return seconds
        day.clock.advance(seconds=5)
    raise AssertionError(f"not after {most} s: {day.store.figures().deliveries}")


def note_ids(day: Day) -> set[str]:
    """Every note in the org, wherever it hangs."""
    return {each["Id"] for each in day.served.query("SELECT Id FROM ContentNote")}


def form_remembered(day: Day) -> str | None:
    """In which form notes go from now on; None for the richest."""
    with day.engine.connect() as connection:
        found = connection.execute(memory.select().where(memory.c.name == "salesforce.note_form")).mappings().first()
    return str(found["value"]).partition("@")[2] if found else None


@pytest.mark.parametrize("shape", SHAPES, ids=lambda each: f"{each['status']} {each['body']}"[:60])
@pytest.mark.parametrize("notes_in", ["collections", "single"])
def test_a_note_that_is_written_in_spite_of_its_answer_is_found_soon_and_notes_stay_as_rich(
    day: Day, shape: Answer, notes_in: str
) -> None:
    day.served.behave(notes_in=notes_in, note_tags=EVERY_TAG)
    if notes_in != "collections":
        day.new_deal()
        day.work()  # and the org's way is known: only what the org offers can be carried out
    day.new_deal()
    answer(day, shape)

    assert seconds_until_written(day, SOON) <= SOON
    assert form_remembered(day) in (None, "0")


@pytest.mark.parametrize(
    "code",
    [
        "APEX_ERROR",
        "UNABLE_TO_LOCK_ROW",
        "STORAGE_LIMIT_EXCEEDED",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "NOT_IN_USE",
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["a later one", "the org's first"])
def test_the_code_of_a_single_record_as_the_answer_to_a_call_with_many_is_no_refusal(
    day: Day, code: str, known: bool
) -> None:
    day.served.behave(note_tags=EVERY_TAG)
    if known:
        day.new_deal()
        day.work()
    day.new_deal()
    answer(day, {"status": 400, "body": f'[{{"errorCode": "{code}", "message": "x"}}]'})

    assert seconds_until_written(day, SOON) <= SOON


@pytest.mark.slow
@pytest.mark.parametrize("notes_in", ["collections", "composite", "single"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda each: f"{each['status']} {each['body']}"[:60])
def test_two_such_answers_in_a_row_leave_one_note_and_none_that_hangs_nowhere(
    day: Day, shape: Answer, notes_in: str
) -> None:
    day.served.behave(notes_in=notes_in, note_tags=EVERY_TAG)
    day.new_deal()
    day.work()
    before = note_ids(day)
    day.new_deal()
    answer(day, shape, shape)

    for _ in range(6):
        for _ in range(20):
            day.work()
            day.clock.advance(seconds=30)
        for channel in day.pipeline.channels:
            channel.tidy()

    assert (len(note_ids(day) - before), day.notes(day.deals[-1])) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["page", "away", "gateway"])
@pytest.mark.parametrize("known", [False, True], ids=["the org's first", "a later one"])
@pytest.mark.parametrize("deals", [1, 12])
def test_notes_of_which_nothing_was_written_are_written_once_the_doubt_is_over_the_first_of_an_org_too(
    day: Day, words: str, known: bool, deals: int
) -> None:
    if known:
        day.new_deal()
        day.work()
        day.clock.advance(hours=2)
    for _ in range(deals):
        day.new_deal()
    day.words_once(WORDS[words])

    assert seconds_until_written(day, THE_DOUBT + SOON) >= THE_DOUBT
