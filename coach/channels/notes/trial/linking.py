"""One note: created, attached to the deal in every way, changed, and found again."""

from functools import partial

from coach.channels.notes.draft import LINK, NOTE
from coach.channels.notes.trial.hand import Hand, no
from coach.doctor.trial import NOT_TRIED, YES
from coach.ids import to18
from coach.salesforce import query
from coach.salesforce.faults import Fault

Shared = tuple[str, str]
"""Share type and visibility."""
SHARES: tuple[Shared, ...] = (
    ("I", "InternalUsers"),
    ("V", "InternalUsers"),
    ("I", "AllUsers"),
    ("V", "AllUsers"),
)
"""From the one that Coach prefers to the last resort."""


def first_note(hand: Hand) -> str | None:
    """Create the first note; returns its id, or None if this user may not create one."""
    made = hand.post(f"sobjects/{NOTE}", hand.note("one", "<p>Coach</p>"))
    hand.say("note", made.fault)
    return made.id


def links(hand: Hand, note_id: str, deal: str) -> Shared | None:
    """Try every way by itself, and attach the note in the best one; returns that.

    A link that exists would block the next one, so each is deleted again.
    """
    outcomes: dict[Shared, Fault | None] = {}
    for share in SHARES:
        made = hand.post(f"sobjects/{LINK}", hand.link(note_id, deal, share))
        outcomes[share] = made.fault
        if made.id:
            hand.tried(partial(hand.client.delete, f"sobjects/{LINK}/{made.id}"))
    taken = [share for share, fault in outcomes.items() if fault is None]
    refusals = "; ".join(dict.fromkeys(no(fault) for fault in outcomes.values() if fault))
    hand.answers["link"] = YES if taken else refusals
    for place, name in ((1, "visibility"), (0, "share_type")):
        offered = ", ".join(dict.fromkeys(share[place] for share in taken))
        hand.answers[name] = " ".join([offered, f"({refusals})" if refusals else ""]).strip() or NOT_TRIED
    if not taken:
        return None
    hand.post(f"sobjects/{LINK}", hand.link(note_id, deal, taken[0]))
    return taken[0]


def change(hand: Hand, note_id: str, deal: str) -> None:
    """Check that the note can be changed, and is found on its deal."""
    changed = hand.note("one", "<p>Coach, changed</p>")
    hand.say("update", hand.tried(lambda: hand.client.patch(f"sobjects/{NOTE}/{note_id}", changed)))
    rows, fault = hand.rows(
        f"SELECT Id FROM {LINK} WHERE LinkedEntityId = {query.quoted(deal)} "
        f"AND ContentDocumentId = {query.quoted(to18(note_id))}"
    )
    hand.answers["read_back"] = no(fault) if fault else (YES if rows else "no: it hangs on no record")
