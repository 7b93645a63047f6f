"""Card: what the rep reads."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from coach.engine.model.lines import Lines


class CardState(StrEnum):
    """OPEN: it belongs on the record. RETIRED: it was there and no longer applies."""

    OPEN = "open"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a card. ``kind`` is the key in the YAML (tip, talk_track, checklist …)."""

    kind: str
    heading: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Quiz:
    """A card's question as asked on this deal.

    ``answer`` is the number of the right one of ``options``, counted from 1.
    """

    ask: Lines
    options: Lines
    answer: int
    explanation: Lines


@dataclass(frozen=True, slots=True)
class Card:
    """What the rep reads. ``key`` identifies this card on this deal permanently: see
    :func:`coach.engine.cards.card_key`.

    ``why`` is one plain sentence on why the card is here. ``minutes`` is the reading time, with videos. ``language`` is
    the tag of the card's language, with its reader's region (de-CH; en-DE is English with Germany's figures).
    """

    key: str
    opportunity_id: str
    playbook: str
    name: str
    occasion: int
    title: str
    blocks: tuple[Block, ...]
    why: str
    minutes: Decimal
    question: Quiz | None = None
    language: str = "en"
