"""What the channel of notes needs of the org. The service's own, and the fake in the tests, implement it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from coach.channels.notes.nouns import FoundNote, NotePlace, NoteReceipt, NoteSighting, NoteWork, OwnNote


class NotesOrg(Protocol):
    """Notes in the one configured org."""

    def write_notes(self, work: Sequence[NoteWork]) -> Sequence[NoteReceipt]:
        """Create and update notes; one receipt for each piece of work, in any order; a bad note raises nothing."""

    def take_back(self) -> Sequence[str]:
        """The keys of notes that were refused for good before it turned out that the org refuses all; told once."""

    def find_notes(self, work: Sequence[NoteWork], last: bool = True) -> Mapping[str, FoundNote]:
        """Look for notes by record and title, linked or not; the keys of ``work`` that were found. Oldest wins;
        one in the recycle bin is found where there is no other. A look that is not the ``last`` before writing may be
        refused with TryAgain where an org takes nothing: there will be another.
        """

    def own_notes(self, since: datetime) -> Sequence[OwnNote]:
        """The newest notes that Coach has made since then, those excepted that were deleted."""

    def markers(self, note_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The markers in these notes' contents, by id, as far as they are there: a call each."""

    def hanging(self, note_ids: frozenset[str]) -> frozenset[str]:
        """Those of these notes that hang on a record."""

    def remove_notes(self, note_ids: Sequence[str]) -> Mapping[str, str]:
        """Take notes off all records; those that could not be: note id → who must do what."""

    def look_at_notes(self, places: Mapping[str, NotePlace]) -> Mapping[str, NoteSighting]:
        """See what has become of these notes, by key; every one of them is told."""

    def keep_inside(self, link_ids: Sequence[str]) -> int:
        """Let no more than the org's own people see what hangs by these links, where the org knows such a limit; how
        many there are by now.
        """
