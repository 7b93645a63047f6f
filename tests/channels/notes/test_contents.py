"""Bad notes among good ones, and forms that the org refuses."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.app.org import SalesforceOrg
from coach.engine.model import Outcome
from tests.channels.notes.fakes import PaperNotes
from tests.channels.notes.work import LADDER, TOO_LONG, only, refuses, told, works
from tests.salesforce.fakes import (
    DictMemory,
    Hands,
    answer,
    build_org,
    note_work,
)

SETTLED = {Outcome.WRITTEN, Outcome.REFUSED}


@given(st.integers(1, 30), st.sets(st.integers(0, 29)), st.sampled_from(sorted(LADDER)))
@example(4, {0, 1, 2}, "single")
@example(9, {0, 1, 2}, "single")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_however_many_notes_are_bad_the_others_are_written_once(
    paper: PaperNotes, number: int, bad: set[int], notes_in: str
) -> None:
    paper.notes.clear()
    paper.links.clear()
    paper.taken = LADDER[notes_in]
    refuses(paper, "ContentNote", {note_work(one).title for one in bad}, TOO_LONG)
    hands, memory, waiting = Hands(), DictMemory(), works(number)
    for _ in range(number):  # after three that fail in a row, one is tried an hour; one that is taken frees the others
        settled = {one.key for one in build_org(memory, hands).notes.write_notes(waiting) if one.outcome in SETTLED}
        waiting = [one for one in waiting if one.key not in settled]
        hands.pass_by(timedelta(hours=1))
        if {one.key for one in waiting} <= {note_work(one).key for one in bad}:
            break
    good = sorted(note_work(one).title for one in set(range(number)) - bad)
    assert sorted(note["Title"] for note in paper.notes.values()) == good
    assert len(paper.links) == len(good)


def test_a_few_bad_notes_among_good_ones_are_refused_alone(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuses(paper, "ContentNote", {note_work(0).title, note_work(7).title}, TOO_LONG)
    receipts = told(org.notes.write_notes(works(9)))
    assert {key for key, outcome in receipts.items() if outcome is Outcome.REFUSED} == {"card-0", "card-7"}
    assert set(receipts.values()) == {Outcome.REFUSED, Outcome.WRITTEN}


def test_once_an_org_that_refused_all_takes_a_note_what_it_still_refuses_is_that_notes_own_fault(
    paper: PaperNotes,
) -> None:
    paper.taken = LADDER["single"]
    refuses(paper, "ContentNote", {note_work(one).title for one in range(5)}, TOO_LONG)
    hands, memory = Hands(), DictMemory()
    assert set(told(build_org(memory, hands).notes.write_notes(works(5))).values()) == {Outcome.TRY_AGAIN}
    hands.pass_by(timedelta(hours=1))
    receipts = told(build_org(memory, hands).notes.write_notes(works(9)))
    assert set(receipts.values()) == SETTLED
    assert {key for key, outcome in receipts.items() if outcome is Outcome.REFUSED} == {
        note_work(one).key for one in range(5)
    }


def test_a_refused_note_says_who_does_what(paper: PaperNotes, org: SalesforceOrg) -> None:
    paper.refuse = lambda *_: [{"errorCode": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "message": "x"}]
    receipt = only(org.notes.write_notes(works(1)))
    assert (receipt.outcome, receipt.code) == (Outcome.REFUSED, "FIELD_CUSTOM_VALIDATION_EXCEPTION")
    assert receipt.sentence == (
        "A validation rule of the org refuses the note: an admin exempts the integration user from it."
    )


def test_a_locked_row_waits_alone(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuses(paper, "ContentDocumentLink", {note_work(0).opportunity_id}, answer("row_locked"))
    receipts = {receipt.key: receipt for receipt in org.notes.write_notes(works(3))}
    locked = receipts["card-0"]
    assert (locked.outcome, locked.code) == (Outcome.TRY_AGAIN, "UNABLE_TO_LOCK_ROW")
    assert locked.after is not None
    assert locked.note_id in paper.notes
    assert locked.link_id is None
    assert receipts["card-1"].outcome is receipts["card-2"].outcome is Outcome.WRITTEN


def refuses_markup(paper: PaperNotes, tag: str) -> None:
    def refuse(kind: str, fields: Mapping[str, Any]) -> Any:
        holds_it = kind == "ContentNote" and tag in b64decode(fields["Content"]).decode()
        return answer("note_markup_refused") if holds_it else None

    paper.refuse = refuse


def test_a_refused_form_gives_way_to_a_plainer_one(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuses_markup(paper, "<b>")
    assert only(org.notes.write_notes(works(1))).outcome is Outcome.WRITTEN
    assert paper.bodies() == ["Ask for the budget."]


def test_the_form_that_the_org_takes_is_remembered_for_a_week(paper: PaperNotes, memory: DictMemory) -> None:
    hands = Hands()
    refuses_markup(paper, "<b>")
    build_org(memory, hands).notes.write_notes(works(1))
    paper.calls.clear()
    build_org(memory, hands).notes.write_notes([note_work(1)])
    assert len(paper.calls) == 1
    paper.refuse = lambda *_: None
    hands.pass_by(timedelta(days=7))
    build_org(memory, hands).notes.write_notes([note_work(2)])
    assert paper.bodies()[-1] == "<p>Ask for the <b>budget</b>.</p>"


def test_one_odd_note_does_not_make_all_notes_plain(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuses_markup(paper, "<table>")
    odd = note_work(0, "<table></table>", "Plain.")
    assert set(told(org.notes.write_notes([odd, note_work(1)])).values()) == {Outcome.WRITTEN}
    org.notes.write_notes([note_work(2)])
    assert paper.bodies()[-1] == "<p>Ask for the <b>budget</b>.</p>"


def test_a_note_refused_in_every_form_is_for_an_admin(paper: PaperNotes, org: SalesforceOrg) -> None:
    refuses_markup(paper, "budget")
    receipt = only(org.notes.write_notes([note_work(0, "<p>budget</p>", "<p>budget</p>", "budget")]))
    assert receipt.outcome is Outcome.REFUSED
    assert "even as plain text: an admin" in receipt.sentence
    assert len(paper.calls) == 2


@pytest.mark.parametrize(
    "words",
    [
        {"errorCode": "FIELD_INTEGRITY_EXCEPTION", "message": "Note could not be saved."},
        {"errorCode": "FIELD_INTEGRITY_EXCEPTION", "message": "something nobody has heard of"},
        {"errorCode": "INVALID_CONTENT_TYPE", "message": ""},
    ],
)
def test_markup_that_is_refused_in_general_words_gives_way_to_plainer_forms_and_that_is_remembered(
    paper: PaperNotes, org: SalesforceOrg, words: dict[str, str]
) -> None:
    def refuse(kind: str, fields: Mapping[str, Any]) -> Any:
        return [words] if kind == "ContentNote" and "<" in b64decode(fields["Content"]).decode() else None

    paper.refuse = refuse
    many = [note_work(number, "<ul><li>x</li></ul>", "<p>x</p>", "x") for number in range(25)]
    assert set(told(org.notes.write_notes(many)).values()) == {Outcome.WRITTEN}
    assert paper.bodies() == ["x"] * 25
    paper.calls.clear()
    org.notes.write_notes([note_work(99, "<ul><li>x</li></ul>", "<p>x</p>", "x")])
    assert len(paper.calls) == 1
