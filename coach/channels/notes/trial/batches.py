"""Several notes at once, and links that refer to notes created in the same call."""

from typing import Any

from coach.channels.notes.draft import LINK, NOTE
from coach.channels.notes.rungs import COLLECTIONS
from coach.channels.notes.trial.hand import Hand, no
from coach.channels.notes.trial.linking import Shared
from coach.doctor.trial import YES
from coach.salesforce.composite import PartAnswer, RequestPart, saved
from coach.salesforce.faults import Fault


def batches(hand: Hand, deal: str, share: Shared) -> None:
    """Three ways: as a batch; with a reference to one note; with a reference into a batch."""
    records = [_typed(NOTE, hand.note(f"batch {number}", "<p>Coach</p>")) for number in (1, 2)]
    _answer(hand, "collection", [_collection("notes", records)], "notes")
    single = [
        RequestPart("note", "POST", f"sobjects/{NOTE}", hand.note("reference", "<p>Coach</p>")),
        RequestPart("link", "POST", f"sobjects/{LINK}", hand.link("@{note.id}", deal, share)),
    ]
    _answer(hand, "reference", single, "link")
    pair = [
        _collection("notes", [_typed(NOTE, hand.note("batch reference", "<p>Coach</p>"))]),
        _collection("links", [_typed(LINK, hand.link("@{notes[0].id}", deal, share))]),
    ]
    _answer(hand, "collection_reference", pair, "links")


def _collection(name: str, records: list[dict[str, Any]]) -> RequestPart:
    return RequestPart(name, "POST", COLLECTIONS, {"allOrNone": False, "records": records})


def _typed(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"attributes": {"type": kind}, **fields}


def _answer(hand: Hand, question: str, parts: list[RequestPart], counts: str) -> None:
    answered = hand.composite(parts)
    fault = answered if isinstance(answered, Fault) else _fault(answered.get(counts))
    hand.answers[question] = no(fault) if fault else YES


def _fault(answer: PartAnswer | None) -> Fault | None:
    """The first fault of a part, or of one of its records."""
    if answer is None:
        return Fault("ANSWER_LOST")
    if answer.fault:
        return answer.fault
    results = answer.body if isinstance(answer.body, list) else [answer.body]
    return next((fault for fault in (saved(result).fault for result in results) if fault), None)
