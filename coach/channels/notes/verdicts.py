"""Decide what has become of a note or a record that the org does not find, by a query, never from a refusal.

Salesforce says “not found” of a record, of an object that is switched off or hidden, of an address and of a version
alike. Only a query that the org answers, and that does not list the record, is evidence. No other module concludes that
a note is deleted or a record is gone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from coach.channels.notes.nouns import NoteReceipt, NoteWork
from coach.channels.notes.receipts import DELETED_MEANWHILE, MEANWHILE, MISSED_MEANWHILE, MISSING, put_off
from coach.engine.model import Outcome
from coach.errors import CoachError
from coach.ids import to18
from coach.salesforce import query
from coach.salesforce.client import Client, Refused
from coach.salesforce.faults import FaultKind, error, rule

LOOK_AGAIN = timedelta(minutes=15)
_DELETED = "The note is gone, and nobody is known to have removed it: it is written anew."
_GONE = "The record does not exist any more."
_THERE = (
    "Salesforce does not find what this note is about, and shows it when it is asked: an admin checks that the "
    "integration user may edit the note and the record."
)
_NO_NOTES = (
    "The org does not have notes: an admin turns on Notes (Setup → Notes Settings), and gives the integration user "
    "access to them."
)
_AT_ONCE = 200
_MISSING = frozenset({MISSING, MISSED_MEANWHILE})


def pronounced(client: Client, work: Sequence[NoteWork], receipts: Sequence[NoteReceipt]) -> list[NoteReceipt]:
    """The receipts, with a verdict in place of each that only says that something was not found."""
    missing = [receipt for receipt in receipts if receipt.code in _MISSING]
    if not missing:
        return list(receipts)
    records = {one.key: to18(one.opportunity_id) for one in work}
    try:
        there = _there(client, missing, [records[one.key] for one in missing])
    except CoachError as failure:
        return [put_off(one, failure) if one.code in _MISSING else one for one in receipts]
    return [_verdict(one, records[one.key], there) if one.code in _MISSING else one for one in receipts]


def _there(client: Client, missing: Sequence[NoteReceipt], records: Sequence[str]) -> frozenset[str]:
    """The notes and records that exist for our user. Raises CoachError if the org cannot say."""
    notes = [to18(one.note_id) for one in missing if one.note_id]
    addresses = [
        query.path(f"SELECT Id FROM {kind} WHERE Id IN {query.among(ids[start : start + _AT_ONCE])}")
        for kind, ids in (("ContentNote", notes), ("Opportunity", list(dict.fromkeys(records))))
        for start in range(0, len(ids), _AT_ONCE)
    ]
    try:
        return frozenset(to18(str(row["Id"])) for row in query.rows_of(client, addresses))
    except Refused as refusal:
        kind = rule(refusal.fault).kind
        hidden = kind in {FaultKind.SHAPE, FaultKind.GONE}
        raise error(replace(refusal.fault, sentence=_NO_NOTES) if hidden else refusal.fault) from None


def _verdict(receipt: NoteReceipt, record: str, there: frozenset[str]) -> NoteReceipt:
    if record not in there:
        return replace(receipt, outcome=Outcome.RECORD_GONE, code="ENTITY_IS_DELETED", sentence=_GONE, after=None)
    away = receipt.note_id and to18(receipt.note_id) not in there
    if away and receipt.code == MISSED_MEANWHILE:
        return replace(receipt, code="NOT_FOUND", sentence=DELETED_MEANWHILE, after=MEANWHILE)
    if away:
        return NoteReceipt(receipt.key, Outcome.VANISHED, code="ENTITY_IS_DELETED", sentence=_DELETED)
    return replace(receipt, outcome=Outcome.TRY_AGAIN, code="NOT_FOUND", sentence=_THERE, after=LOOK_AGAIN)
