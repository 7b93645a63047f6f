"""Pieces of work, and what became of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from coach.channels.notes.nouns import NoteReceipt, NoteWork
from coach.engine.model import Outcome
from tests.channels.notes.fakes import PaperNotes
from tests.salesforce.fakes import (
    note_work,
)

LADDER = {
    "collections": {"collections", "composite", "single"},
    "composite": {"composite", "single"},
    "single": {"single"},
}
TOO_LONG = [{"errorCode": "STRING_TOO_LONG", "message": "Title: data value too large"}]


def works(number: int) -> list[NoteWork]:
    return [note_work(one) for one in range(number)]


def told(receipts: Sequence[NoteReceipt]) -> dict[str, Outcome]:
    return {receipt.key: receipt.outcome for receipt in receipts}


def only(receipts: Sequence[NoteReceipt]) -> NoteReceipt:
    (receipt,) = receipts
    return receipt


def assert_all_hang(paper: PaperNotes, work: Sequence[NoteWork], receipts: Sequence[NoteReceipt]) -> None:
    """Each piece of work has one note, on its own record, and a receipt that names both ids."""
    assert told(receipts) == dict.fromkeys((one.key for one in work), Outcome.WRITTEN)
    by_key = {receipt.key: receipt for receipt in receipts}
    for one in work:
        receipt = by_key[one.key]
        assert paper.notes[receipt.note_id or ""]["Title"] == one.title
        assert paper.links[receipt.link_id or ""]["LinkedEntityId"] == one.opportunity_id
        assert paper.links[receipt.link_id or ""]["ContentDocumentId"] == receipt.note_id
    assert len(paper.notes) == len(paper.links) == len(work)


def refuses(paper: PaperNotes, kind: str, titles: set[str], body: Any) -> None:
    """Records of this kind with one of these titles (or on one of these records) get this error body."""

    def refuse(what: str, fields: Mapping[str, Any]) -> Any:
        mark = fields.get("Title") or fields.get("LinkedEntityId")
        return body if what == kind and mark in titles else None

    paper.refuse = refuse
