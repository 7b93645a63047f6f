"""The ways to send notes' contents, from the widest to the narrowest.

Whether an org takes ContentNote in collections is documented nowhere, so each rung is tried with real work.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from coach.channels.notes.draft import LINK, LOST, NOTE, Draft, Said
from coach.channels.notes.note_documents import NoteDocument, document_in, document_queries
from coach.ids import to18
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import (
    COLLECTION,
    PARTS,
    WIDE_PARTS,
    PartAnswer,
    RequestPart,
    Saved,
    answers,
    request,
    saved,
)
from coach.salesforce.faults import FaultKind, lost, refuses, rule

COLLECTIONS = "composite/sobjects"
WHOLE = frozenset({FaultKind.AGAIN, FaultKind.ORG, FaultKind.SESSION, FaultKind.LOST})
"""Faults that no single note causes, wherever they are reported."""


class Rung(Protocol):
    """One way to send drafts. ``most`` is how many fit into one call."""

    name: str
    most: int

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """The org's answer about each draft, by key. Raises Refused if it refused the call as a whole."""


def split(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Draft]]:
    """The drafts to be created, and those to be updated."""
    return [one for one in drafts if one.note_id is None], [one for one in drafts if one.note_id is not None]


def portions(drafts: Sequence[Draft], most: int) -> Iterator[Sequence[Draft]]:
    """The drafts in order, in batches of at most ``most``."""
    return (drafts[start : start + most] for start in range(0, len(drafts), most))


def collection(method: str, name: str, records: Sequence[Mapping[str, Any]]) -> RequestPart:
    """A part that creates or updates up to 200 records, each independently of the others."""
    return RequestPart(name, method, COLLECTIONS, {"allOrNone": False, "records": list(records)})


def typed(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A record in the format that collections require."""
    return {"attributes": {"type": kind}, **fields}


def read_collection(answer: PartAnswer | None, drafts: Sequence[Draft]) -> dict[str, Said]:
    """The results of a collection by key. A result that does not match what was sent is a lost answer."""
    if answer and answer.fault:
        return {one.key: Said(Saved(None, answer.fault), whole=True) for one in drafts}
    if answer is None or not isinstance(answer.body, list) or len(answer.body) != len(drafts):
        return dict.fromkeys((one.key for one in drafts), LOST)
    return {one.key: Said(saved(result)) for one, result in zip(drafts, answer.body, strict=True)}


def read_part(answer: PartAnswer | None, creates: bool = True) -> Said:
    """The result of a part about one record. The answer to an update is empty."""
    if answer is None:
        return LOST
    if fault := answer.fault:
        return Said(Saved(None, fault if refuses(fault) or rule(fault).kind is FaultKind.SPOILED else lost(fault)))
    return Said(saved(answer.body) if creates or answer.body else Saved(None, None))


def looks(drafts: Sequence[Draft], most: int) -> list[RequestPart]:
    """Parts that read these notes after the parts before them have run; empty if they do not fit."""
    addresses = document_queries([one.note_id or "" for one in drafts])
    parts = [RequestPart(f"s{number}", "GET", address) for number, address in enumerate(addresses)]
    return parts if len(parts) <= most else []


def with_looks(
    said: Mapping[str, Said], answered: Mapping[str, PartAnswer], drafts: Sequence[Draft]
) -> dict[str, Said]:
    """The answers, together with what these parts read. A part that was refused, or has more pages, read nothing."""
    seen: dict[str, NoteDocument] = {}
    for name, answer in answered.items():
        if name.startswith("s") and not answer.fault and isinstance(answer.body, Mapping):
            seen |= {to18(row["Id"]): document_in(row) for row in answer.body.get("records") or ()}
    by_key = {one.key: seen.get(to18(one.note_id or "")) for one in drafts}
    return {key: replace(one, seen=by_key.get(key)) for key, one in said.items()}


class InCollections:
    """Up to 200 notes per collection, each with a collection of links that refer to it; two such pairs per call."""

    name = "collections"
    most = 2 * COLLECTION

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """Five collections hold any mixture of up to 400 creates and updates."""
        creations, updates = split(drafts)
        new, old = list(portions(creations, COLLECTION)), list(portions(updates, COLLECTION))
        parts = [part for number, some in enumerate(new) for part in self._pair(number, some)]
        parts += [collection("PATCH", f"u{number}", [_update(one) for one in some]) for number, some in enumerate(old)]
        parts += looks(updates, WIDE_PARTS - len(parts))
        answered = answers(self._client.post("composite", request(self._client, parts)))
        said: dict[str, Said] = {}
        for number, some in enumerate(new):
            said |= _with_links(read_collection(answered.get(f"n{number}"), some), answered.get(f"l{number}"), some)
        for number, some in enumerate(old):
            said |= read_collection(answered.get(f"u{number}"), some)
        return with_looks(said, answered, updates)

    @staticmethod
    def _pair(number: int, drafts: Sequence[Draft]) -> tuple[RequestPart, RequestPart]:
        links = (one.link(f"@{{n{number}[{place}].id}}") for place, one in enumerate(drafts))
        return (
            collection("POST", f"n{number}", [typed(NOTE, one.note()) for one in drafts]),
            collection("POST", f"l{number}", [typed(LINK, link) for link in links]),
        )


def _update(draft: Draft) -> dict[str, Any]:
    return typed(NOTE, {"id": to18(draft.note_id or ""), **draft.note()})


def _with_links(notes: dict[str, Said], answer: PartAnswer | None, drafts: Sequence[Draft]) -> dict[str, Said]:
    """Add the results of links that were sent along.

    If their collection failed as a whole, the links are left out: the notes are on no record yet, and get their links
    by id.
    """
    links = read_collection(answer, drafts)
    return {
        key: Said(said.saved, None if links[key].whole or links[key] is LOST else links[key].saved, said.whole)
        for key, said in notes.items()
    }


class InComposite:
    """Up to 25 notes per call; a few with their links, so that one card costs one call."""

    name = "composite"
    most = PARTS

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """Links are sent along if all of them fit."""
        creations, updates = split(drafts)
        linking = len(drafts) + len(creations) <= PARTS
        parts = [part for number, one in enumerate(drafts) for part in _parts(number, one, linking)]
        parts += looks(updates, PARTS - len(parts))
        answered = answers(self._client.post("composite", request(self._client, parts)))
        said: dict[str, Said] = {}
        for number, one in enumerate(drafts):
            link = answered.get(f"l{number}")
            note = read_part(answered.get(f"n{number}"), creates=one.note_id is None)
            said[one.key] = Said(note.saved, read_part(link).saved if link else None)
        return with_looks(said, answered, updates)


def _parts(number: int, draft: Draft, linking: bool) -> Iterator[RequestPart]:
    if draft.note_id is not None:
        yield RequestPart(f"n{number}", "PATCH", f"sobjects/{NOTE}/{to18(draft.note_id)}", draft.note())
        return
    yield RequestPart(f"n{number}", "POST", f"sobjects/{NOTE}", draft.note())
    if linking:
        yield RequestPart(f"l{number}", "POST", f"sobjects/{LINK}", draft.link(f"@{{n{number}.id}}"))


def alone(refusal: Refused) -> Said:
    """The refusal of one record. Raises it again if it is not about the record: then the next would fare no better."""
    if rule(refusal.fault).kind in WHOLE:
        raise refusal
    return Said(Saved(None, refusal.fault))


class OneByOne:
    """One call for each note."""

    name = "single"
    most = 1

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """A refusal is about the note, never about a batch."""
        (draft,) = drafts
        try:
            if draft.note_id is None:
                return {draft.key: Said(saved(self._client.post(f"sobjects/{NOTE}", draft.note())))}
            self._client.patch(f"sobjects/{NOTE}/{to18(draft.note_id)}", draft.note())
        except Refused as refusal:
            return {draft.key: alone(refusal)}
        return {draft.key: Said(Saved(draft.note_id, None))}


def content_rungs(client: Client) -> tuple[Rung, ...]:
    """All rungs for contents, from the widest to the narrowest."""
    return InCollections(client), InComposite(client), OneByOne(client)
