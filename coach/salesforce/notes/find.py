"""Finding notes again.

On its record a note is known by the marker at the end of its title, for what the title says may have changed since it
was sent. One that hangs nowhere is looked for by the whole title: to look for the end of one is to read every note.

A query of links must name documents or records, by = or IN, and may filter on anything else only where it names a
single record: so titles are compared here.
Source: Object Reference, ContentDocumentLink, and the platform's own refusal.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from coach.ids import to18
from coach.model import NoteWork
from coach.notes.title import marker_in, markers_in
from coach.ports import FoundNote
from coach.salesforce import query
from coach.salesforce.client import Client
from coach.salesforce.further import at

CONTENT_DOCUMENT = "069"
_LINKED = (
    "SELECT Id, ContentDocumentId, LinkedEntityId, ContentDocument.Title, ContentDocument.FileType, "
    "ContentDocument.CreatedDate FROM ContentDocumentLink WHERE LinkedEntityId IN {records}"
)
_LOOSE = "SELECT Id, Title, CreatedDate, IsDeleted FROM ContentNote WHERE CreatedById IN {users} AND Title IN {titles}"
_LINKS = "SELECT Id, ContentDocumentId, LinkedEntityId FROM ContentDocumentLink WHERE ContentDocumentId IN {notes}"
NOTE_TYPE = "SNOTE"
MOST_IDS = 500
MOST_TITLES = 400

Row = Mapping[str, Any]


def find_notes(client: Client, users: Collection[str], work: Sequence[NoteWork]) -> dict[str, FoundNote]:
    """The work whose note exists, by key. One that hangs on its record comes before one that hangs nowhere, then the
    older before the younger; one in the recycle bin counts where there is no other. ``users`` are all whom Coach has
    ever signed in as: who made a note stays its author.
    """
    addresses = [address for some in _portions(work) for address in _queries(users, some)]
    rows = query.rows_of(client, addresses)
    linked = _oldest(
        place for row in rows if at(row, "ContentDocument.FileType") == NOTE_TYPE for place in _places(row)
    )
    loose = _oldest((row["Title"], row) for row in rows if "LinkedEntityId" not in row)
    found: dict[str, FoundNote] = {}
    for one in work:
        if row := linked.get((to18(one.opportunity_id), marker_in(one.title))):
            found[one.key] = FoundNote(to18(row["ContentDocumentId"]), to18(row["Id"]))
        elif row := loose.get(one.title):
            found[one.key] = FoundNote(to18(row["Id"]), None)
    return found


def link_ids(client: Client, note_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """(note, record) → the link between them."""
    rows = query.rows_of(client, list(_addresses(_LINKS, [to18(one) for one in note_ids])))
    return {(to18(row["ContentDocumentId"]), to18(row["LinkedEntityId"])): to18(row["Id"]) for row in rows}


def _addresses(soql: str, ids: Sequence[str]) -> Iterator[str]:
    for some in query.portions(ids, len(soql) * 2, MOST_IDS):
        yield query.path(soql.format(notes=query.among(some)))


def _portions(work: Sequence[NoteWork]) -> Iterator[Sequence[NoteWork]]:
    """Portions whose titles fit one query's address, and so do their record ids, which are shorter."""
    by_title: dict[str, list[NoteWork]] = {}
    for one in work:
        by_title.setdefault(one.title, []).append(one)
    for titles in query.portions(list(by_title), len(_LOOSE) * 2, MOST_TITLES):
        yield [one for title in titles for one in by_title[title]]


def _queries(users: Collection[str], work: Sequence[NoteWork]) -> tuple[str, str]:
    titles = query.among(one.title for one in work)
    records = query.among(to18(one.opportunity_id) for one in work)
    return query.path(_LINKED.format(records=records)), query.path(
        _LOOSE.format(users=query.among(sorted(users)), titles=titles), deleted_too=True
    )


def _places(row: Row) -> Iterator[tuple[tuple[str, str], Row]]:
    """People write into a title, too, and behind the marker: so all that could be one counts."""
    title = str(at(row, "ContentDocument.Title"))
    for marker in {marker_in(title), *markers_in(title)}:
        yield (to18(row["LinkedEntityId"]), marker), row


def _oldest(rows: Iterator[tuple[Any, Row]]) -> dict[Any, Row]:
    """SOQL compares text without regard to case, so titles are compared once more: the key is exact."""
    oldest: dict[Any, Row] = {}
    for key, row in sorted(rows, key=lambda pair: _age(pair[1])):
        oldest.setdefault(key, row)
    return oldest


def _age(row: Row) -> tuple[bool, str, str]:
    created = at(row, "ContentDocument.CreatedDate") or row.get("CreatedDate")
    return bool(row.get("IsDeleted")), str(created), str(row["Id"])
