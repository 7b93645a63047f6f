"""Notes that Coach has made, whatever they say by now and wherever they hang.

Source: Object Reference, ContentNote (CreatedById and CreatedDate filter and sort) and ContentDocumentLink: a note is
also linked to its owner, and that is no record.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from coach.ids import OPPORTUNITY, to18
from coach.ports import NEWEST_NOTES, OwnNote
from coach.salesforce import query
from coach.salesforce.client import Client
from coach.salesforce.notes.find import link_ids
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


def hanging(client: Client, note_ids: Collection[str]) -> frozenset[str]:
    """Those that hang on an opportunity."""
    return frozenset(note for note, record in link_ids(client, sorted(note_ids)) if record.startswith(OPPORTUNITY))
