"""Plans one deal after another, each under both libraries, with the function with which the service decides."""

from collections.abc import Callable, Sequence
from datetime import datetime

from coach.engine.evaluate import EvaluationContext, evaluate, evaluate_gone, why_delivered
from coach.engine.model import Card, CardState, Deal, Decision, Evaluated, RepLoad, Verdict
from coach.foresee.plan.changes import CardChange, ChangeKind, DealPlan, compare, what_fails
from coach.foresee.plan.edit import LibraryEdit
from coach.foresee.plan.held import HeldTally
from coach.foresee.plan.ledger import Ledger
from coach.foresee.plan.totals import Calls, Count, Totals
from coach.ports import Remembered

NOT_EDITED = "Its text is filled in anew."
EDITED = "The playbook was edited."
ANOTHER_CARD = "Its playbook gives another card."

_ON_RECORD = frozenset({Verdict.DELIVER, Verdict.KEEP})


class Planner:
    """Plans deals in the order given, which must be that of their ids.

    ``load`` returns what a rep has been given so far. ``thorough`` evaluates every deal under both libraries.
    Otherwise, if the edit cannot matter, one evaluation stands for both: the plan is the same, in half the time.
    """

    def __init__(
        self,
        edit: LibraryEdit,
        load: Callable[[str], RepLoad],
        now: datetime,
        calls: Calls | None = None,
        thorough: bool = False,
    ) -> None:
        self._edit = edit
        self._now = now
        self._thorough = thorough
        self._before = Ledger(load)
        self._after = Ledger(load)
        self._count = Count(calls or Calls(), HeldTally.of(edit))

    def plan(self, deal: Deal, remembered: Remembered) -> DealPlan | None:
        """What happens on this deal; None if nothing does."""
        before, after = self._both(deal, remembered)
        self._count.seen(deal, before, after, remembered.decided)
        if not remembered.decided:
            return None
        self._before.give(deal.owner.id, before.decisions)
        self._after.give(deal.owner.id, after.decisions)
        plan = DealPlan(
            opportunity_id=deal.id,
            name=deal.name,
            stage=deal.stage,
            owner_id=deal.owner.id,
            owner=deal.owner.name,
            changes=self._changes(deal, before, after),
            due=compare(_open(remembered), before.cards, self._told_by(before, self._edit.before)),
        )
        self._count.planned(plan)
        if before is not after:
            self._count.wrote(before, after, remembered)
        return plan if plan.changes or plan.due else None

    def plan_gone(self, opportunity_id: str, remembered: Remembered) -> DealPlan | None:
        """A deal that the org no longer shows: all its open cards go, with either library."""
        gone = evaluate_gone(opportunity_id, self._edit.before, remembered.past, remembered.standing, self._now)
        due = compare(_open(remembered), (), self._told_by(gone, self._edit.before))
        plan = DealPlan(opportunity_id, "", "", "", "", (), due)
        self._count.planned(plan)
        return plan if due else None

    def totals(self) -> Totals:
        """The totals of all deals planned so far."""
        return self._count.totals(self._before, self._after)

    def _both(self, deal: Deal, remembered: Remembered) -> tuple[Evaluated, Evaluated]:
        load, load_after = self._before.load(deal.owner.id), self._after.load(deal.owner.id)
        before = self._evaluate(deal, self._edit.before, remembered, load)
        same = load == load_after and not self._edit.matters(deal, remembered.past, self._now)
        if same and not self._thorough:
            return before, before
        return before, self._evaluate(deal, self._edit.after, remembered, load_after)

    def _evaluate(self, deal: Deal, context: EvaluationContext, remembered: Remembered, load: RepLoad) -> Evaluated:
        past, standing = remembered.past, remembered.standing
        return evaluate(deal, context, past, standing, load, self._now, tell_all=False)

    def _changes(self, deal: Deal, before: Evaluated, after: Evaluated) -> tuple[CardChange, ...]:
        if before is after:
            return ()
        told = self._told_by(after, self._edit.after)

        def why(kind: ChangeKind, card: Card) -> str:
            if kind is ChangeKind.CHANGED:
                return EDITED if card.playbook in self._edit.edited else NOT_EDITED
            return told(kind, card) or self._does_not_apply(card.playbook, deal)

        return compare(before.cards, after.cards, why)

    def _told_by(self, evaluated: Evaluated, context: EvaluationContext) -> Callable[[ChangeKind, Card], str]:
        """Returns the evaluation's explanation for a card; empty if there was no decision about its playbook."""

        def detail(decision: Decision) -> str:
            if evaluated.deal is None or decision.verdict is not Verdict.DELIVER:
                return decision.detail
            return why_delivered(decision, context.rulebook.grounds(decision.playbook, evaluated.deal, self._now))

        def told(kind: ChangeKind, card: Card) -> str:
            if kind is ChangeKind.CHANGED:
                return NOT_EDITED
            own = [decision for decision in evaluated.decisions if decision.playbook == card.playbook]
            stays = kind is ChangeKind.ADDED
            fitting = (detail(decision) for decision in own if (decision.verdict in _ON_RECORD) is stays)
            return next(fitting, ANOTHER_CARD if own else "")

        return told

    def _does_not_apply(self, playbook: str, deal: Deal) -> str:
        """Why a playbook that would have given a card before led to no decision at all."""
        context = self._edit.after
        if playbook not in context.library.playbooks:
            return "The playbook is removed."
        return f"It no longer applies: {what_fails(context.rulebook.explain(playbook, deal, self._now))}."


def _open(remembered: Remembered) -> Sequence[Card]:
    """The cards on the record now, with their last text."""
    keys = {card.key for card in remembered.past if card.state is CardState.OPEN}
    return [card for card in remembered.standing if card.key in keys]
