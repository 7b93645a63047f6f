"""Writes for the test, and keeps track of everything it wrote."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from coach.channels.notes.draft import NOTE
from coach.channels.notes.remove import remove_notes
from coach.doctor.trial import YES
from coach.errors import CoachError
from coach.ids import to18
from coach.salesforce import composite, query
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import PartAnswer, RequestPart, Saved, saved
from coach.salesforce.faults import Fault

DOCUMENT = "069"


def no(fault: Fault) -> str:
    """The org's own code and words, because an admin can look those up."""
    words = " ".join(fault.message.split())[:160]
    return f"no: {fault.code or fault.status}{f', {words}' if words else ''}"


def base64(text: str) -> str:
    """A note's content in the encoding that the API requires."""
    return b64encode(text.encode()).decode("ascii")


class Hand:
    """Writes for the test.

    :meth:`clean` removes what was made, including what may exist although its answer was lost.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.marker = f"Coach write test {uuid4().hex[:12]}"
        self.answers: dict[str, str] = {}
        self._made: list[str] = []

    def note(self, what: str, text: str) -> dict[str, Any]:
        """The fields of a note of the test."""
        return {"Title": f"{self.marker} ({what})", "Content": base64(text)}

    @staticmethod
    def link(note_id: str, deal: str, share: tuple[str, str]) -> dict[str, Any]:
        """The fields of a link."""
        return {"ContentDocumentId": note_id, "LinkedEntityId": deal, "ShareType": share[0], "Visibility": share[1]}

    def post(self, path: str, fields: dict[str, Any]) -> Saved:
        """Create one record. Raises AnswerLost and TryAgain, which end the test."""
        try:
            made = saved(self.client.post(path, fields))
        except Refused as refusal:
            return Saved(None, refusal.fault)
        self.keep(made.id)
        return made

    def composite(self, parts: Sequence[RequestPart]) -> dict[str, PartAnswer] | Fault:
        """Several parts in one call; a fault if the call was refused as a whole."""
        try:
            body = self.client.post("composite", composite.request(self.client, parts))
            answered = composite.answers(body)
        except Refused as refusal:
            return refusal.fault
        for part in parts:
            answer = answered.get(part.name)
            if answer and NOTE in str(part.body) + part.path:
                results = answer.body if isinstance(answer.body, list) else [answer.body]
                for result in results:
                    self.keep(saved(result).id)
        return answered

    def keep(self, made: str | None) -> None:
        """Remember a document, so that it is removed later."""
        if made and made.startswith(DOCUMENT):
            self._made.append(made)

    @staticmethod
    def tried(call: Callable[[], object]) -> Fault | None:
        """The fault that prevented the call; None if it succeeded."""
        try:
            call()
        except Refused as refusal:
            return refusal.fault
        except CoachError as failure:
            return Fault(str(getattr(failure, "code", "")) or "UNKNOWN", str(failure))
        return None

    def rows(self, soql: str) -> tuple[list[Any], Fault | None]:
        """The rows of a query, and the fault if it failed."""
        rows: list[Any] = []
        fault = self.tried(lambda: rows.extend(query.rows_of(self.client, [query.path(soql)])))
        return rows, fault

    def say(self, name: str, fault: Fault | None) -> None:
        """Record the answer to a question."""
        self.answers[name] = no(fault) if fault else YES

    def clean(self) -> dict[str, str]:
        """Remove everything; returns what could not be removed, each with the reason."""
        rows, _ = self.rows(f"SELECT Id FROM {NOTE} WHERE Title LIKE '{self.marker}%'")
        self._made += [str(row["Id"]) for row in rows]
        made = list(dict.fromkeys(to18(one) for one in self._made))
        if not made:
            return {}
        left: dict[str, str] = {}
        fault = self.tried(lambda: left.update(remove_notes(self.client, made)))
        if fault:
            left = dict.fromkeys(made, no(fault))
        self.answers["remove"] = f"no: {next(iter(left.values()))}" if left else YES
        return left
