"""The notes that a deal should have: a pure function of its cards."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from coach.engine.languages import Wording, message, words_in
from coach.engine.model import Card, DeliveredCard, Delivery, Ended, Wants
from coach.engine.model.lines import GAP, Lines, Run, heading, paragraph
from coach.engine.notes.body import LINE, chapter, ended_body, ended_lines, open_body, reference
from coach.engine.notes.marker import marked, marker, markers_in_lines, token
from coach.engine.notes.title import DONE, NOTHING_OPEN, OPEN, headline, note_title

NOTE = "note"
"""The name of the notes channel in deliveries."""
IN_ONE_NOTE = message("Now in the one note for this deal")
IN_ONE_NOTE_SAID = message("All cards of this deal stand in one note now.")
IN_NOTES = message("Coach: each card has a note of its own now")


class Style(StrEnum):
    """How cards become notes: one living note per deal, or one note per card."""

    DEAL = "deal"
    CARD = "card"


def notes_in(style: Style) -> Wants:
    """What the notes channel wants, in this style."""
    return lambda opportunity_id, _deal, cards: wanted_notes(opportunity_id, cards, style)


def wanted_notes(
    opportunity_id: str, cards: Sequence[DeliveredCard], style: Style = Style.DEAL
) -> tuple[Delivery, ...]:
    """The notes for these cards: open cards first, by rank, then ended cards, the latest first.

    Notes that the other style would have made are to be removed. A deal that never had a card gets none.
    """
    if not cards:
        return ()
    if style is Style.DEAL:
        return (_living(opportunity_id, cards), *(_moved(each) for each in cards))
    return (*map(_own, cards), _dissolved(opportunity_id, cards[0].card.language))


def living_key(opportunity_id: str) -> str:
    """The key of a deal's living note: 64 hexadecimal digits. Opportunity ids are unique across orgs."""
    return hashlib.sha256(json.dumps(["living", opportunity_id]).encode()).hexdigest()


# ---------------------------------------------------------------- one for each deal


def _living(opportunity_id: str, cards: Sequence[DeliveredCard]) -> Delivery:
    """The deal's living note, in the language of its first card: all cards of a deal are for one rep."""
    key, language = living_key(opportunity_id), cards[0].card.language
    words = words_in(language)
    open_cards = [each for each in cards if each.ended is None]
    ended = [(each.card, each.ended, _marked(each, key)) for each in cards if each.ended is not None]
    parts = [*_chapters(open_cards, key), ended_lines(ended, words)]
    body = _with_marker(_apart(parts), key, words)
    leaves = not open_cards and not any(how.by_person for _, how, _ in ended)
    title = note_title(_headline([each.card for each in open_cards], [how for _, how, _ in ended], words))
    note = _note(key, opportunity_id, title, body, language)
    # The note is about all cards, so it returns: whoever removed it had not seen what is new in it.
    return replace(note, live=bool(open_cards), leaves=leaves, returns=True)


def _headline(open_cards: Sequence[Card], ended: Sequence[Ended], words: Wording) -> str:
    done = sum(each.done for each in ended)
    if open_cards:
        return words.say(OPEN, number=_number(len(open_cards), words), title=headline(open_cards[0].title))
    return words.say(DONE, number=_number(done, words)) if done else words.say(NOTHING_OPEN)


def _number(count: int, words: Wording) -> str:
    return words.figures.number(Decimal(count))


def _apart(parts: Sequence[Lines]) -> Lines:
    """The parts that say something, with an empty line between them."""
    after = [line for part in parts if part for line in (GAP, *part)]
    return tuple(after[1:])


def _chapters(cards: Sequence[DeliveredCard], key: str) -> list[Lines]:
    """The chapters. The first card's headline is in the note's title, so it is not repeated."""
    return [_chapter(each, key, first=place == 0) for place, each in enumerate(cards)]


def _chapter(standing: DeliveredCard, key: str, first: bool) -> Lines:
    lines = chapter(standing.card, _marked(standing, key), first, stays=standing.stays)
    return lines if first else (heading(standing.card.title), *lines)


def _moved(standing: DeliveredCard) -> Delivery:
    """A card's own note, from the time when it had one. It moves into the living note."""
    words = words_in(standing.card.language)
    moved = Ended(words.say(IN_ONE_NOTE), words.say(IN_ONE_NOTE_SAID))
    return _over(standing, standing.ended or moved)


# ---------------------------------------------------------------- one for each card


def _own(standing: DeliveredCard) -> Delivery:
    if standing.ended is not None:
        return _over(standing, standing.ended)
    card = standing.card
    body = _with_marker(
        open_body(card, _marked(standing, card.key), stays=standing.stays), card.key, words_in(card.language)
    )
    return _note(card.key, card.opportunity_id, headline(card.title), body, card.language)


def _over(standing: DeliveredCard, ended: Ended) -> Delivery:
    """The note of an ended card is removed. If people wrote into it, it stays and says how the card ended."""
    card, words = standing.card, words_in(standing.card.language)
    title = note_title(words.say(LINE, label=ended.label, title=headline(card.title)))
    body = _with_marker(ended_body(card, ended, _marked(standing, card.key)), card.key, words)
    return replace(_note(card.key, card.opportunity_id, title, body, card.language), live=False, leaves=True)


def _dissolved(opportunity_id: str, language: str) -> Delivery:
    """The living note, from the time when the deal had one."""
    key, words = living_key(opportunity_id), words_in(language)
    title = words.say(IN_NOTES)
    body = _with_marker((paragraph(Run(title)),), key, words)
    note = _note(key, opportunity_id, note_title(title), body, language)
    return replace(note, live=False, leaves=True, returns=True)


def _note(key: str, opportunity_id: str, title: str, body: Lines, language: str) -> Delivery:
    return Delivery(key, NOTE, opportunity_id, opportunity_id, title, body, language=language)


# ---------------------------------------------------------------- the marker


def _marked(standing: DeliveredCard, key: str) -> str | None:
    return marked(standing.link, key) if standing.link else None


def _with_marker(body: Lines, key: str, words: Wording) -> Lines:
    return body if marker(key) in markers_in_lines(body) else (*body, reference(token(key), words))
