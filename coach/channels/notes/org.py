"""The notes channel's interface to the org. The service's adapter and the fake in the tests implement it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from coach.channels.notes.nouns import FoundNote, NotePlace, NoteReceipt, NoteSighting, NoteWork, OwnNote


class NotesOrg(Protocol):
    """Notes in the one configured org."""

    def write_notes(self, work: Sequence[NoteWork]) -> Sequence[NoteReceipt]:
        """Create and update notes; one receipt for each piece of work, in any order; a bad note raises nothing."""

    def innocent_notes(self) -> Sequence[str]:
        """The keys of notes that were refused for good before it turned out that the org refuses all.

        Returned once only.
        """

    def find_notes(self, work: Sequence[NoteWork]) -> Mapping[str, FoundNote]:
        """Look for notes by record and title, attached or not; returns those found, by key of ``work``.

        The oldest wins. A note in the recycle bin is found if there is no other.
        """

    def own_notes(self, since: datetime) -> Sequence[OwnNote]:
        """The newest notes that Coach has made since then, except deleted ones."""

    def markers(self, note_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The markers in these notes' contents, by id, as far as the notes exist. One call each."""

    def attached(self, note_ids: frozenset[str]) -> frozenset[str]:
        """The notes that are attached to a record."""

    def remove_notes(self, note_ids: Sequence[str]) -> Mapping[str, str]:
        """Remove notes from all records. Returns those that could not be removed: note id → who must do what."""

    def look_at_notes(self, places: Mapping[str, NotePlace]) -> Mapping[str, NoteSighting]:
        """What has become of each of these notes, by key."""

    def keep_inside(self, link_ids: Sequence[str]) -> int:
        """Make what these links attach visible to the org's own people only, if the org knows such a limit.

        Returns how many links are limited by now.
        """
