"""A note on its way: the piece of work, and what is known of it so far."""

from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from coach.channels.notes.nouns import NoteWork
from coach.channels.notes.seen import NoteDocument
from coach.ids import to18
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault

NOTE = "ContentNote"
LINK = "ContentDocumentLink"


INTERNAL = "InternalUsers"
EVERYBODY = "AllUsers"
INFERRED = "I"
VIEWER = "V"


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """How a note hangs on a record, as a rule: who may see or edit the record may do so with the note, except that it
    is for the org's own people. An org without an Experience Cloud site knows no such limit, and needs none.

    Source: Object Reference, ContentDocumentLink; help 000384243, "Default visibility for files shared on records".
    """

    type: str = INFERRED
    visibility: str = INTERNAL

    def without(self, refused: Collection[str]) -> "LinkTerms | None":
        """The best way that holds nothing refused, this one where it holds nothing; None where every way does."""
        types = [kind for kind in (self.type, INFERRED, VIEWER) if kind not in refused]
        visibilities = [one for one in (self.visibility, INTERNAL, EVERYBODY) if one not in refused]
        return LinkTerms(types[0], visibilities[0]) if types and visibilities else None


@dataclass(frozen=True, slots=True)
class Draft:
    """``form`` counts into the work's forms. A draft without ``note_id`` is to be created, else updated. ``refused``
    are the share types and visibilities that the org has refused for it. ``mixed``: others' words are in its forms, the
    first of which keeps them as they stood. ``looked`` is the number of its version when it was looked at, ``seen`` how
    the org has it after that.
    """

    work: NoteWork
    form: int
    share: LinkTerms
    note_id: str | None
    link_id: str | None
    refused: frozenset[str] = frozenset()
    mixed: bool = False
    looked: int | None = None
    seen: NoteDocument | None = None

    @property
    def key(self) -> str:
        """The work's key."""
        return self.work.key

    def note(self) -> dict[str, Any]:
        """The fields of the ContentNote; its body goes as base64 of UTF-8."""
        content = b64encode(self.work.forms[self.form].encode()).decode("ascii")
        return {"Title": self.work.title, "Content": content}

    def link(self, note_id: str) -> dict[str, Any]:
        """The fields of the ContentDocumentLink. ``note_id`` may be a reference to an earlier part."""
        return {
            "ContentDocumentId": note_id,
            "LinkedEntityId": to18(self.work.opportunity_id),
            "ShareType": self.share.type,
            "Visibility": self.share.visibility,
        }

    def plainest(self) -> "Draft":
        """The same as plain text."""
        return replace(self, form=len(self.work.forms) - 1)

    def next_form(self) -> int | None:
        """The next plainer form that reads differently; None where this is the last."""
        forms = self.work.forms
        rest = range(self.form + 1, len(forms))
        return next((number for number in rest if forms[number] != forms[self.form]), None)


@dataclass(frozen=True, slots=True)
class Said:
    """What the org said about one draft. ``link`` is set where the link went along with its note.

    ``whole`` means that the fault is that of a batch, and tells nothing about this draft alone. ``seen`` is how the org
    has the note afterwards, where the call told.
    """

    saved: Saved
    link: Saved | None = None
    whole: bool = False
    seen: NoteDocument | None = None


LOST = Said(Saved(None, Fault("ANSWER_LOST")))
