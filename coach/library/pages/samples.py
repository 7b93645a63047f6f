"""A playbook's cards on a sample deal that comes with Coach."""

from dataclasses import dataclass
from datetime import datetime

from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal, Truth
from coach.engine.playbook import Playbook
from coach.errors import Rejected
from coach.foresee.files import with_fields
from coach.foresee.preview import Preview, preview
from coach.foresee.samples import sample, sample_names


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as a rep would read it, or a sentence on why it would be held back on this deal."""

    name: str
    preview: Preview | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class OnSample:
    """All cards of a playbook on the sample ``name``. ``applies``: they would be delivered there, except for limits."""

    name: str
    deal: Deal
    applies: bool
    cards: tuple[ShownCard, ...]


def on_sample(playbook: Playbook, name: str | None, context: EvaluationContext, now: datetime) -> OnSample:
    """The cards on the sample of this name; without a name, on the first sample that the playbook applies to, if any.

    Raises Rejected if there is no sample of this name.
    """
    if name is not None:
        return _on(playbook, name, context, now)
    every = [_on(playbook, each, context, now) for each in sample_names()]
    return next((each for each in every if each.applies), every[0])


def _on(playbook: Playbook, name: str, context: EvaluationContext, now: datetime) -> OnSample:
    deal = with_fields(sample(name, now, context.limits.timezone), context.library.custom_fields)
    applies = context.rulebook.explain(playbook.name, deal, now).truth is Truth.TRUE
    cards = tuple(_card(playbook, card.name, deal, context, now) for card in playbook.cards)
    return OnSample(name, deal, applies, cards)


def _card(playbook: Playbook, card: str, deal: Deal, context: EvaluationContext, now: datetime) -> ShownCard:
    try:
        return ShownCard(card, preview(playbook.name, card, deal, context, now))
    except Rejected as error:
        return ShownCard(card, None, str(error))
