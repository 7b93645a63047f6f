"""Pieces of work → receipts: contents first, then the links."""

from collections.abc import Callable, Mapping, Sequence

from coach.channels.notes.contents import Contents, ContentWriter
from coach.channels.notes.draft import Draft, Said
from coach.channels.notes.find import CONTENT_DOCUMENT
from coach.channels.notes.leaving import take_off
from coach.channels.notes.linking import LinkWriter
from coach.channels.notes.nouns import FoundNote, NoteReceipt, NoteWork
from coach.channels.notes.preparing import Ours, Prepared, Preparer
from coach.channels.notes.receipts import not_sent
from coach.channels.notes.verdicts import pronounced
from coach.engine.model import Outcome
from coach.errors import CoachError
from coach.ids import OPPORTUNITY, to18
from coach.ports import Clock, Memory
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import error

Find = Callable[[Sequence[NoteWork]], Mapping[str, FoundNote]]


class NoteWriter:
    """Writes notes.

    Work without ``note_id`` is created and linked. Work with both ids is updated. Work with a note but no link is both
    updated and linked, because the text may have changed since the note was created. What leaves is removed.
    ``arrived`` is called once there are new notes that still have to be attached to their records.
    """

    def __init__(
        self,
        client: Client,
        memory: Memory,
        clock: Clock,
        find: Find,
        ours: Ours,
        arrived: Callable[[], None] = lambda: None,
    ) -> None:
        self._client = client
        self._find = find
        self._arrived = arrived
        self._keeper = Preparer(client, ours)
        self._contents = ContentWriter(client, memory, clock, self._look)
        self._links = LinkWriter(client, memory, clock)

    def write(self, work: Sequence[NoteWork], takes_notes: bool = False) -> list[NoteReceipt]:
        """One receipt for each piece of work. Raises only if nothing at all was done.

        ``takes_notes`` says that the org took a note a moment ago: then the writer does not stop at the first few
        refusals.
        """
        return self._run(work, lambda prepared: self._write(prepared, takes_notes))

    def sound(self, work: NoteWork, plainly: bool) -> list[NoteReceipt]:
        """Write one note in as few calls as possible.

        ``plainly`` means as plain text, because the form may be what is refused.
        """
        return self._run([work], lambda prepared: self._sound(prepared, plainly))

    def _run(self, work: Sequence[NoteWork], send: Callable[[Prepared], Contents]) -> list[NoteReceipt]:
        malformed = [one for one in work if not _has_ids(one)]
        prepared = self._keeper.prepare([one for one in work if _has_ids(one)], self._links.share())
        receipts, not_ours = take_off(self._client, prepared.leaving)
        prepared.receipts += receipts
        prepared.drafts += not_ours
        settled = [*map(_not_an_id, malformed), *prepared.receipts]
        contents = send(prepared)
        if any(draft.work.note_id is None for draft, _ in contents.arrived):
            self._arrived()
        arrived = [*((draft, None) for draft in prepared.done), *self._keeper.look_back(contents.arrived)]
        receipts = [*contents.receipts, *self._links.link(arrived)]
        return [*settled, *pronounced(self._client, work, receipts)]

    def inside(self) -> None:
        """Remember that the org now takes links for internal users only."""
        self._links.inside()

    def _write(self, prepared: Prepared, takes_notes: bool) -> Contents:
        """Send the contents. A failure is raised only if there is nothing else to report."""
        try:
            return self._contents.write(prepared.drafts, takes_notes)
        except CoachError as failure:
            if not prepared.done and not prepared.receipts:
                raise
            return Contents(receipts=[not_sent(draft, failure) for draft in prepared.drafts])

    def _sound(self, prepared: Prepared, plainly: bool) -> Contents:
        return self._contents.sound(prepared.drafts[0], plainly) if prepared.drafts else Contents()

    def _look(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """The notes that were created although the org broke on the call."""
        try:
            found = self._find([one.work for one in drafts if one.note_id is None])
        except Refused as refusal:
            raise error(refusal.fault) from None
        return {
            key: Said(Saved(note.note_id, None), Saved(note.link_id, None) if note.link_id else None)
            for key, note in found.items()
        }


def _has_ids(work: NoteWork) -> bool:
    """Whether the ids are valid. They end up in addresses, so an invalid one could lead anywhere."""
    try:
        to18(work.opportunity_id, OPPORTUNITY)
        return work.note_id is None or bool(to18(work.note_id, CONTENT_DOCUMENT))
    except ValueError:
        return False


def _not_an_id(work: NoteWork) -> NoteReceipt:
    sentence = "The note's record has an id that is not one of Salesforce's: the operator looks into it."
    return NoteReceipt(work.key, Outcome.REFUSED, code="MALFORMED_ID", sentence=sentence)
