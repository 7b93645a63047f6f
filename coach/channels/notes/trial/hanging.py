"""One note: made, hung on the deal in every way, changed, and found again."""

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
"""From the one that Coach prefers to the one that is left."""


def first_note(hand: Hand) -> str | None:
    """Its id, where this user may create one."""
    made = hand.post(f"sobjects/{NOTE}", hand.note("one", "<p>Coach</p>"))
    hand.say("note", made.fault)
    return made.id


def links(hand: Hand, note_id: str, deal: str) -> Shared | None:
    """Every way is tried by itself; a link that is there is in the way of the next one. The best that is taken."""
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
    """Whether it can be changed, and is found on its deal."""
    changed = hand.note("one", "<p>Coach, changed</p>")
    hand.say("update", hand.tried(lambda: hand.client.patch(f"sobjects/{NOTE}/{note_id}", changed)))
    rows, fault = hand.rows(
        f"SELECT Id FROM {LINK} WHERE LinkedEntityId = {query.quoted(deal)} "
        f"AND ContentDocumentId = {query.quoted(to18(note_id))}"
    )
    hand.answers["read_back"] = no(fault) if fault else (YES if rows else "no: it hangs on no record")
