"""Find notes again by the marker in their content, because their text may have changed since they were sent.

Queries cannot filter by content. So Coach queries the notes on a record, and looks at those of ours that the store does
not know. A note that reads as it was sent is recognized by the MD5 that the platform keeps, hundreds per call; what is
left is read, with one call each. Of the notes on no record, the newest with the title that was sent are looked at in
the same way; :mod:`coach.channels.notes.strays` finds what that misses. If an org strips addresses from notes, and the
marker with them, a deal's one note can still be recognized by its title: nothing else of ours on a record has one like
it.

A query of links must name documents or records, by = or IN, and may filter on anything else only if it names a single
record: so everything else is compared here. A note in the recycle bin was deleted by somebody before the answer to its
creation was known. It counts if there is no other note, but not if Coach itself has removed one.
Source: Object Reference, ContentDocumentLink, ContentNote and ContentVersion (Checksum), and the platform's refusal.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.channels.notes import note_documents
from coach.channels.notes.nouns import NEWEST_NOTES, FoundNote, NoteWork
from coach.engine.notes import living_key
from coach.engine.notes.marker import marker, markers_in, markers_in_title
from coach.engine.notes.title import is_of_a_deal
from coach.ids import OPPORTUNITY, to18
from coach.salesforce import query
from coach.salesforce.client import Client, Refused
from coach.salesforce.faults import FaultKind, rule
from coach.salesforce.further import at

CONTENT_DOCUMENT = "069"
_LATEST = "ContentDocument.LatestPublishedVersion"
_LINKED = (
    "SELECT Id, ContentDocumentId, LinkedEntityId, ContentDocument.Title, ContentDocument.FileType, "
    f"ContentDocument.CreatedDate, ContentDocument.CreatedById, {_LATEST}Id, {_LATEST}.Checksum "
    "FROM ContentDocumentLink WHERE LinkedEntityId IN {records}"
)
_LOOSE = (
    "SELECT Id, Title, CreatedDate FROM ContentNote WHERE CreatedById IN {users} AND Title IN {titles} "
    f"ORDER BY CreatedDate DESC LIMIT {NEWEST_NOTES}"
)
_LINKS = "SELECT Id, ContentDocumentId, LinkedEntityId FROM ContentDocumentLink WHERE ContentDocumentId IN {notes}"
NOTE_TYPE = "SNOTE"
MOST_IDS = 500
MOST_TITLES = 400
_MOST_ELSEWHERE = 20_000

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A note that could be the wanted one.

    ``title``, and ``ours`` (whether Coach created it), are as the org has them.
    """

    note_id: str
    link_id: str | None
    title: str
    created: str
    ours: bool
    version_id: str
    checksum: str
    deleted: bool = False


def find_notes(
    client: Client, users: Collection[str], work: Sequence[NoteWork], elsewhere: set[str] | None = None
) -> dict[str, FoundNote]:
    """The notes that exist for this work, by key.

    Attached notes come before unattached ones, then older before younger.

    ``users`` are all users that Coach has ever signed in as: a note's author never changes. ``elsewhere`` keeps, from
    one search to the next, the notes that were seen on other records: a note that an attempt left unattached was never
    attached anywhere.
    """
    elsewhere = set() if elsewhere is None else elsewhere
    if len(elsewhere) > _MOST_ELSEWHERE:
        elsewhere.clear()
    if not work:
        return {}
    read = _Reader(client)
    asked = _Asked(client, users, work)
    found = {
        one.key: FoundNote(each.note_id, each.link_id)
        for one in work
        if (each := _told(one, asked.on_records.get(to18(one.opportunity_id), ()), read))
    }
    missing = [one for one in work if one.key not in found]
    loose = asked.loose(missing, elsewhere) if missing else []
    return found | {one.key: FoundNote(each.note_id, None) for one in missing if (each := _told(one, loose, read))}


def link_ids(client: Client, note_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """(note, record) → the link between them."""
    rows = query.rows_of(client, list(_addresses(_LINKS, [to18(one) for one in note_ids])))
    return {(to18(row["ContentDocumentId"]), to18(row["LinkedEntityId"])): to18(row["Id"]) for row in rows}


def attached(client: Client, note_ids: Collection[str]) -> frozenset[str]:
    """The notes that are attached to an opportunity. A note is also linked to its owner, which does not count."""
    links = link_ids(client, sorted(note_ids)) if note_ids else {}
    return frozenset(note for note, record in links if record.startswith(OPPORTUNITY))


# ---------------------------------------------------------------- telling one from another


class _Reader:
    """Reads contents, each once. A content that cannot be read has no marker."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._markers: dict[str, frozenset[str]] = {}

    def markers(self, version_id: str) -> frozenset[str]:
        if version_id not in self._markers:
            self._markers[version_id] = markers_of(self._client, version_id)
        return self._markers[version_id]


def markers_of(client: Client, version_id: str) -> frozenset[str]:
    """The markers in a version's content; none if the version is gone."""
    try:
        return markers_in(note_documents.text(client, version_id))
    except Refused as refusal:
        if rule(refusal.fault).kind is FaultKind.GONE:
            return frozenset()
        raise


def _told(work: NoteWork, candidates: Iterable[Candidate], read: _Reader) -> Candidate | None:
    """The oldest candidate that is this note, recognized in the cheapest way that works."""
    some = sorted(
        (each for each in candidates if each.note_id not in work.known and not (each.deleted and work.left_before)),
        key=lambda each: (each.deleted, each.created, each.note_id),
    )
    mine = marker(work.key)
    sums = {_md5(form) for form in work.forms if mine in markers_in(form)}
    unmarked = [each for each in some if each.ours and not markers_in_title(each.title)]
    ways: tuple[tuple[Sequence[Candidate], Callable[[Candidate], bool]], ...] = (
        (some, lambda each: mine in markers_in_title(each.title)),
        (unmarked, lambda each: each.checksum in sums),
        (unmarked, lambda each: not each.deleted and mine in read.markers(each.version_id)),
        (unmarked if _is_living(work) else (), lambda each: _lost_its_marker(each, read)),
    )
    return next((each for among, is_it in ways for each in among if is_it(each)), None)


def _is_living(work: NoteWork) -> bool:
    return work.key == living_key(to18(work.opportunity_id))


def _lost_its_marker(candidate: Candidate, read: _Reader) -> bool:
    return bool(candidate.link_id) and is_of_a_deal(candidate.title) and not read.markers(candidate.version_id)


def _md5(form: str) -> str:
    # The platform's own checksum: it distinguishes contents and protects nothing.
    return hashlib.md5(form.encode(), usedforsecurity=False).hexdigest()


# ---------------------------------------------------------------- asking the org


class _Asked:
    """What the org has on the records of this work, and our notes with its titles anywhere: mostly one call."""

    def __init__(self, client: Client, users: Collection[str], work: Sequence[NoteWork]) -> None:
        self._client = client
        self.on_records: dict[str, list[Candidate]] = {}
        self._titled: dict[str, Row] = {}
        for row in query.rows_of(client, [*_by_record(work), *_by_title(users, work)]):
            if "LinkedEntityId" not in row:
                self._titled[to18(row["Id"])] = row
            elif at(row, "ContentDocument.FileType") == NOTE_TYPE:
                self.on_records.setdefault(to18(row["LinkedEntityId"]), []).append(_linked(row, users))

    def loose(self, work: Sequence[NoteWork], elsewhere: set[str]) -> list[Candidate]:
        """Notes of ours with the titles of this work that are on no opportunity.

        Notes of many deals may share a title.
        """
        titles = {one.title for one in work}
        known = {note_id for one in work for note_id in one.known}
        known |= {each.note_id for some in self.on_records.values() for each in some}
        some = {note_id for note_id, row in self._titled.items() if row["Title"] in titles} - known - elsewhere
        elsewhere |= attached(self._client, some)
        there = note_documents.fetch(self._client, some - elsewhere) if some - elsewhere else {}
        return [_loose(self._titled[note_id], note_id, document) for note_id, document in there.items()]


def _by_record(work: Sequence[NoteWork]) -> Iterator[str]:
    records = list(dict.fromkeys(to18(one.opportunity_id) for one in work))
    for some in query.portions(records, len(_LINKED) * 2, MOST_IDS):
        yield query.path(_LINKED.format(records=query.among(some)))


def _linked(row: Row, users: Collection[str]) -> Candidate:
    author = at(row, "ContentDocument.CreatedById")
    return Candidate(
        to18(row["ContentDocumentId"]),
        to18(row["Id"]),
        str(at(row, "ContentDocument.Title") or ""),
        str(at(row, "ContentDocument.CreatedDate")),
        bool(author) and to18(str(author)) in users,
        str(at(row, f"{_LATEST}Id") or ""),
        str(at(row, f"{_LATEST}.Checksum") or ""),
    )


def _loose(row: Row, note_id: str, document: note_documents.NoteDocument) -> Candidate:
    latest, created = document.latest.id, str(row["CreatedDate"])
    return Candidate(note_id, None, str(row["Title"]), created, True, latest, document.checksum, document.deleted)


def _by_title(users: Collection[str], work: Sequence[NoteWork]) -> Iterator[str]:
    titles = list(dict.fromkeys(one.title for one in work))
    for some in query.portions(titles, len(_LOOSE) * 2, MOST_TITLES):
        yield query.path(_LOOSE.format(users=query.among(sorted(users)), titles=query.among(some)), deleted_too=True)


def _addresses(soql: str, ids: Sequence[str]) -> Iterator[str]:
    for some in query.portions(ids, len(soql) * 2, MOST_IDS):
        yield query.path(soql.format(notes=query.among(some)))
