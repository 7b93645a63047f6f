"""The notes channel: deliveries → notes on the record.

Only this module writes and reads the details stored about a note: the id of its link, the imprints of all texts of ours
that may be in it, the version whose words are accounted for, and whether it holds words of others.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from coach.channels.notes.nouns import FoundNote, NotePlace, NoteReceipt, NoteSighting, NoteWork
from coach.channels.notes.org import NotesOrg
from coach.channels.notes.strays import SeenByProcess, Strays
from coach.engine.model import DeliveryWork, Outcome, Receipt
from coach.engine.model.delivery import Details
from coach.engine.notes import NOTE, forms, imprint
from coach.ports import HELD_WRITES, Channel, Clock, DeliveryPlace, Found, Memory, Sighting, Store, Whereabouts

log = structlog.get_logger(__name__)

REMOVED = "It was deleted, or taken off the deal, in Salesforce: Coach does not put it back for this card."
MOST_IMPRINTS = 6
"""For attempts whose answers were lost, one after the other. An older text can hardly be what is in the note."""


@dataclass(frozen=True)
class NotesChannel(Channel):
    """Implements :class:`coach.ports.Channel`. ``seen`` is what this process has seen of the org's notes."""

    org: NotesOrg
    store: Store
    memory: Memory
    clock: Clock
    seen: SeenByProcess = field(default_factory=SeenByProcess)

    @property
    def name(self) -> str:
        """The channel's name in deliveries."""
        return NOTE

    @property
    def strays(self) -> Strays:
        """The search for notes in the org that the store may not know of."""
        return Strays(self.store, self.org, self.memory, self.clock, self.seen)

    def deliver(self, work: Sequence[DeliveryWork]) -> Sequence[Receipt]:
        """Create and update notes."""
        by_key = {one.key: one for one in work}
        receipts = self.org.write_notes([note_work(one) for one in work])
        return [_receipt(receipt, by_key[receipt.key]) for receipt in receipts]

    def find(self, work: Sequence[DeliveryWork]) -> Mapping[str, Found]:
        """Look for notes by record and title, attached or not."""
        found = self.org.find_notes([note_work(one) for one in work])
        return {key: _found(note) for key, note in found.items()}

    def about_to_send(self, work: DeliveryWork) -> Details:
        """Append the imprint of what is about to be sent."""
        mine = imprint(work.title, work.body)
        others = [one for one in work.details.get("imprints", ()) if one != mine]
        return {**work.details, "imprints": [*others, mine][-MOST_IMPRINTS:]}

    def doubtful(self, keys: Collection[str]) -> frozenset[str]:
        """If the database is an older copy, the keys that it does not know as written are to be looked for first."""
        return self.strays.to_look_for(keys)

    def settled(self, receipts: Sequence[Receipt]) -> Sequence[str]:
        """The keys of notes refused earlier without fault, once it turns out that the org refuses all notes."""
        self.seen.remember(receipts)
        return self.org.innocent_notes()

    def look_at(self, places: Mapping[str, DeliveryPlace]) -> Mapping[str, Sighting]:
        """Check that notes are on their records, and visible only to the org's own people."""
        looked_at = {key: NotePlace(place.target, place.remote_id) for key, place in places.items()}
        sightings = self.org.look_at_notes(looked_at)
        open_links = [one.link_id for one in sightings.values() if one.outsiders and one.link_id]
        if open_links:
            log.info("links_kept_inside", links=len(open_links), changed=self.org.keep_inside(open_links))
        return {key: _sighting(one) for key, one in sightings.items()}

    def tidy(self) -> None:
        """Attach notes that are on no record, or remove them. An org that refuses everything is left alone."""
        if not self.memory.recall(HELD_WRITES):
            self.strays.tidy()

    def withdraw(self, work: Sequence[DeliveryWork]) -> Mapping[str, str]:
        """Remove notes from their records, into the recycle bin."""
        ids = {one.key: one.remote_id for one in work if one.remote_id}
        left = self.org.remove_notes(list(ids.values()))
        return {key: left[note_id] for key, note_id in ids.items() if note_id in left}


def holds_words_of_others(details: Details) -> bool:
    """Whether people are known to have written into this note."""
    return bool(details.get("shared"))


def note_work(work: DeliveryWork) -> NoteWork:
    """The delivery as a note to be written."""
    kept = work.details
    return NoteWork(
        key=work.key,
        opportunity_id=work.target,
        title=work.title,
        forms=forms(work.body),
        note_id=work.remote_id,
        link_id=kept.get("link_id") if work.remote_id else None,
        imprints=tuple(kept.get("imprints", ())),
        version=kept.get("version"),
        shared=holds_words_of_others(kept),
        language=work.language,
        leaves=work.leaves,
        known=work.known,
        left_before=work.left_before,
    )


def _receipt(receipt: NoteReceipt, work: DeliveryWork) -> Receipt:
    """The receipt as the pipeline has it. Once a note is written, only the last text sent can be in it from us."""
    new = {"link_id": receipt.link_id, "version": receipt.version, "shared": receipt.shared}
    details: dict[str, object] = {name: value for name, value in new.items() if value is not None}
    if receipt.outcome is Outcome.WRITTEN:
        details["imprints"] = list(work.details.get("imprints", ()))[-1:]
    sentence = REMOVED if receipt.outcome is Outcome.REMOVED else receipt.sentence
    return Receipt(receipt.key, receipt.outcome, receipt.note_id, details, receipt.code, sentence, receipt.after)


def _found(note: FoundNote) -> Found:
    return Found(note.note_id, {"link_id": note.link_id})


def _sighting(sighting: NoteSighting) -> Sighting:
    """A note that is off its record has no link any more."""
    if sighting.where is Whereabouts.UNLINKED:
        return Sighting(sighting.where, {"link_id": None})
    sentence = REMOVED if sighting.where is Whereabouts.REMOVED else ""
    return Sighting(sighting.where, {"link_id": sighting.link_id} if sighting.link_id else {}, sentence)
