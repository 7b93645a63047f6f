"""What writing costs, whatever the org takes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.app.org import SalesforceOrg
from coach.engine.model import Outcome
from tests.channels.notes.fakes import PaperNotes
from tests.channels.notes.work import LADDER, assert_all_hang, told, works
from tests.salesforce.fakes import (
    DictMemory,
    Hands,
    build_org,
    note_work,
)


@pytest.mark.parametrize("notes_in", LADDER)
@pytest.mark.parametrize("number", [1, 2, 13, 26, 401])
def test_every_note_is_on_its_record_whatever_the_org_takes(
    paper: PaperNotes, org: SalesforceOrg, notes_in: str, number: int
) -> None:
    paper.taken = LADDER[notes_in]
    work = works(number)
    assert_all_hang(paper, work, org.notes.write_notes(work))


COSTS = [
    ("collections", 1, 1),
    ("collections", 400, 1),
    ("collections", 1_000, 3),
    ("composite", 1, 1),
    ("composite", 12, 1),
    ("composite", 1_000, 41),
    ("single", 1, 2),
    ("single", 10, 11),
]


@pytest.mark.parametrize(("notes_in", "number", "calls"), COSTS)
def test_calls_once_the_org_is_known(
    paper: PaperNotes, org: SalesforceOrg, notes_in: str, number: int, calls: int
) -> None:
    paper.taken = LADDER[notes_in]
    org.notes.write_notes([note_work(5_000)])
    paper.calls.clear()
    org.notes.write_notes(works(number))
    assert len(paper.calls) == calls


@pytest.mark.parametrize(("notes_in", "wasted"), [("collections", 0), ("composite", 1), ("single", 2)])
def test_finding_out_what_the_org_takes_costs_a_call_a_rung(
    paper: PaperNotes, org: SalesforceOrg, notes_in: str, wasted: int
) -> None:
    paper.taken = LADDER[notes_in]
    org.notes.write_notes(works(1))
    known = len(paper.calls)
    paper.calls.clear()
    org.notes.write_notes([note_work(7)])
    assert known - len(paper.calls) == wasted


def test_what_was_found_out_serves_the_next_start(paper: PaperNotes, org: SalesforceOrg, memory: DictMemory) -> None:
    paper.taken = LADDER["single"]
    org.notes.write_notes(works(1))
    paper.calls.clear()
    build_org(memory).notes.write_notes([note_work(7)])
    assert paper.calls[0] == ["POST sobjects/ContentNote"]


def test_after_a_month_a_wider_rung_is_tried_again(paper: PaperNotes, memory: DictMemory) -> None:
    hands = Hands()
    paper.taken = LADDER["single"]
    build_org(memory, hands).notes.write_notes(works(1))
    hands.pass_by(timedelta(days=30))
    paper.taken = LADDER["collections"]
    paper.calls.clear()
    build_org(memory, hands).notes.write_notes([note_work(7)])
    assert len(paper.calls) == 1


def test_creations_and_updates_share_a_call_between_two_looks(paper: PaperNotes, org: SalesforceOrg) -> None:
    first = org.notes.write_notes(works(100))
    ids = {receipt.key: receipt for receipt in first}
    updates = [
        replace(one, note_id=ids[one.key].note_id, link_id=ids[one.key].link_id, version=1) for one in works(100)
    ]
    updates = [replace(one, forms=("<p>New.</p>",)) for one in updates]
    paper.calls.clear()
    receipts = org.notes.write_notes([*updates, *(note_work(number) for number in range(200, 500))])
    assert set(told(receipts).values()) == {Outcome.WRITTEN}
    assert [[part.partition("?")[0] for part in call] for call in paper.calls] == [
        ["GET queryAll"],
        ["POST composite/sobjects"] * 4 + ["PATCH composite/sobjects"],
        ["GET queryAll"],
    ]
