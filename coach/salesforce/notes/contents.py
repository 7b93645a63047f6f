"""Drafts → notes with their content, in the richest form that the org takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from coach.model import Receipt
from coach.ports import Clock, Memory
from coach.salesforce.client import Client
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault, Kind, rule
from coach.salesforce.findings import Finding
from coach.salesforce.notes.draft import Draft, Said
from coach.salesforce.notes.ladder import Ladder, Look
from coach.salesforce.notes.receipts import content_failed, not_sent
from coach.salesforce.notes.rungs import content_rungs

RUNG_KEPT = timedelta(days=30)
FORM_KEPT = timedelta(days=7)
"""Shorter: the forms start afresh, so that what one odd note was refused for does not make all notes plain for good."""


@dataclass(slots=True)
class Contents:
    """What became of the contents: drafts that have a note, with what was said of a link that went along; receipts for
    the others.
    """

    arrived: list[tuple[Draft, Saved | None]] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)


class ContentWriter:
    """Creates and updates notes over the widest rung, each in plainer forms where its markup is refused."""

    def __init__(self, client: Client, memory: Memory, clock: Clock, look: Look) -> None:
        self._ladder = Ladder(content_rungs(client), Finding(memory, "notes_in", RUNG_KEPT, clock), look)
        self._form = Finding(memory, "note_form", FORM_KEPT, clock)

    def write(self, prepared: Sequence[Draft]) -> Contents:
        """Raises what stopped the very first call, where nothing was done at all; afterwards receipts tell."""
        contents = Contents()
        drafts = self._in_known_forms(prepared)
        refused_markup = False
        while drafts:
            sent = self._ladder.send(drafts)
            if sent.stopped and len(sent.unsent) == len(prepared):
                raise sent.stopped
            if sent.stopped:
                contents.receipts += [not_sent(one, sent.stopped) for one in sent.unsent]
            told = [(one, sent.said[one.key]) for one in drafts if one.key in sent.said]
            drafts = [plainer for one, said in told if (plainer := self._settle(one, said, contents))]
            refused_markup = refused_markup or any(_refuses_markup(said) for one, said in told if not one.mixed)
        pure = [draft.form for draft, _ in contents.arrived if not draft.mixed]
        if refused_markup and pure:
            self._form.set(str(min(pure)))
        return contents

    def _in_known_forms(self, drafts: Sequence[Draft]) -> list[Draft]:
        known = self._form.get() or "0"
        form = int(known) if known.isdecimal() else 0
        return [replace(one, form=_first_form(one, form)) for one in drafts]

    @staticmethod
    def _settle(draft: Draft, said: Said, contents: Contents) -> Draft | None:
        """Put the outcome where it belongs; the draft in a plainer form where that is worth another try."""
        fault = said.saved.fault
        note_id = draft.note_id or said.saved.id
        if fault is None and note_id is None:
            fault = Fault("ANSWER_LOST")
        if fault is None:
            contents.arrived.append((replace(draft, note_id=note_id, seen=said.seen), said.link))
            return None
        form = draft.next_form() if rule(fault).kind in {Kind.FORM, Kind.SPOILED} else None
        if form is not None:
            return replace(draft, form=form)
        contents.receipts.append(content_failed(draft, fault))
        return None


def _first_form(draft: Draft, known: int) -> int:
    """Others' words are tried as they stood, wherever the org takes the richest form."""
    return min(known + (draft.mixed and known > 0), len(draft.work.forms) - 1)


def _refuses_markup(said: Said) -> bool:
    return said.saved.fault is not None and rule(said.saved.fault).kind is Kind.FORM
