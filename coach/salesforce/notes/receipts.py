"""How a fault reads on a receipt."""

from dataclasses import replace
from datetime import timedelta

from coach.errors import ADMIN_WAIT, CoachError, TryAgain
from coach.model import Outcome, Receipt
from coach.salesforce.faults import Fault, Kind, rule
from coach.salesforce.notes.draft import Draft
from coach.salesforce.notes.seen import FIRST

_TIME_HELPS = {Kind.AGAIN, Kind.LOCKED, Kind.SESSION, Kind.INNOCENT, Kind.SPOILED, Kind.LOST}
BROKE_WAIT = timedelta(minutes=15)
BROKE_ALONE = "Salesforce broke on this note, even alone and as plain text."


MEANWHILE = timedelta(seconds=5)
WROTE_MEANWHILE = "Somebody wrote into the note while it was being changed: what they wrote is put back into it."
DELETED_MEANWHILE = "The note went away while it was being changed: it is looked for again."


def written(draft: Draft) -> Receipt:
    """The note is on the record; and its words, where nobody saved others between the look and the write."""
    if draft.work.note_id is None:
        return Receipt(draft.key, Outcome.WRITTEN, draft.note_id, draft.link_id, version=FIRST, shared=False)
    if draft.seen and draft.looked is not None and draft.seen.latest.number > draft.looked + 1:
        receipt = Receipt(draft.key, Outcome.TRY_AGAIN, draft.note_id, draft.link_id, after=MEANWHILE)
        return replace(receipt, code="WRITTEN_MEANWHILE", sentence=WROTE_MEANWHILE, shared=True)
    version = draft.seen.latest.number if draft.seen else None
    return Receipt(draft.key, Outcome.WRITTEN, draft.note_id, draft.link_id, version=version, shared=draft.mixed)


def removed(draft: Draft) -> Receipt:
    """Somebody threw the note away: it lies in the recycle bin."""
    return Receipt(draft.key, Outcome.REMOVED, draft.note_id, draft.link_id, "ENTITY_IS_DELETED")


def content_failed(draft: Draft, fault: Fault) -> Receipt:
    """The note's content did not arrive."""
    kind = rule(fault).kind
    if kind is Kind.LOST and draft.note_id is None:
        return _receipt(draft, Outcome.IN_DOUBT, fault)
    if kind is Kind.GONE and draft.looked is not None:
        return replace(_receipt(draft, Outcome.TRY_AGAIN, fault), sentence=DELETED_MEANWHILE, after=MEANWHILE)
    if kind is Kind.GONE and draft.note_id is not None:
        vanished = replace(draft, note_id=None, link_id=None)
        gone = Fault("ENTITY_IS_DELETED", fault.message, fault.status)
        sentence = "The note is gone, and nobody is known to have removed it: it is written anew."
        return replace(_receipt(vanished, Outcome.VANISHED, gone), sentence=sentence)
    if kind is Kind.SPOILED:
        return replace(_receipt(draft, Outcome.TRY_AGAIN, fault), sentence=BROKE_ALONE, after=BROKE_WAIT)
    return _receipt(draft, Outcome.TRY_AGAIN if kind in _TIME_HELPS else Outcome.REFUSED, fault)


def link_failed(draft: Draft, fault: Fault) -> Receipt:
    """The note exists and hangs on no record yet. A link may be repeated, so there is no doubt about one."""
    kind = rule(fault).kind
    if kind is Kind.GONE:
        return _receipt(draft, Outcome.RECORD_GONE, fault)
    return _receipt(draft, Outcome.TRY_AGAIN if kind in _TIME_HELPS else Outcome.REFUSED, fault)


def not_sent(draft: Draft, failure: CoachError) -> Receipt:
    """Its turn did not come. What stopped the others may be an admin's to solve; the next call then says so."""
    after = failure.after if isinstance(failure, TryAgain) else ADMIN_WAIT
    code = str(getattr(failure, "code", ""))
    return Receipt(draft.key, Outcome.TRY_AGAIN, draft.note_id, draft.link_id, code, str(failure), after)


def _receipt(draft: Draft, outcome: Outcome, fault: Fault) -> Receipt:
    ruling = rule(fault)
    return Receipt(draft.key, outcome, draft.note_id, draft.link_id, fault.code, ruling.sentence, ruling.after)
