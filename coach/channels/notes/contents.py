"""Send drafts to the org as notes, in the richest form that it accepts."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from coach.channels.notes.draft import Draft, Said
from coach.channels.notes.find import CONTENT_DOCUMENT
from coach.channels.notes.ladder import Ladder, Look, Refusing
from coach.channels.notes.nouns import NoteReceipt
from coach.channels.notes.receipts import content_failed, not_sent
from coach.channels.notes.rungs import content_rungs
from coach.ids import to18
from coach.ports import Clock, Memory
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.client import Client
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault, FaultKind, refuses, rule

RUNG_KEPT = timedelta(days=30)
_OF_THE_FORM = {FaultKind.FORM, FaultKind.UNCLAIMED, FaultKind.SPOILED}
"""Fault kinds that may be about the form.

The org sometimes refuses markup in general words: a fault that no row of the fault table claims may be about the form.

Source: Salesforce Help, article 000230867: “Note could not be saved.”
"""
FORM_KEPT = timedelta(days=7)
"""Shorter than for rungs: forms start afresh, so that one odd note's refusal does not make all notes plain for good."""


@dataclass(slots=True)
class Contents:
    """The outcome of sending contents.

    ``arrived`` are drafts that now have a note, with the result for the link if one was sent along; ``receipts`` are
    for the other drafts.
    """

    arrived: list[tuple[Draft, Saved | None]] = field(default_factory=list)
    receipts: list[NoteReceipt] = field(default_factory=list)


class ContentWriter:
    """Creates and updates notes over the widest rung, each in plainer forms if the org refuses its markup."""

    def __init__(self, client: Client, memory: Memory, clock: Clock, look: Look) -> None:
        self._ladder = Ladder(content_rungs(client), CachedCapability(memory, "notes_in", RUNG_KEPT, clock), look)
        self._form = CachedCapability(memory, "note_form", FORM_KEPT, clock)

    def write(self, prepared: Sequence[Draft], takes_notes: bool = False) -> Contents:
        """Raises the failure of the very first call if nothing at all was done; later failures become receipts."""
        contents = Contents()
        drafts = self._in_known_forms(prepared)
        held: list[Draft] = []
        refusing: Refusing | None = None
        refused_form = spoiled = False
        while drafts:
            sent = self._ladder.send(drafts, alone=spoiled and len(drafts) == 1, takes_notes=takes_notes)
            if isinstance(sent.stopped, Refusing):
                refusing, held = sent.stopped, held + sent.unsent
            elif sent.stopped and len(sent.unsent) == len(prepared):
                raise sent.stopped
            elif sent.stopped:
                contents.receipts += [not_sent(one, sent.stopped) for one in sent.unsent]
            told = [(one, sent.said[one.key]) for one in drafts if one.key in sent.said]
            drafts = [plainer for one, said in told if (plainer := self._settle(one, said, contents))]
            if isinstance(sent.stopped, Refusing) and sent.unsent:
                held, drafts = held + drafts, []
            spoiled = any(_spoils(said) for _, said in told)
            refused_form = refused_form or any(_refuses_form(said) for one, said in told if not one.mixed)
            if held and refusing and not drafts:
                drafts, held, refusing = self._with_those_held(held, contents, refusing)
        pure = [draft.form for draft, _ in contents.arrived if not draft.mixed]
        if refused_form and pure:
            self._form.set(str(min(pure)))
        if refusing:
            contents.receipts += [not_sent(one, refusing) for one in held]
        return contents

    def sound(self, prepared: Draft, plainly: bool) -> Contents:
        """Write one note in a single call, to find out whether an org that has refused everything takes notes again."""
        contents = Contents()
        (draft,) = self._in_known_forms([prepared])
        draft = draft.plainest() if plainly else draft
        sent = self._ladder.send([draft], sounding=True)
        contents.receipts += [not_sent(one, sent.stopped) for one in sent.unsent if sent.stopped]
        for said in sent.said.values():
            if said.saved.fault:
                contents.receipts.append(content_failed(draft, said.saved.fault))
            else:
                self._settle(draft, said, contents)
        return contents

    @staticmethod
    def _with_those_held(
        held: list[Draft], contents: Contents, refusing: Refusing
    ) -> tuple[list[Draft], list[Draft], Refusing | None]:
        """Continue with the drafts whose turn did not come, in the form in which others arrived.

        If none arrived, one of them is tried alone as plain text, once.
        """
        if contents.arrived:
            form = contents.arrived[-1][0].form
            return [replace(one, form=min(form, len(one.work.forms) - 1)) for one in held], [], None
        first = held[0].plainest()
        if not refusing.plainer or first.form == held[0].form:
            return [], held, refusing
        return [first], [one.plainest() for one in held[1:]], refusing

    def _in_known_forms(self, drafts: Sequence[Draft]) -> list[Draft]:
        known = self._form.get() or "0"
        form = int(known) if known.isdecimal() else 0
        return [replace(one, form=_first_form(one, form)) for one in drafts]

    @staticmethod
    def _settle(draft: Draft, said: Said, contents: Contents) -> Draft | None:
        """Store the outcome of a draft; returns it in a plainer form if that is worth another try."""
        fault = said.saved.fault
        note_id = draft.note_id or said.saved.id
        if fault is None and not _is_a_note(note_id):
            fault = Fault("ANSWER_LOST")
        if fault is None:
            contents.arrived.append((replace(draft, note_id=note_id, seen=said.seen), said.link))
            return None
        form = draft.next_form() if rule(fault).kind in _OF_THE_FORM else None
        if form is not None:
            return draft.plainest() if rule(fault).kind is FaultKind.SPOILED else replace(draft, form=form)
        contents.receipts.append(content_failed(draft, fault))
        return None


def _first_form(draft: Draft, known: int) -> int:
    """The form to try first. Others' words are tried as they stood, if the org takes the richest form."""
    return min(known + (draft.mixed and known > 0), len(draft.work.forms) - 1)


def _refuses_form(said: Said) -> bool:
    """Whether the org itself refused this note's form.

    A failure that may have come after the note was saved, or from a gateway in between, says nothing about the form.
    """
    fault = said.saved.fault
    if fault is None or said.whole or not refuses(fault):
        return False
    return rule(fault).kind in {FaultKind.FORM, FaultKind.UNCLAIMED}


def _spoils(said: Said) -> bool:
    return said.saved.fault is not None and rule(said.saved.fault).kind is FaultKind.SPOILED


def _is_a_note(note_id: str | None) -> bool:
    try:
        return bool(to18(note_id or "", CONTENT_DOCUMENT))
    except ValueError:
        return False
