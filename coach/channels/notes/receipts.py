"""Turn faults into receipts."""

from dataclasses import replace
from datetime import timedelta

from coach.channels.notes.draft import Draft
from coach.channels.notes.note_documents import FIRST
from coach.channels.notes.nouns import NoteReceipt
from coach.engine.model import Outcome
from coach.errors import ADMIN_WAIT, CoachError, TryAgain
from coach.salesforce.faults import Fault, FaultKind, rule

_TIME_HELPS = {
    FaultKind.AGAIN,
    FaultKind.LOCKED,
    FaultKind.ORG,
    FaultKind.SHAPE,
    FaultKind.SESSION,
    FaultKind.INNOCENT,
    FaultKind.SPOILED,
    FaultKind.LOST,
}
"""Kinds for which no note is at fault. The note waits even if an admin must act, so that it is not forgotten."""
MISSING = "MISSING"
MISSED_MEANWHILE = "MISSED_MEANWHILE"
"""The codes of receipts that only a query to the org can decide.

The second is for a note that was there a moment ago.
"""
BROKE_WAIT = timedelta(minutes=15)
BROKE_ALONE = "Salesforce broke on this note, even alone and as plain text."


MEANWHILE = timedelta(seconds=5)
WRITTEN_MEANWHILE = "WRITTEN_MEANWHILE"
WROTE_MEANWHILE = "Somebody wrote into the note while it was being changed: what they wrote is put back into it."
DELETED_MEANWHILE = "The note went away while it was being changed: it is looked for again."


def written(draft: Draft) -> NoteReceipt:
    """The note is on the record. Its words are too, unless somebody saved others between the look and the write."""
    if draft.work.note_id is None:
        return NoteReceipt(draft.key, Outcome.WRITTEN, draft.note_id, draft.link_id, version=FIRST, shared=False)
    if draft.seen and draft.looked is not None and draft.seen.latest.number > draft.looked + 1:
        receipt = NoteReceipt(draft.key, Outcome.TRY_AGAIN, draft.note_id, draft.link_id, after=MEANWHILE)
        return replace(receipt, code=WRITTEN_MEANWHILE, sentence=WROTE_MEANWHILE, shared=True)
    version = draft.seen.latest.number if draft.seen else None
    return NoteReceipt(draft.key, Outcome.WRITTEN, draft.note_id, draft.link_id, version=version, shared=draft.mixed)


def left(draft: Draft) -> NoteReceipt:
    """The note was to leave the record, and is gone."""
    return NoteReceipt(draft.key, Outcome.LEFT)


def removed(draft: Draft) -> NoteReceipt:
    """Somebody deleted the note: it is in the recycle bin."""
    return NoteReceipt(draft.key, Outcome.REMOVED, draft.note_id, draft.link_id, "ENTITY_IS_DELETED")


def content_failed(draft: Draft, fault: Fault) -> NoteReceipt:
    """The note's content did not arrive."""
    kind = rule(fault).kind
    if kind is FaultKind.GONE:
        return _missing(draft, fault)
    doubt = draft.note_id is None and kind in {FaultKind.LOST, FaultKind.SPOILED}
    outcome = Outcome.IN_DOUBT if doubt else Outcome.TRY_AGAIN
    if kind is FaultKind.SPOILED:
        return replace(_receipt(draft, outcome, fault), sentence=BROKE_ALONE, after=None if doubt else BROKE_WAIT)
    if doubt:
        return replace(_receipt(draft, outcome, fault), after=None)
    return _receipt(draft, Outcome.TRY_AGAIN if kind in _TIME_HELPS else Outcome.REFUSED, fault)


def link_failed(draft: Draft, fault: Fault) -> NoteReceipt:
    """The note exists but is attached to no record yet. A link may be repeated, so it is never in doubt."""
    kind = rule(fault).kind
    if kind is FaultKind.GONE:
        return _missing(draft, fault)
    return _receipt(draft, Outcome.TRY_AGAIN if kind in _TIME_HELPS else Outcome.REFUSED, fault)


def not_sent(draft: Draft, failure: CoachError) -> NoteReceipt:
    """The draft's turn did not come. What stopped the others may be an admin's to solve; the next call then says so."""
    return put_off(NoteReceipt(draft.key, Outcome.TRY_AGAIN, draft.note_id, draft.link_id), failure)


def put_off(receipt: NoteReceipt, failure: CoachError) -> NoteReceipt:
    """The receipt, to be tried again once the obstacle is over."""
    after = failure.after if isinstance(failure, TryAgain) else ADMIN_WAIT
    code = str(getattr(failure, "code", ""))
    return replace(receipt, outcome=Outcome.TRY_AGAIN, code=code, sentence=str(failure), after=after)


def _missing(draft: Draft, fault: Fault) -> NoteReceipt:
    code = MISSING if draft.looked is None else MISSED_MEANWHILE
    return replace(_receipt(draft, Outcome.TRY_AGAIN, fault), code=code)


def _receipt(draft: Draft, outcome: Outcome, fault: Fault) -> NoteReceipt:
    ruling = rule(fault)
    after = ADMIN_WAIT if ruling.kind in {FaultKind.ORG, FaultKind.SHAPE} else ruling.after
    return NoteReceipt(draft.key, outcome, draft.note_id, draft.link_id, fault.code, ruling.sentence, after)
