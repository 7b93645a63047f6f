"""Every playbook on one deal: each condition with its expected and found values, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.engine.evaluate import EvaluationContext, evaluate
from coach.engine.model import Deal, Decision, RepLoad, Trace, Truth, Verdict
from coach.engine.playbook import Playbook
from coach.engine.playbook.model import Status
from coach.ports import Remembered


@dataclass(frozen=True, slots=True)
class Explained:
    """One playbook on the deal. ``audience`` is None if the playbook is for everybody.

    ``decisions`` is empty if there is nothing to decide; it has two entries if the author removed the open card.
    """

    playbook: Playbook
    trace: Trace
    audience: Trace | None
    decisions: tuple[Decision, ...]

    @property
    def outcome(self) -> str:
        """The outcome in one or two words."""
        verdicts = {decision.verdict for decision in self.decisions}
        for verdict, word in _WORDS:
            if verdict in verdicts:
                return word
        return "retired" if self.playbook.status is Status.RETIRED else _APPLIES[self.trace.truth]


_WORDS = (
    (Verdict.DELIVER, "delivered"),
    (Verdict.KEEP, "stays"),
    (Verdict.RETIRE, "taken back"),
    (Verdict.HOLD_BACK, "held back"),
)
_APPLIES = {
    Truth.TRUE: "applies",
    Truth.UNKNOWN: "cannot be told",
    Truth.FALSE: "does not apply",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A deal at a moment, with the library's playbooks: first those with decisions, then unknown ones, then the rest.

    ``fresh``: nothing was known about earlier cards and the rep's week.
    """

    deal: Deal
    at: datetime
    library: str
    fresh: bool
    playbooks: tuple[Explained, ...]


def explain_deal(
    deal: Deal,
    context: EvaluationContext,
    now: datetime,
    remembered: Remembered | None = None,
    load: RepLoad | None = None,
    only: Sequence[str] = (),
) -> Explanation:
    """Explain what the service would decide now. Without ``remembered``, as if no card had ever been given.

    ``only`` names the playbooks to return; all of them take part in deciding. Raises KeyError for an unknown name.
    """
    known = remembered or Remembered()
    evaluated = evaluate(deal, context, known.past, known.standing, load or RepLoad(), now)
    names = only or tuple(context.library.playbooks)
    told = [_explained(context.library.playbooks[name], deal, context, now, evaluated.decisions) for name in names]
    places = {decision.playbook: place for place, decision in reversed(list(enumerate(evaluated.decisions)))}
    told.sort(key=lambda each: (places.get(each.playbook.name, len(places)), _ORDER[each.trace.truth]))
    return Explanation(deal, now, context.library.hash, remembered is None, tuple(told))


_ORDER = {Truth.TRUE: 0, Truth.UNKNOWN: 1, Truth.FALSE: 2}


def _explained(
    playbook: Playbook, deal: Deal, context: EvaluationContext, now: datetime, decisions: Sequence[Decision]
) -> Explained:
    audience = context.rulebook.explain_audience(playbook.name, deal, now) if playbook.audience else None
    own = tuple(decision for decision in decisions if decision.playbook == playbook.name)
    return Explained(playbook, context.rulebook.explain(playbook.name, deal, now), audience, own)
