"""A card as the rep will see it on a given deal: the card, its note, and the page that looks like the note."""

from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coach.cards import Unrenderable, render, why_sentence
from coach.errors import Rejected
from coach.evaluate import Desk
from coach.model import Card, Deal, Note, Truth
from coach.notes import Standing, Style, forms, wanted_notes
from coach.playbook.problems import did_you_mean, quote


@dataclass(frozen=True, slots=True)
class Preview:
    """A card on a deal. ``forms`` are the note's body from the richest to plain escaped text.

    ``truth`` says whether the playbook applies to the deal: a card can be looked at on any.
    """

    deal: Deal
    card: Card
    note: Note
    forms: tuple[str, ...]
    truth: Truth


def preview(name: str, card_name: str | None, deal: Deal, desk: Desk, now: datetime) -> Preview:
    """The card of a playbook, its first one where ``card_name`` is None, as it would read on ``deal``.

    Raises Rejected where there is no such playbook or card, or where its text cannot be filled in for this deal.
    """
    playbook = desk.library.playbooks.get(name)
    if playbook is None:
        raise Rejected(f"There is no playbook {quote(name)}.{did_you_mean(name, desk.library.playbooks)}")
    cards = [card.name for card in playbook.cards]
    if card_name is not None and card_name not in cards:
        raise Rejected(f"The playbook {quote(name)} has no card {quote(card_name)}. It has: {', '.join(cards)}.")
    trace = desk.rulebook.explain(name, deal, now)
    why = why_sentence(trace) if trace.truth is Truth.TRUE else ""
    try:
        card = render(playbook, card_name or cards[0], 1, deal, why=why, zone=desk.limits.timezone)
    except Unrenderable as error:
        raise Rejected(f"On {quote(deal.name)} this card is held back: {error}") from None
    (note,) = wanted_notes(deal.id, deal.name, [Standing(card)], Style.CARD)
    return Preview(deal, card, note, forms(note.html), trace.truth)


def page(shown: Preview) -> str:
    """A self-contained HTML page that shows the note about as Lightning does. It runs no script and loads nothing."""
    environment = Environment(
        loader=PackageLoader("coach.foresee", "pages"), autoescape=True, undefined=StrictUndefined
    )
    body = Markup(shown.forms[0])  # noqa: S704  # the note's own body, sanitised when the card was rendered
    return environment.get_template("note.html").render(shown=shown, body=body, applies=shown.truth is Truth.TRUE)
