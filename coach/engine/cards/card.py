"""Renders a playbook's card for one deal."""

from datetime import UTC, tzinfo

from coach.engine import model
from coach.engine.cards.blocks import CardTexts
from coach.engine.cards.facts import facts_of
from coach.engine.cards.key import card_key
from coach.engine.cards.minutes import reading_minutes
from coach.engine.cards.templates import Unrenderable
from coach.engine.languages import composed, region_of
from coach.engine.playbook import model as playbook
from coach.text import one_line


def render(
    book: playbook.Playbook,
    card_name: str,
    occasion: int,
    deal: model.Deal,
    *,
    why: str | None = None,
    locale: str | None = None,
    zone: tzinfo = UTC,
    asks: bool = True,
) -> model.Card:
    """Render the card of this name for this deal, in the language from :func:`language_of`.

    Days are counted in ``zone``; times are shown in the owner's own time zone, if the org gives one. ``why`` is plain
    text. Without ``asks`` the card comes without its question, which then need not fit the deal either.

    Raises :class:`Unrenderable`, and nothing else, if a text needs a fact that is empty on the deal, if the playbook
    has no such card, or if rendering fails for any other reason: one card must never hold back the other cards of its
    deal.
    """
    try:
        return _rendered(book, _card(book, card_name), occasion, deal, why, locale, zone, asks)
    except Unrenderable:
        raise
    except Exception as error:
        raise Unrenderable(f"The card cannot be written ({type(error).__name__}: {error}).") from error


def _rendered(
    book: playbook.Playbook,
    card: playbook.CardText,
    occasion: int,
    deal: model.Deal,
    why: str | None,
    locale: str | None,
    zone: tzinfo,
    asks: bool,
) -> model.Card:
    spoken = card.language_for(deal.owner.language, locale)
    local = card.localised(spoken) if spoken else card
    if not asks:
        card, local = card.unasked(), local.unasked()
    language = language_of(book, card.name, deal.owner, locale)
    theirs = model.zone_of(deal.owner.timezone, zone)
    page = CardTexts(facts_of(deal, zone, book.when, theirs=theirs), language)
    return model.Card(
        key=card_key(deal.org_id, deal.id, book.name, card.name, occasion),
        opportunity_id=deal.id,
        playbook=book.name,
        name=card.name,
        occasion=occasion,
        title=page.plain(local.title),
        blocks=tuple(page.blocks(local, book)),
        why=one_line(why or ""),
        minutes=reading_minutes(card),
        question=page.quiz(local.question) if local.question else None,
        language=language,
    )


def language_of(book: playbook.Playbook, card_name: str, reader: model.Person, locale: str | None = None) -> str:
    """The tag of the language in which the reader gets the card, with their region.

    It is the reader's own language, else ``locale``, if the card has one of them; otherwise English. Figures follow the
    reader's region, whatever the language, as the org shows them beside the card.

    Raises :class:`Unrenderable` if the playbook has no such card.
    """
    spoken = _card(book, card_name).language_for(reader.language, locale)
    return composed(spoken, region_of(reader.locale, reader.language, locale))


def _card(book: playbook.Playbook, name: str) -> playbook.CardText:
    for card in book.cards:
        if card.name == name:
            return card
    raise Unrenderable(f"The playbook “{book.title}” has no card “{name}”.")
