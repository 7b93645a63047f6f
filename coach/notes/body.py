"""A card as the body of a note."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from coach.languages import message, messages, words_in
from coach.model import Card
from coach.notes.markup import escape

GAP = "<p><br></p>"
"""An empty line, as the editor in Lightning writes it."""
BEFORE_THE_ANSWER = 3 * GAP
"""Far enough for a rep to choose before reading on."""
RESPOND = message("Done, not now, or not for this deal? Say so here")
RESPOND_AND_ANSWER = message("Choose your answer, and say here: done, not now, or not for this deal")
NO_LONGER = message("This card no longer applies.")
ABOUT = message("It was about: {title}")
MINUTES = messages("{value} min read", "{value} min read")


def open_body(card: Card, link: str | None = None) -> str:
    """Everything on the card, why it is here and how long it takes.

    ``link`` leads to the card's own page. There the rep is told the answer once they have chosen, so the note keeps it.
    """
    return "".join(_parts(card, link))


def retired_body(card: Card, sentence: str) -> str:
    """What the card was about, and in ``sentence`` why it is not needed any more.

    The note itself stays: somebody may have written in it, or refer to it.
    """
    words = words_in(card.language)
    about = words.say(ABOUT, title=escape(card.title))
    return f"<p><b>{escape(words.say(NO_LONGER))}</b> {escape(sentence)}</p><p>{about}</p>"


def _parts(card: Card, link: str | None) -> Iterator[str]:
    footer = [block.html for block in card.blocks if block.kind == "owner"]
    for block in card.blocks:
        if block.kind == "owner" or (block.kind == "answer" and link and card.question):
            continue
        if block.kind == "answer":
            yield BEFORE_THE_ANSWER
        if block.heading:
            yield f"<p><b>{escape(block.heading)}</b></p>"
        yield block.html
    yield GAP
    respond = words_in(card.language).say(RESPOND_AND_ANSWER if card.question else RESPOND)
    if link:
        yield f'<p><a href="{escape(link)}">{escape(respond)}</a></p>'
    yield f"<p><i>{escape(' · '.join(text for text in (card.why, reading_time(card)) if text))}</i></p>"
    yield from footer


def reading_time(card: Card) -> str:
    """In whole minutes, rounded up."""
    minutes = max(1, int(card.minutes.to_integral_value(rounding=ROUND_CEILING)))
    words = words_in(card.language)
    return words.count(*MINUTES, minutes, value=words.figures.number(Decimal(minutes)))
