"""Which of a deal's cards a note may still show."""

from collections.abc import Mapping, Sequence

from coach.model import CardState
from coach.store.queue.cards import CardRow
from coach.store.queue.note_row import NoteRow


def standing(cards: Sequence[CardRow], notes: Mapping[str, NoteRow]) -> list[CardRow]:
    """Of all cards of one deal those that are open, or whose note may still be on the record.

    That is a card's own note, or the deal's one living note, which may still hold its text.
    """
    own = {card.key for card in cards}
    living = any(note.may_be_on_record for key, note in notes.items() if key not in own)
    return [card for card in cards if card.state == CardState.OPEN or _shown(notes.get(card.key), living)]


def _shown(note: NoteRow | None, living: bool) -> bool:
    return note.may_be_on_record if note else living
