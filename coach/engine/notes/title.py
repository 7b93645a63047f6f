"""A note's title, as shown in a list of notes."""

import re
from functools import lru_cache

from coach.engine.languages import in_every_language, message
from coach.text import one_line, shorten

OPEN = message("Coach: {number} for this deal: {title}")
DONE = message("Coach: nothing open, {number} done")
NOTHING_OPEN = message("Coach: nothing open")

VISIBLE = 80
"""Maximum characters of a card's headline: about what a list of notes in Lightning shows."""
LONGEST = 120
"""Maximum characters including the prefix. Salesforce takes 255 (Object Reference, ContentNote)."""


def headline(title: str) -> str:
    """A card's headline for use in a note's title: one line of text, not escaped."""
    return shorten(one_line(title), VISIBLE)


def note_title(text: str) -> str:
    """One line of text, not escaped."""
    return shorten(one_line(text), LONGEST)


def is_of_a_deal(title: str) -> bool:
    """Whether this could be the title of a deal's living note, in any language."""
    return _of_a_deal().fullmatch(title) is not None


@lru_cache(maxsize=1)
def _of_a_deal() -> re.Pattern[str]:
    said = sorted(in_every_language(OPEN) | in_every_language(DONE) | in_every_language(NOTHING_OPEN))
    patterns = (re.sub(r"\\{(number|title)\\}", ".+", re.escape(each)) for each in said)
    return re.compile("|".join(patterns))
