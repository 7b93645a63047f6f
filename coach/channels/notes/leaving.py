"""Notes that are to leave their records. Only a note's owner may remove it; any other note says how its card ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from coach.channels.notes.draft import Draft
from coach.channels.notes.nouns import NoteReceipt
from coach.channels.notes.receipts import left, not_sent
from coach.channels.notes.remove import SOMEBODY_ELSES, remove_notes
from coach.errors import CoachError
from coach.ids import to18
from coach.salesforce.client import Client, Refused
from coach.salesforce.faults import error

AGAIN = timedelta(minutes=15)


def take_off(client: Client, drafts: Sequence[Draft]) -> tuple[list[NoteReceipt], list[Draft]]:
    """Remove notes; returns a receipt for each, and the drafts that only another user may remove.

    Raises nothing, because other drafts are still to be written.
    """
    if not drafts:
        return [], []
    ids = {draft.key: to18(draft.note_id or "") for draft in drafts}
    try:
        kept = remove_notes(client, list(ids.values()))
    except Refused as refusal:
        return [not_sent(draft, error(refusal.fault)) for draft in drafts], []
    except CoachError as failure:
        return [not_sent(draft, failure) for draft in drafts], []
    not_ours = [draft for draft in drafts if kept.get(ids[draft.key]) == SOMEBODY_ELSES]
    receipts = [_receipt(draft, kept.get(ids[draft.key])) for draft in drafts if draft not in not_ours]
    return receipts, not_ours


def _receipt(draft: Draft, sentence: str | None) -> NoteReceipt:
    if sentence is None:
        return left(draft)
    return replace(not_sent(draft, CoachError(sentence)), after=AGAIN)
