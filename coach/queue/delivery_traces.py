"""What is known of a note in the org: what of ours may stand there, and that it is gone or was taken away."""

from dataclasses import replace

from coach.engine.model import DeliveryState
from coach.engine.notes import imprint
from coach.queue.delivery_row import DeliveryRow

MOST_IMPRINTS = 6
"""Of attempts whose answers were lost, one after the other; an older one can hardly be what stands there."""
REMOVED = "It was deleted, or taken off the deal, in Salesforce: Coach does not put it back for this card."


def about_to_be_sent(row: DeliveryRow) -> str:
    """The imprints of all that may stand there of ours; what is about to be sent comes last."""
    mine = imprint(row.title, row.html)
    others = [one for one in row.imprints.splitlines() if one != mine]
    return "\n".join([*others, mine][-MOST_IMPRINTS:])


def sent(row: DeliveryRow) -> str:
    """The imprint of what the last attempt carried."""
    return row.imprints.splitlines()[-1] if row.imprints else ""


def remembering(row: DeliveryRow) -> DeliveryRow:
    """A note that was written before imprints were kept: what is about to be replaced is what stands."""
    if row.note_id is None or row.imprints:
        return row
    return replace(row, imprints=imprint(row.title, row.html))


def removed(row: DeliveryRow) -> DeliveryRow:
    """Both ids stay: who takes it out of the recycle bin again wants it back."""
    return replace(row, state=DeliveryState.REMOVED, in_doubt_since=None, code="", sentence=REMOVED)


def off_the_record(row: DeliveryRow) -> DeliveryRow:
    """Nothing of it is there."""
    return replace(
        row, note_id=None, link_id=None, written_sha=None, written_at=None, imprints="", version=None, shared=False
    )
