"""A card as the rep will see it on a given deal: the card, its note, and an HTML page that looks like the note."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coach.engine.cards import Unrenderable, language_of, render, why_sentence
from coach.engine.evaluate import EvaluationContext
from coach.engine.languages import figures_in, words_in
from coach.engine.model import Card, Deal, DeliveredCard, Delivery, Trace, Truth
from coach.engine.notes import Style, forms, wanted_notes
from coach.engine.playbook.model import CardText as PlaybookCard
from coach.engine.playbook.problems import did_you_mean, quote
from coach.errors import Rejected


@dataclass(frozen=True, slots=True)
class Preview:
    """A card on a deal. ``forms`` are the note's body from rich to plain escaped text.

    ``truth`` says whether the playbook applies to the deal: a card can be previewed on any deal. ``remarks`` are
    sentences on what is shown: that the rep would not get the card here, or that it does not have the requested
    language.
    """

    deal: Deal
    card: Card
    note: Delivery
    forms: tuple[str, ...]
    truth: Truth
    remarks: tuple[str, ...] = ()


def preview(
    name: str, card_name: str | None, deal: Deal, context: EvaluationContext, now: datetime, locale: str | None = None
) -> Preview:
    """The card of a playbook as it would read on ``deal``; its first card if ``card_name`` is None.

    ``locale`` replaces the language of the deal's owner. Raises Rejected if there is no such playbook or card, or if
    its text cannot be rendered for this deal.
    """
    playbook = context.library.playbooks.get(name)
    if playbook is None:
        raise Rejected(f"There is no playbook {quote(name)}.{did_you_mean(name, context.library.playbooks)}")
    cards = [card.name for card in playbook.cards]
    if card_name is not None and card_name not in cards:
        raise Rejected(f"The playbook {quote(name)} has no card {quote(card_name)}. It has: {', '.join(cards)}.")
    if locale:
        deal = replace(deal, owner=replace(deal.owner, language=locale, locale=locale))
    trace = context.rulebook.explain(name, deal, now)
    grounds = context.rulebook.grounds(name, deal, now)
    words = words_in(language_of(playbook, card_name or cards[0], deal.owner, context.locale))
    why = why_sentence(grounds, words) if trace.truth is Truth.TRUE else ""
    try:
        card = render(
            playbook, card_name or cards[0], 1, deal, why=why, zone=context.limits.timezone, locale=context.locale
        )
    except Unrenderable as error:
        raise Rejected(f"On {quote(deal.name)} this card is held back: {error}") from None
    (note,) = wanted_notes(deal.id, [DeliveredCard(card)], Style.CARD)[:1]
    source = playbook.cards[cards.index(card.name)]
    remarks = (*_doubts(trace), *_unspoken(source, locale))
    return Preview(deal, card, note, forms(note.body), trace.truth, remarks)


def _doubts(trace: Trace) -> Iterator[str]:
    """Why the rep would not get the card on this deal, as far as the playbook's conditions are concerned."""
    if trace.truth is Truth.FALSE:
        yield "The playbook does not apply to this deal as it stands; this is how the card would read."
    elif trace.truth is Truth.UNKNOWN:
        facts = [quote(fact) for fact in trace.missing] or ["something"]
        listed = " and ".join(filter(None, (", ".join(facts[:-1]), facts[-1])))
        verb = "is" if len(facts) == 1 else "are"
        yield (
            f"Whether the playbook applies to this deal cannot be told: {listed} {verb} not known of it."
            " So it gives no card; this is how the card would read."
        )


def _unspoken(card: PlaybookCard, locale: str | None) -> Iterator[str]:
    if locale and card.language_for(locale) is None:
        own = (
            "English is taken to be its own"
            if locale.startswith("en")
            else "it reads as where no language is asked for"
        )
        yield f"This card has no words for {quote(locale)}: {own}."


def page(shown: Preview) -> str:
    """A self-contained HTML page that shows the note roughly as Lightning does. It runs no script and loads nothing."""
    body = Markup(shown.forms[0])  # noqa: S704  # escaped, like everything that goes to the org
    direction = "rtl" if figures_in(shown.card.language).right_to_left else "ltr"
    return _environment().get_template("note.html").render(shown=shown, body=body, direction=direction)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The only environment, cached: setting it up takes longer than rendering a page."""
    return Environment(loader=PackageLoader("coach.foresee", "pages"), autoescape=True, undefined=StrictUndefined)
