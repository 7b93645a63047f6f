"""What has become of notes that were written: on the record, removed by somebody, or lost.

The recycle bin tells the cases apart. What is in it was put there by a person, or by their automation: a document, or
the link of a document that still exists. What the org has lost is not there. What was purged is not there either: the
bin is emptied after fifteen days, or sooner by hand, and deleted links need not show in it at all. So a note that
somebody removed comes back once if the removal was not noticed in time; in all other cases it is not put back. Links
also go with a record that is deleted, and come back with it; then they say nothing about what anybody wants.
Source: REST API Developer Guide, "QueryAll"; Object Reference, ContentDocument and ContentDocumentLink.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from coach.channels.notes.draft import INTERNAL
from coach.channels.notes.nouns import NotePlace, NoteSighting
from coach.ids import to18
from coach.ports import Whereabouts
from coach.salesforce import query
from coach.salesforce.client import Client

_DOCUMENTS = "SELECT Id, IsDeleted FROM ContentDocument WHERE Id IN {ids}"
_LINKS = (
    "SELECT Id, IsDeleted, ContentDocumentId, LinkedEntityId, Visibility FROM ContentDocumentLink "
    "WHERE ContentDocumentId IN {ids}"
)
_RECORDS = "SELECT Id FROM Opportunity WHERE Id IN {ids}"
MOST_IDS = 500

Row = Mapping[str, Any]


def look_at_notes(client: Client, places: Mapping[str, NotePlace]) -> dict[str, NoteSighting]:
    """By key, what the org says about each note. A thousand notes that are all well cost one call."""
    notes = {to18(place.note_id) for place in places.values()}
    rows = query.rows_of(client, [*_addresses(_DOCUMENTS, notes), *_addresses(_LINKS, notes)])
    documents = {to18(row["Id"]): bool(row.get("IsDeleted")) for row in rows if "LinkedEntityId" not in row}
    links: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if "LinkedEntityId" in row:
            links.setdefault((to18(row["ContentDocumentId"]), to18(row["LinkedEntityId"])), []).append(row)
    sightings = {key: _sighting(place, documents, links) for key, place in places.items()}
    return _only_on_records_that_are_there(client, places, sightings)


def _sighting(
    place: NotePlace, documents: Mapping[str, bool], links: Mapping[tuple[str, str], Sequence[Row]]
) -> NoteSighting:
    note_id = to18(place.note_id)
    deleted = documents.get(note_id)
    if deleted is None:
        return NoteSighting(Whereabouts.LOST)
    if deleted:
        return NoteSighting(Whereabouts.REMOVED)
    own = links.get((note_id, to18(place.opportunity_id)), ())
    for link in own:
        if not link.get("IsDeleted"):
            return NoteSighting(Whereabouts.THERE, to18(link["Id"]), link.get("Visibility") != INTERNAL)
    return NoteSighting(Whereabouts.REMOVED if own else Whereabouts.UNLINKED)


def _only_on_records_that_are_there(
    client: Client, places: Mapping[str, NotePlace], sightings: dict[str, NoteSighting]
) -> dict[str, NoteSighting]:
    missed = [key for key, sighting in sightings.items() if sighting.where is not Whereabouts.THERE]
    records = {to18(places[key].opportunity_id) for key in missed}
    there = {to18(row["Id"]) for row in query.rows_of(client, _addresses(_RECORDS, records, deleted_too=False))}
    not_told = {
        key: NoteSighting(Whereabouts.NOT_TOLD) for key in missed if to18(places[key].opportunity_id) not in there
    }
    return sightings | not_told


def _addresses(soql: str, ids: Collection[str], deleted_too: bool = True) -> list[str]:
    portions = query.portions(sorted(ids), len(soql) * 2, MOST_IDS)
    return [query.path(soql.format(ids=query.among(some)), deleted_too) for some in portions]
