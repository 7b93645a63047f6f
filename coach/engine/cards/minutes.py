"""How long a card takes a rep to read: the minutes that a delivery costs from the weekly budget."""

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache

from coach.engine.cards.language import flattened
from coach.engine.playbook import model as playbook

WORDS_A_MINUTE = 238
"""Adults' silent reading speed for English non-fiction: Brysbaert (2019), doi:10.1016/j.jml.2019.104047."""
MINUTES_A_QUESTION = Decimal(20) / 60
STEP = Decimal("0.1")

_WORD = re.compile(r"\w[\w'’.,-]*")
_ADDRESS = re.compile(r"\]\([^)]*\)")


def reading_minutes(card: playbook.CardText) -> Decimal:
    """Minutes to read the card, think about its question and watch its video, rounded up to a tenth.

    Computed from the text alone, so it is the same on every deal: a value counts as one word, and every branch is read.
    """
    words = sum(_words(text) for text in texts(card))
    video = card.video.minutes if card.video else Decimal(0)
    question = MINUTES_A_QUESTION if card.question else Decimal(0)
    return (Decimal(words) / WORDS_A_MINUTE + question + video).quantize(STEP, rounding=ROUND_CEILING)


def texts(card: playbook.Texts) -> Iterator[str]:
    """Every text of a card that may contain a template, in reading order."""
    objection, question = card.objection, card.question
    yield from (text for text in (card.title, card.tip, card.talk_track) if text)
    yield from (objection.says, objection.answer) if objection else ()
    yield from card.checklist or ()
    yield from (part.title for part in (card.video, card.link) if part)
    yield from (question.ask, *question.options, question.explanation) if question else ()


@lru_cache(maxsize=8_192)
def _words(text: str) -> int:
    return len(_WORD.findall(_ADDRESS.sub("]", flattened(text, "x"))))
