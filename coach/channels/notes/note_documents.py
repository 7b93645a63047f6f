"""Notes as the org has them: their version, their authors, and whether somebody deleted them.

Every change of a note's content is a new version of its document; a new title changes the latest version. Deleted
documents stay in the recycle bin for some days, where queryAll sees them.
Source: Object Reference, ContentDocument, ContentVersion and ContentNote ("ContentNote is built on ContentVersion").
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.ids import to18
from coach.salesforce import query
from coach.salesforce.client import Client
from coach.salesforce.faults import Fault, error
from coach.salesforce.further import at

MOST_IDS = 500
FIRST = 1
"""The number of a note's first version."""
_LATEST = "LatestPublishedVersion"
_DOCUMENTS = (
    f"SELECT Id, IsDeleted, Title, {_LATEST}Id, {_LATEST}.VersionNumber, {_LATEST}.CreatedById, "
    f"{_LATEST}.LastModifiedById, {_LATEST}.Checksum FROM ContentDocument WHERE Id IN {{notes}}"
)
_VERSIONS = (
    "SELECT Id, ContentDocumentId, VersionNumber, CreatedById, LastModifiedById FROM ContentVersion "
    "WHERE ContentDocumentId IN {notes} ORDER BY ContentDocumentId"
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a note. ``number`` is 0 if the org returns no usable number."""

    id: str
    number: int
    authors: frozenset[str]


@dataclass(frozen=True, slots=True)
class NoteDocument:
    """A note's document. ``checksum`` is the MD5 of its content, empty if the org keeps none."""

    deleted: bool
    title: str
    latest: Version
    checksum: str

    def reads(self, title: str, forms: Iterable[str]) -> bool:
        """Whether the document equals this note already, to the byte."""
        return self.title == title and self.checksum in map(_md5, forms)


def fetch(client: Client, note_ids: Collection[str]) -> dict[str, NoteDocument]:
    """Of these notes, the documents that the org has or had, by id. Five queries of five hundred notes are one call."""
    return {to18(row["Id"]): document_in(row) for row in query.rows_of(client, document_queries(note_ids))}


def document_queries(note_ids: Collection[str]) -> list[str]:
    """The addresses of these queries."""
    return _addresses(_DOCUMENTS, note_ids, deleted_too=True)


def document_in(row: Mapping[str, Any]) -> NoteDocument:
    """One row of such a query."""
    return NoteDocument(
        bool(row.get("IsDeleted")),
        str(row.get("Title") or ""),
        Version(
            str(row.get(f"{_LATEST}Id") or ""),
            _number(at(row, f"{_LATEST}.VersionNumber")),
            _authors(at(row, f"{_LATEST}.CreatedById"), at(row, f"{_LATEST}.LastModifiedById")),
        ),
        str(at(row, f"{_LATEST}.Checksum") or ""),
    )


def versions(client: Client, note_ids: Collection[str]) -> dict[str, list[Version]]:
    """All versions of these notes, oldest first, by note."""
    found: dict[str, list[Version]] = {}
    for row in query.rows_of(client, _addresses(_VERSIONS, note_ids)):
        authors = _authors(row.get("CreatedById"), row.get("LastModifiedById"))
        version = Version(str(row["Id"]), _number(row.get("VersionNumber")), authors)
        found.setdefault(to18(row["ContentDocumentId"]), []).append(version)
    return {note_id: sorted(each, key=lambda version: version.number) for note_id, each in found.items()}


def text(client: Client, version_id: str) -> str:
    """The content of a version, as HTML. Raises TryAgain if the org does not say which version it is."""
    if not version_id:
        raise error(Fault("NOT_JSON"))
    return client.read(f"sobjects/ContentVersion/{to18(version_id)}/VersionData").decode(errors="replace")


def _addresses(soql: str, note_ids: Collection[str], deleted_too: bool = False) -> list[str]:
    ids: Sequence[str] = [to18(one) for one in note_ids]
    portions = query.portions(ids, len(soql) * 2, MOST_IDS)
    return [query.path(soql.format(notes=query.among(some)), deleted_too) for some in portions]


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else 0


def _authors(*ids: object) -> frozenset[str]:
    return frozenset(to18(str(one)) for one in ids if one)


def _md5(form: str) -> str:
    # The platform's own checksum: it distinguishes contents and protects nothing.
    return hashlib.md5(form.encode(), usedforsecurity=False).hexdigest()
