"""Many requests in one call: ``/composite``, each of whose parts gets its own answer.

At most 25 parts, of which at most five may be queries or collections. The call as a whole answers 200 whatever the
outcome of the parts, so each part is read.
Source: REST API Developer Guide, "Composite".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.salesforce.client import Client
from coach.salesforce.faults import Fault, error, fault_in

PARTS = 25
WIDE_PARTS = 5
"""How many of the 25 parts may be queries or collections."""
COLLECTION = 200
"""Records in one collection."""


@dataclass(frozen=True, slots=True)
class RequestPart:
    """One request among many. ``path`` is relative to the version; later parts may refer to ``name``."""

    name: str
    method: str
    path: str
    body: object = None


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """The answer to one part."""

    status: int
    body: Any

    @property
    def fault(self) -> Fault | None:
        """The fault; None if the part was carried out. Records of a collection have faults of their own."""
        return None if 200 <= self.status < 300 else fault_in(self.body, self.status)


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of saving one record: its id, or the fault."""

    id: str | None
    fault: Fault | None


def request(client: Client, parts: Sequence[RequestPart]) -> dict[str, Any]:
    """The body of the call.

    Not all-or-none, so that one bad record affects no other. Not collated either, because the platform would then join
    single records into batches that one of them can break.
    """
    return {
        "allOrNone": False,
        "collateSubrequests": False,
        "compositeRequest": [_entry(client, part) for part in parts],
    }


def _entry(client: Client, part: RequestPart) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "method": part.method,
        "url": f"{client.data_path}/{part.path}",
        "referenceId": part.name,
    }
    if part.body is not None:
        entry["body"] = part.body
    return entry


def answers(body: Any) -> dict[str, PartAnswer]:
    """The answers by the name of their part; a part without an answer is missing.

    Raises AnswerLost if this is not the answer to a composite.
    """
    entries = body.get("compositeResponse") if isinstance(body, Mapping) else None
    if not isinstance(entries, list):
        raise error(Fault("ANSWER_LOST"))
    return dict(_read(entries))


def _read(entries: Sequence[Any]) -> Iterator[tuple[str, PartAnswer]]:
    for entry in entries:
        if isinstance(entry, Mapping) and isinstance(entry.get("httpStatusCode"), int):
            yield str(entry.get("referenceId")), PartAnswer(entry["httpStatusCode"], entry.get("body"))


def saved(body: Any, status: int = 0) -> Saved:
    """The outcome of a save, from a single part or from one record of a collection.

    An answer that is neither a success with an id nor a refusal with a code may have been carried out.
    """
    if isinstance(body, Mapping) and body.get("success") is True and body.get("id"):
        return Saved(str(body["id"]), None)
    fault = fault_in(body.get("errors"), status) if isinstance(body, Mapping) else fault_in(body, status)
    return Saved(None, fault if fault.code else Fault("ANSWER_LOST", status=status))
