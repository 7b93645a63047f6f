"""A note on its way: the piece of work, and what is known of it so far."""

from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from coach.channels.notes.note_documents import NoteDocument
from coach.channels.notes.nouns import NoteWork
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
    """The share type and visibility of a note's link, by default the usual ones.

    Whoever may see or edit the record may do the same with the note, but only the org's own people. An org without an
    Experience Cloud site does not know that limit, and does not need it.

    Source: Object Reference, ContentDocumentLink; help 000384243, "Default visibility for files shared on records".
    """

    type: str = INFERRED
    visibility: str = INTERNAL

    def without(self, refused: Collection[str]) -> "LinkTerms | None":
        """The best terms without anything refused, preferring these; None if nothing is left."""
        types = [kind for kind in (self.type, INFERRED, VIEWER) if kind not in refused]
        visibilities = [one for one in (self.visibility, INTERNAL, EVERYBODY) if one not in refused]
        return LinkTerms(types[0], visibilities[0]) if types and visibilities else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A note to be created, or updated if it has a ``note_id``.

    ``form`` is an index into the work's forms. ``refused`` are the share types and visibilities that the org has
    refused for it. ``mixed`` says that others' words are in its forms, the first of which keeps them as they stood.
    ``looked`` is the number of its version when it was looked at; ``seen`` is the note as the org has it after the
    write.
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
        """The fields of the ContentNote; its body is sent as base64 of UTF-8."""
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
        """The draft as plain text."""
        return replace(self, form=len(self.work.forms) - 1)

    def next_form(self) -> int | None:
        """The next plainer form that reads differently; None if this is the last."""
        forms = self.work.forms
        rest = range(self.form + 1, len(forms))
        return next((number for number in rest if forms[number] != forms[self.form]), None)


@dataclass(frozen=True, slots=True)
class Said:
    """The org's answer about one draft. ``link`` is set if the link was sent along with its note.

    ``whole`` means that the fault is that of a batch, and says nothing about this draft alone. ``seen`` is the note as
    the org has it afterwards, if the call returned that.
    """

    saved: Saved
    link: Saved | None = None
    whole: bool = False
    seen: NoteDocument | None = None


LOST = Said(Saved(None, Fault("ANSWER_LOST")))
