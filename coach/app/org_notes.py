"""The notes in one org: write, find, look at and remove them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from coach.app.connection import OrgConnection, translate_errors
from coach.channels.notes.careful import CarefulWriter
from coach.channels.notes.find import attached, find_notes
from coach.channels.notes.nouns import FoundNote, NotePlace, NoteReceipt, NoteSighting, NoteWork, OwnNote
from coach.channels.notes.on_record import attached_to
from coach.channels.notes.own import markers, own_notes
from coach.channels.notes.remove import remove_notes
from coach.channels.notes.trial import WriteTest, remember
from coach.channels.notes.visibility import keep_inside
from coach.channels.notes.whereabouts import look_at_notes
from coach.channels.notes.writer import NoteWriter
from coach.doctor.trial import TrialResult
from coach.salesforce.accounts import Accounts
from coach.salesforce.circuit.writes import WriteCircuit
from coach.salesforce.limits import used_up


class OrgNotes:
    """Implements :class:`coach.channels.notes.org.NotesOrg`. Safe to share between threads."""

    def __init__(self, connection: OrgConnection) -> None:
        memory, clock = connection.memory, connection.clock
        self._connection = connection
        self._accounts = Accounts(connection.signin, memory)
        self._elsewhere: set[str] = set()
        self._circuit = WriteCircuit(memory, clock, connection.place, lambda: used_up(connection.client))
        self._writing = connection.client.counting(self._circuit.spend)
        self._writer = NoteWriter(self._writing, memory, clock, self._find, self._accounts.ids, self._circuit.arrived)
        self._notes = CarefulWriter(self._writer, self._circuit)

    @translate_errors
    def write_notes(self, work: Sequence[NoteWork]) -> Sequence[NoteReceipt]:
        """One receipt for each piece of work, in any order; raises only if nothing at all was done.

        Outcomes that a caller sees, beside WRITTEN: IN_DOUBT for a create whose answer was lost; an update is simply
        tried again. REMOVED if somebody deleted the note that was to be updated. VANISHED, without a ``note_id``, if
        the note is gone and nothing says why: the next piece of work creates it anew. RECORD_GONE if the opportunity is
        gone. Failures with a ``note_id`` and no ``link_id``: the note exists but is attached nowhere yet; handed in
        again with that ``note_id``, it is updated and linked.
        """
        return self._notes.write(work)

    def innocent_notes(self) -> Sequence[str]:
        """The keys of notes that were refused for good before it turned out that the org refuses all.

        Returned once only.
        """
        return self._circuit.innocent()

    @translate_errors
    def find_notes(self, work: Sequence[NoteWork]) -> Mapping[str, FoundNote]:
        """The notes that exist for this work, attached or not, by key; the oldest if there are several.

        Looking is allowed while the org is left alone: what is found shows that it takes notes.
        """
        found = self._find(work)
        self._circuit.looked([one.key for one in work], found)
        return found

    @translate_errors
    def own_notes(self, since: datetime) -> list[OwnNote]:
        """The newest notes that Coach has made since then, except deleted ones."""
        return own_notes(self._connection.client, self._accounts.ids(), since)

    @translate_errors
    def markers(self, note_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The markers in these notes' contents, by id. One call each."""
        return markers(self._connection.client, note_ids)

    @translate_errors
    def attached(self, note_ids: frozenset[str]) -> frozenset[str]:
        """The notes that are attached to an opportunity."""
        return attached(self._connection.client, note_ids)

    @translate_errors
    def look_at_notes(self, places: Mapping[str, NotePlace]) -> Mapping[str, NoteSighting]:
        """What has become of these notes, by key."""
        return look_at_notes(self._connection.client, places)

    @translate_errors
    def keep_inside(self, link_ids: Sequence[str]) -> int:
        """Limit these links to internal users, if the org knows that limit; returns how many are limited by now."""
        changed = keep_inside(self._connection.client, link_ids)
        if changed:
            self._writer.inside()
        return changed

    @translate_errors
    def remove_notes(self, note_ids: Sequence[str]) -> Mapping[str, str]:
        """Remove notes from all records, into the recycle bin.

        Returns those that remain: note id → who must do what.
        """
        return remove_notes(self._connection.client, note_ids)

    @translate_errors
    def notes_on(self, deal_id: str) -> frozenset[str]:
        """The ids of everything attached to this opportunity. Raises ValueError if this is not an opportunity's id."""
        return attached_to(self._connection.client, deal_id)

    @translate_errors
    def write_test(self, deal_id: str) -> TrialResult:
        """Write notes on this deal in every way that is undocumented, and remove them.

        The results are remembered for writing notes. Raises ValueError if this is not an opportunity's id.
        """
        to = self._connection
        result = WriteTest(to.client, to.signin.token, to.session, to.settings).run(deal_id)
        remember(result, to.memory, to.clock)
        return result

    def _find(self, work: Sequence[NoteWork]) -> Mapping[str, FoundNote]:
        return find_notes(self._connection.client, self._accounts.ids(), work, self._elsewhere)
