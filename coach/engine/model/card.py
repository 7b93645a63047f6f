"""Card: what the rep reads."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class CardState(StrEnum):
    """OPEN: it belongs on the record. RETIRED: it was there and no longer applies."""

    OPEN = "open"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a card. ``kind`` is the key in the YAML (tip, talk_track, checklist …); ``html`` is sanitised.

    The tags it may hold are p, b, i, br, ul, ol, li and a.
    """

    kind: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """A card's question as it is asked on this deal, in HTML as of a :class:`Block`.

    ``answer`` says which of ``options`` is right, counted from 1.
    """

    ask: str
    options: tuple[str, ...]
    answer: int
    explanation: str


@dataclass(frozen=True, slots=True)
class Card:
    """What the rep reads. ``key`` names this card on this deal for good: see :func:`coach.engine.cards.card_key`.

    ``why`` is one plain sentence saying why it is here. ``minutes`` is the reading time, with videos. ``language`` is
    the tag of the language that it reads in, in its reader's region (de-CH; en-DE is English with Germany's figures).
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
