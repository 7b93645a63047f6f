"""Cards as the lines of a note."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from coach.engine.languages import Wording, message, messages, words_in
from coach.engine.model import Block, Card, Ended
from coach.engine.model.lines import GAP, HERE, Line, Lines, Run, around, filled, heading, paragraph
from coach.text import one_line

BEFORE_THE_ANSWER = (GAP, GAP, GAP)
"""Enough space for a rep to choose before reading on."""
RESPOND = message("Done, not now, or not for this deal? Say so here")
RESPOND_AND_ANSWER = message("Choose your answer, and say here: done, not now, or not for this deal")
REST = message("Read the rest, and say here: done, not now, or not for this deal")
SAY_READ = message("Say here that you have read it")
ANSWER_AND_SAY_READ = message("Choose your answer, and say here that you have read it")
READ_REST = message("Read the rest, and say here that you have")
ABOUT = message("It was about: {title}")
MINUTES = messages("{value} min read", "{value} min read")
LINE = message("{label}: {title}")
EARLIER = messages("and {value} earlier card", "and {value} earlier cards")
KEPT = message("Coach keeps this note up to date ({reference}).")
_MOST_ENDED = 10
"""Maximum lines for ended cards: what a rep may still want to look up, not a chronicle."""


def open_body(card: Card, link: str | None = None, *, stays: bool = False) -> Lines:
    """The whole card, with why it is here and its reading time.

    ``link`` leads to the card's own page. That page reveals the answer after the rep has chosen, so the note leaves it
    out. ``stays`` says that nobody lays the card aside: it only asks to be read.
    """
    return filled(_parts(card, link, stays))


def chapter(card: Card, link: str | None, first: bool, *, stays: bool = False) -> Lines:
    """The card as one part of a note that holds several. It begins with its tip, because a list shows a note's first
    words.

    If the card has a page, only the first chapter of the note is complete, and without its author; the others only say
    what they are about. Without a page, the note has to hold every card in full.
    """
    begun = replace(
        card, blocks=tuple(replace(each, heading="") if each.kind == "tip" else each for each in card.blocks)
    )
    if link is None:
        return open_body(begun)
    if first:
        return filled(_parts(begun, link, stays, signed=False))
    tip = (line for block in begun.blocks if block.kind == "tip" for line in _block(block))
    return filled((*tip, _respond(card, link, READ_REST if stays else REST)))


def ended_body(card: Card, ended: Ended, link: str | None) -> Lines:
    """How the card ended and why, and its subject."""
    about = around(words_in(card.language).say(ABOUT, title=HERE), [_title(card, link)])
    return filled((heading(ended.label), paragraph(Run(ended.sentence)), paragraph(*about)))


def ended_lines(cards: Sequence[tuple[Card, Ended, str | None]], words: Wording) -> Lines:
    """A line for each of the first few cards, and one line for all the others."""
    lines = [
        paragraph(*around(words.say(LINE, label=ended.label, title=HERE), [_title(card, link)]))
        for card, ended, link in cards[:_MOST_ENDED]
    ]
    if more := len(cards) - len(lines):
        lines.append(paragraph(Run(words.count(*EARLIER, more, value=words.figures.number(Decimal(more))))))
    return tuple(lines)


def reference(token: str, words: Wording) -> Line:
    """The last line of a note that has no link to carry its marker."""
    return paragraph(Run(words.say(KEPT, reference=token), italic=True))


def _title(card: Card, link: str | None) -> Run:
    return Run(one_line(card.title), href=link)


def _parts(card: Card, link: str | None, stays: bool = False, signed: bool = True) -> Iterator[Line]:
    for block in card.blocks:
        if block.kind == "owner" or (block.kind == "answer" and link and card.question):
            continue
        if block.kind == "answer":
            yield from BEFORE_THE_ANSWER
        yield from _block(block)
    yield GAP
    if link:
        yield _respond(card, link, _ASKS[stays, card.question is not None])
    yield _why(card)
    yield from (line for block in card.blocks if signed and block.kind == "owner" for line in block.lines)


def _block(block: Block) -> Lines:
    return (heading(block.heading), *block.lines) if block.heading else block.lines


def _respond(card: Card, link: str, said: str) -> Line:
    return paragraph(Run(words_in(card.language).say(said), href=link))


_ASKS = {
    (False, False): RESPOND,
    (False, True): RESPOND_AND_ANSWER,
    (True, False): SAY_READ,
    (True, True): ANSWER_AND_SAY_READ,
}
"""The text of the link to the card's page: by whether the card stays, and whether it has a question."""


def _why(card: Card) -> Line:
    return paragraph(Run(" · ".join(text for text in (card.why, reading_time(card)) if text), italic=True))


def reading_time(card: Card) -> str:
    """The minutes that the card's delivery costs from the rep's weekly budget."""
    return minutes_read(card.minutes, words_in(card.language))


def minutes_read(minutes: Decimal, words: Wording) -> str:
    """A number of minutes, for one card or for several."""
    return words.count(*MINUTES, minutes, value=words.figures.minutes(minutes))
