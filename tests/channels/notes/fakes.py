"""Rungs and an org for notes on paper."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any
from urllib.parse import unquote_plus

from coach.channels.notes.draft import Draft, LinkTerms, Said
from coach.salesforce.client import Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault
from tests.salesforce.fakes import USER_ID, answer, note_work, numbered_id

UNEXPECTED = Fault("UNKNOWN_EXCEPTION", "An unexpected error occurred", 500)
BAD = Fault("STRING_TOO_LONG", "Title: data value too large", 400)
NOT_OFFERED = Fault("INVALID_TYPE_FOR_OPERATION", "not supported here", 400)


def draft(number: int) -> Draft:
    """A note to be created."""
    return Draft(note_work(number), 0, LinkTerms(), None, None)


def _nothing(*_: object) -> None:
    return None


class PaperRung:
    """A rung that breaks on bad drafts: as a whole where ``spoiled`` is set, else with a fault for each.

    ``refuses`` is the fault of every draft, for a rung that is not offered. ``instead`` is asked first, and may answer
    or raise. ``written`` counts by key.
    """

    def __init__(self, name: str, most: int, bad: set[str], *, spoiled: bool, refuses: Fault | None = None) -> None:
        self.name = name
        self.most = most
        self.bad = bad
        self.spoiled = spoiled
        self.refuses = refuses
        self.instead: Callable[[Sequence[Draft]], dict[str, Said] | None] = _nothing
        self.calls: list[list[str]] = []
        self.written: dict[str, int] = {}

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        keys = [one.key for one in drafts]
        assert 0 < len(keys) <= self.most
        self.calls.append(keys)
        instead = self.instead(drafts)
        if instead is not None:
            return instead
        if self.refuses:
            return {key: Said(Saved(None, self.refuses)) for key in keys}
        if self.spoiled and self.bad & set(keys):
            raise Refused(UNEXPECTED)
        return {key: self.take(key) for key in keys}

    def take(self, key: str) -> Said:
        if key in self.bad:
            return Said(Saved(None, BAD))
        self.written[key] = self.written.get(key, 0) + 1
        return Said(Saved(f"note of {key}", None))


class PaperNotes:
    """An org that takes notes and links through ``/composite`` and one by one, as the platform answers.

    ``refuse`` says for a record (its type and fields) which error body it gets; None takes it. ``taken`` are the kinds
    of calls through which notes are taken; ``gone`` are opportunities that no query lists;
    ``switched_off`` is an org without notes.
    """

    def __init__(self) -> None:
        self.taken = {"collections", "composite", "single"}
        self.refuse: Callable[[str, Mapping[str, Any]], Any] = _nothing
        self.notes: dict[str, dict[str, Any]] = {}
        self.links: dict[str, dict[str, Any]] = {}
        self.calls: list[list[str]] = []
        self.gone: set[str] = set()
        self.switched_off = False
        self._numbers = count(1)

    # ------------------------------------------------ as a test looks at it

    def bodies(self) -> list[str]:
        """The text of every note, in the order they were made."""
        return [base64.b64decode(note["Content"]).decode() for note in self.notes.values()]

    def shares(self) -> list[tuple[str, str]]:
        """How notes hang on records."""
        return [(link["ShareType"], link["Visibility"]) for link in self.links.values()]

    # ------------------------------------------------ as a client does

    def composite(self, body: dict[str, Any]) -> tuple[int, Any]:
        self.calls.append([f"{part['method']} {part['url'].split('/v67.0/')[1]}" for part in body["compositeRequest"]])
        answers: dict[str, Any] = {}
        entries = []
        for part in body["compositeRequest"]:
            status, answered = self._part(part, answers)
            answers[part["referenceId"]] = answered
            entries.append(
                {"body": answered, "httpStatusCode": status, "referenceId": part["referenceId"], "httpHeaders": {}}
            )
        return 200, {"compositeResponse": entries}

    def single(self, method: str, path: str, fields: Mapping[str, Any]) -> tuple[int, Any]:
        self.calls.append([f"{method} {path}"])
        return self._record("single", method, path, fields)

    def _part(self, part: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[int, Any]:
        path = part["url"].split("/v67.0/")[1]
        if path.startswith("query") and self.switched_off and " FROM ContentNote " in unquote_plus(path):
            return 400, [{"errorCode": "INVALID_TYPE", "message": "sObject type 'ContentNote' is not supported."}]
        if path.startswith("query"):
            return 200, {"done": True, "totalSize": 0, "records": self._found(unquote_plus(path))}
        try:
            body = _resolved(part["body"], answers)
        except LookupError:
            return 400, [{"errorCode": "PROCESSING_HALTED", "message": "Invalid reference specified."}]
        if path == "composite/sobjects":
            return 200, [self._saved(part["method"], record) for record in body["records"]]
        return self._record("composite", part["method"], path, body)

    def _saved(self, method: str, record: dict[str, Any]) -> dict[str, Any]:
        kind = record["attributes"]["type"]
        path = f"sobjects/{kind}" + (f"/{record['id']}" if method == "PATCH" else "")
        status, body = self._record("collections", method, path, record)
        if status < 300:
            return body or {"id": record["id"], "success": True, "errors": []}
        errors = [{"statusCode": one["errorCode"], "message": one["message"], "fields": []} for one in body]
        return {"success": False, "errors": errors}

    def _record(self, through: str, method: str, path: str, fields: Mapping[str, Any]) -> tuple[int, Any]:
        kind, _, record_id = path.removeprefix("sobjects/").partition("/")
        if kind == "ContentNote" and through not in self.taken:
            return 400, [{"errorCode": NOT_OFFERED.code, "message": NOT_OFFERED.message}]
        if self.switched_off:
            code = "INVALID_TYPE" if through == "collections" else "NOT_FOUND"
            return 404, [{"errorCode": code, "message": "The requested resource does not exist"}]
        refusal = self.refuse(kind, fields)
        if refusal:
            return 400, refusal
        own = {name: value for name, value in fields.items() if name not in ("attributes", "id")}
        if method == "PATCH":
            if record_id not in self.notes:
                return 404, answer("entity_deleted")
            self.notes[record_id].update(own)
            return 204, None
        return self._new(kind, own)

    def _new(self, kind: str, fields: dict[str, Any]) -> tuple[int, Any]:
        kept, prefix = (self.notes, "069") if kind == "ContentNote" else (self.links, "06A")
        same = [one for one in self.links.values() if one == fields]
        if same:
            return 400, answer("already_linked")
        record_id = numbered_id(prefix, next(self._numbers))
        kept[record_id] = fields
        return 201, {"id": record_id, "success": True, "errors": []}

    def _document(self, note_id: str) -> dict[str, Any]:
        """Of one version, that nobody but our user has written."""
        content = base64.b64decode(self.notes[note_id]["Content"])
        checksum = hashlib.md5(content, usedforsecurity=False).hexdigest()
        latest = {"VersionNumber": "1", "CreatedById": USER_ID, "LastModifiedById": USER_ID, "Checksum": checksum}
        own = {"Id": note_id, "IsDeleted": False, "Title": self.notes[note_id]["Title"]}
        return {**own, "LatestPublishedVersionId": numbered_id("068", 1), "LatestPublishedVersion": latest}

    def _found(self, path: str) -> list[dict[str, Any]]:
        if " FROM Opportunity " in path:
            return [{"Id": one} for one in re.findall(r"'(006\w+)'", path) if one not in self.gone]
        if "ContentDocumentLink" in path:
            return [
                {
                    "Id": record_id,
                    "ContentDocumentId": link["ContentDocumentId"],
                    "LinkedEntityId": link["LinkedEntityId"],
                    "ContentDocument": {
                        "Title": self.notes[link["ContentDocumentId"]]["Title"],
                        "FileType": "SNOTE",
                        "CreatedDate": "2026-11-23T12:00:00.000+0000",
                    },
                }
                for record_id, link in self.links.items()
            ]
        if " FROM ContentDocument " in path:
            return [self._document(note_id) for note_id in self.notes if note_id in path]
        created = {"CreatedDate": "2026-11-23T12:00:00.000+0000"}
        return [{"Id": record_id, "Title": note["Title"], **created} for record_id, note in self.notes.items()]


_REFERENCE = re.compile(r"@\{(\w+)(?:\[(\d+)\])?\.id\}")


def _resolved(value: Any, answers: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _resolved(one, answers) for name, one in value.items()}
    if isinstance(value, list):
        return [_resolved(one, answers) for one in value]
    found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return value
    body = answers[found[1]]
    result = body[int(found[2])] if found[2] else body
    known = result if isinstance(result, dict) else {}
    return known["id"]
