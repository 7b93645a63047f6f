"""The notes that a deal should have: a function of the cards that stand on it, and of nothing else."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coach.languages import message, words_in
from coach.model import Card, Note
from coach.notes.body import GAP, open_body, retired_body
from coach.notes.markup import escape
from coach.notes.title import note_title
from coach.text import one_line

RETIRED = message("Retired · {title}")
LIVING = message("Coaching · {deal}")
NOTHING_APPLIES = message("No coaching applies to this deal right now.")


class Style(StrEnum):
    """How cards become notes: a note for each, or one living note for each deal."""

    CARD = "card"
    DEAL = "deal"


@dataclass(frozen=True, slots=True)
class Standing:
    """A card whose note is on the record or belongs there.

    ``retired`` says in a sentence why it no longer applies. ``link`` leads to its page, where it has one.
    """

    card: Card
    retired: str | None = None
    link: str | None = None


def wanted_notes(
    opportunity_id: str, deal_name: str, cards: Sequence[Standing], style: Style = Style.CARD
) -> tuple[Note, ...]:
    """The notes for these cards, in their order. A deal that never had a card gets none.

    ``deal_name`` is shown in a living note's title only.
    """
    if style is Style.DEAL:
        return (_living(opportunity_id, deal_name, cards),) if cards else ()
    return tuple(_note(standing) for standing in cards)


def living_key(opportunity_id: str) -> str:
    """The key of a deal's living note: 64 hexadecimal digits. Opportunity ids are unique across orgs."""
    return hashlib.sha256(json.dumps(["living", opportunity_id]).encode()).hexdigest()


def _note(standing: Standing) -> Note:
    card = standing.card
    live = standing.retired is None
    title = card.title if live else words_in(card.language).say(RETIRED, title=card.title)
    html = open_body(card, standing.link) if standing.retired is None else retired_body(card, standing.retired)
    return Note(card.key, card.opportunity_id, note_title(title, card.key), html, live, card.language)


def _living(opportunity_id: str, deal_name: str, cards: Sequence[Standing]) -> Note:
    """In the language of its first card: those of one deal are for one rep."""
    key, words = living_key(opportunity_id), words_in(cards[0].card.language)
    parts = [_chapter(standing) for standing in cards if standing.retired is None]
    html = GAP.join(parts) or f"<p>{escape(words.say(NOTHING_APPLIES))}</p>"
    return Note(
        key,
        opportunity_id,
        note_title(words.say(LIVING, deal=deal_name), key),
        html,
        bool(parts),
        cards[0].card.language,
    )


def _chapter(standing: Standing) -> str:
    title = escape(one_line(standing.card.title))
    return f"<p><b>{title}</b></p>{open_body(standing.card, standing.link)}"
