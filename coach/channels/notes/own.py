"""Notes that Coach has made, whatever they say by now and wherever they are attached.

Source: Object Reference, ContentNote (CreatedById and CreatedDate filter and sort; Content does neither).
"""

from collections.abc import Collection
from datetime import UTC, datetime

from coach.channels.notes import note_documents
from coach.channels.notes.find import markers_of
from coach.channels.notes.nouns import NEWEST_NOTES, OwnNote
from coach.ids import to18
from coach.salesforce import query
from coach.salesforce.client import Client
from coach.salesforce.values import moment

_OWN = (
    "SELECT Id, Title, CreatedDate FROM ContentNote WHERE CreatedById IN {users} AND CreatedDate >= {since} "
    "ORDER BY CreatedDate DESC LIMIT {most}"
)


def own_notes(client: Client, users: Collection[str], since: datetime) -> list[OwnNote]:
    """The newest notes by these users since then."""
    begin = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    soql = _OWN.format(users=query.among(sorted(users)), since=begin, most=NEWEST_NOTES)
    rows = query.rows_of(client, [query.path(soql)])
    return [
        OwnNote(to18(str(row["Id"])), str(row.get("Title") or ""), created)
        for row in rows
        if (created := moment(row["CreatedDate"]))
    ]


def markers(client: Client, note_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """By id, the markers in the contents of these notes, as far as the notes exist. One call each."""
    documents = note_documents.fetch(client, note_ids) if note_ids else {}
    there = {note_id: each for note_id, each in documents.items() if not each.deleted}
    return {note_id: markers_of(client, each.latest.id) for note_id, each in sorted(there.items())}
