"""Remove notes from their records: deleting the document behind a note deletes its links too.

Deleting what is already deleted does no harm, so all of this may be repeated.
Source: REST API Developer Guide, "Delete Multiple Records Using Collections"; Object Reference, ContentDocument.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coach.channels.notes.find import CONTENT_DOCUMENT
from coach.ids import to18
from coach.salesforce.client import Client
from coach.salesforce.composite import COLLECTION, saved
from coach.salesforce.faults import Fault, FaultKind, error, rule

SOMEBODY_ELSES = (
    "Only a note's owner may delete it, and this one belongs to another user, perhaps a former integration user: an "
    "admin deletes it, or gives it to the integration user (Owner ID of its Content Document) and says this again."
)


def remove_notes(client: Client, note_ids: Sequence[str]) -> dict[str, str]:
    """Remove notes. Returns those that could not be removed: note id, as it was passed → who must do what."""
    own = {to18(one, CONTENT_DOCUMENT): one for one in note_ids}
    left: dict[str, str] = {}
    for some in _portions(list(own)):
        answered = client.delete(f"composite/sobjects?ids={','.join(some)}&allOrNone=false")
        left |= {own[note_id]: sentence for note_id, sentence in _left(some, answered)}
    return left


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), COLLECTION):
        yield ids[start : start + COLLECTION]


def _left(ids: Sequence[str], answered: Any) -> Iterator[tuple[str, str]]:
    """Results come in the order of the ids. Raises TryAgain if their number differs."""
    results = answered if isinstance(answered, list) else []
    if len(results) != len(ids):
        raise error(Fault("NOT_JSON"))
    for note_id, result in zip(ids, results, strict=True):
        fault = saved(result).fault if isinstance(result, Mapping) else Fault("NOT_JSON")
        if fault is not None and rule(fault).kind is not FaultKind.GONE:
            yield note_id, SOMEBODY_ELSES if fault.code.startswith("INSUFFICIENT_ACCESS") else rule(fault).sentence
