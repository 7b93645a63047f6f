"""What keeping others' words costs, over HTTP on paper."""

from dataclasses import replace
from urllib.parse import unquote_plus

import pytest

from coach.app.org import SalesforceOrg
from coach.channels.notes.nouns import NoteWork
from coach.engine.model import Outcome
from tests.channels.notes.fakes import PaperNotes
from tests.channels.notes.work import LADDER, only, refuses, told, works
from tests.salesforce.fakes import answer


def written(org: SalesforceOrg, number: int) -> list[NoteWork]:
    """Notes that stand on their records, and are to say something new."""
    receipts = {receipt.key: receipt for receipt in org.notes.write_notes(works(number))}
    return [
        replace(
            one,
            forms=("<p>New.</p>",),
            note_id=receipts[one.key].note_id,
            link_id=receipts[one.key].link_id,
            version=receipts[one.key].version,
        )
        for one in works(number)
    ]


@pytest.mark.parametrize(
    ("notes_in", "number", "calls"),
    [
        ("collections", 1, 2),
        ("collections", 400, 2),
        ("composite", 20, 2),
        ("composite", 400, 18),
        ("single", 10, 12),
    ],
)
def test_notes_that_nobody_touched_are_looked_at_together(
    paper: PaperNotes, org: SalesforceOrg, notes_in: str, number: int, calls: int
) -> None:
    paper.taken = LADDER[notes_in]
    work = written(org, number)
    paper.calls.clear()
    receipts = org.notes.write_notes(work)
    assert set(told(receipts).values()) == {Outcome.WRITTEN}
    assert len(paper.calls) == calls
    assert "FROM ContentDocument WHERE Id IN" in unquote_plus(paper.calls[0][0])


def test_new_notes_are_not_looked_at(paper: PaperNotes, org: SalesforceOrg) -> None:
    org.notes.write_notes(works(400))
    assert not [part for call in paper.calls for part in call if "query" in part]


def test_an_attempt_repeats_only_the_part_that_is_not_done_yet(paper: PaperNotes, org: SalesforceOrg) -> None:
    work = works(3)
    refuses(paper, "ContentDocumentLink", {work[1].opportunity_id}, answer("row_locked"))
    receipts = {receipt.key: receipt for receipt in org.notes.write_notes(work)}
    (left,) = (one for one in receipts.values() if one.outcome is not Outcome.WRITTEN)
    paper.refuse = lambda *_: None
    paper.calls.clear()
    again = only(org.notes.write_notes([replace(work[1], note_id=left.note_id, version=left.version)]))
    assert again.outcome is Outcome.WRITTEN
    assert [part.partition("?")[0] for call in paper.calls for part in call] == [
        "GET queryAll",
        "POST composite/sobjects",
    ]
    assert len(paper.links) == 3
