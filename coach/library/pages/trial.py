"""Tries a deal: what would be decided on it now, why, and the cards as the rep would read them. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal, Verdict
from coach.errors import CoachError, Rejected
from coach.foresee.explanation import Explained, Explanation, explain_deal
from coach.foresee.files import with_fields
from coach.foresee.preview import Preview, preview
from coach.foresee.samples import sample
from coach.foresee.whatif import with_facts
from coach.foresee.why import Why, why_not
from coach.library.pages.deals import Deals, open_deal
from coach.web.viewer import Viewer

SAMPLE = "A sample that comes with Coach, as if no card had ever been given on it."
AS_IF_NEW = (
    "As if no card had ever been given on this deal, and its owner's week were empty: what a rep was given is for them"
    " and their managers."
)


@dataclass(frozen=True, slots=True)
class Base:
    """The deal before any fact is changed. ``explain`` explains the decisions on a deal in its place."""

    deal: Deal
    sentences: tuple[str, ...]
    is_sample: bool
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """The result. ``cards`` are those that would be open; ``mistake`` says why facts could not be changed.

    ``base`` is the unchanged deal; ``set`` are the changed facts.
    """

    base: Base
    explanation: Explanation
    cards: tuple[Preview, ...]
    set: Mapping[str, str] = field(default_factory=dict)
    mistake: str = ""

    @property
    def speaking(self) -> list[Explained]:
        """The playbooks that would lead to a decision."""
        return [each for each in self.explanation.playbooks if each.decisions]

    @property
    def silent(self) -> list[Explained]:
        """All others."""
        return [each for each in self.explanation.playbooks if not each.decisions]

    def about(self, playbook: str) -> Explained | None:
        """The result for one playbook."""
        return next((each for each in self.explanation.playbooks if each.playbook.name == playbook), None)

    def why_not(self, each: Explained) -> tuple[Why, ...]:
        """Why a playbook gives no card here; empty if it gives one."""
        return why_not(each, self.explanation)


def of_org(deals: Deals, opportunity_id: str, viewer: Viewer, context: EvaluationContext) -> Base:
    """A deal of the org. Raises Rejected if there is none that this viewer may see."""
    opened = open_deal(deals, opportunity_id, viewer, context.library.custom_fields)
    sentences = filter(None, (opened.sentence, "" if opened.whole else AS_IF_NEW))
    return Base(opened.deal, tuple(sentences), is_sample=False, whole=opened.whole)


def of_sample(name: str, context: EvaluationContext, now: datetime) -> Base:
    """A sample deal that comes with Coach. Raises Rejected if there is none of this name."""
    deal = with_fields(sample(name, now, context.limits.timezone), context.library.custom_fields)
    return Base(deal, (SAMPLE,), is_sample=True)


def try_deal(base: Base, facts: Mapping[str, str], deals: Deals, context: EvaluationContext, now: datetime) -> Tried:
    """What would be decided with these facts changed; if they have a mistake, on the unchanged deal."""
    deal, mistake = base.deal, ""
    try:
        deal = with_facts(deal, facts, context.library, now, context.limits.timezone)
    except Rejected as error:
        mistake = str(error)
    known = deals.remembered([deal.id])[deal.id] if base.whole else None
    explanation = explain_deal(deal, context, now, known, deals.load(deal.owner.id) if base.whole else None)
    return Tried(base, explanation, _cards(explanation, context), facts, mistake)


def _cards(explanation: Explanation, context: EvaluationContext) -> tuple[Preview, ...]:
    shown = []
    for each in explanation.playbooks:
        for decision in each.decisions:
            if decision.verdict in (Verdict.DELIVER, Verdict.KEEP):
                try:
                    shown.append(preview(each.playbook.name, decision.card, explanation.deal, context, explanation.at))
                except CoachError:
                    continue  # an open card that can no longer be rendered keeps its last text
    return tuple(shown)
