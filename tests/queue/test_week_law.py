"""A rep's week has one law: deciding, the store, a plan and a backtest come to the same."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import reduce

import pytest

from coach.app.store import SqlStore
from coach.engine.deciding import Limits
from coach.engine.deciding.budget import Budget
from coach.engine.model import Decision, Reason, RepLoad, Verdict
from coach.foresee.backtest.weeks import ReplayedWeeks
from coach.foresee.plan.ledger import Ledger
from tests.fixtures.make import ALICE, NOON, card, deal, evaluated
from tests.queue.test_evaluation import claim

LIMITS = Limits()
FIRST = Decision("discount", Verdict.DELIVER, Reason.APPLIES, "", "hold-the-price", 1, Decimal(2))
SECOND = Decision("discount", Verdict.DELIVER, Reason.APPLIES, "", "hold-the-price", 2, Decimal("1.5"))
OTHERS = (
    Decision("discount", Verdict.DELIVER, Reason.APPLIES_AGAIN, "", "card-1", 1),
    Decision("discount", Verdict.KEEP, Reason.STILL_APPLIES, "", "card-1", 1),
    Decision("discount", Verdict.RETIRE, Reason.NO_LONGER_APPLIES, "", "card-1", 1),
    Decision("discount", Verdict.HOLD_BACK, Reason.WEEKLY_MINUTES, ""),
)
CASES = [((), RepLoad()), ((FIRST,), RepLoad(Decimal(2), 1, {"discount": 1})), (OTHERS, RepLoad())]
CASES += [((FIRST, *OTHERS, SECOND), RepLoad(Decimal("3.5"), 2, {"discount": 2}))]


def decided(decisions: Iterable[Decision]) -> RepLoad:
    budget = Budget(RepLoad(), LIMITS, NOON)
    for decision in decisions:
        budget.charge(decision)
    return budget.load


def planned(decisions: Iterable[Decision]) -> RepLoad:
    ledger = Ledger(lambda _: RepLoad())
    ledger.give(ALICE.id, decisions)
    return ledger.load(ALICE.id)


def replayed(decisions: Iterable[Decision]) -> RepLoad:
    weeks = ReplayedWeeks(LIMITS)
    for decision in decisions:
        weeks.give(ALICE.id, decision, NOON)
    return weeks.load(ALICE.id, NOON)


def saved(store: SqlStore, decisions: Iterable[Decision]) -> RepLoad:
    """As one transaction sees it that keeps the new cards of these decisions, each on a deal of its own."""
    new = [each for each in decisions if each.verdict is Verdict.DELIVER and each.reason is Reason.APPLIES]
    claims = [claim(store, str(number), number) for number, _ in enumerate(new, 1)]
    with store.evaluating(claims) as evaluation:
        for number, (taken, decision) in enumerate(zip(claims, new, strict=True), 1):
            evaluation.save(
                taken, evaluated(deal(number), [decision], [card(f"card-{number}", number, occasion=decision.occasion)])
            )
        return evaluation.load(ALICE.id)


@pytest.mark.parametrize(("decisions", "week"), CASES)
@pytest.mark.parametrize("by", [decided, planned, replayed])
def test_a_first_delivery_is_charged_and_nothing_else(
    by: Callable[[Iterable[Decision]], RepLoad], decisions: tuple[Decision, ...], week: RepLoad
) -> None:
    assert by(decisions) == week == reduce(RepLoad.charge, decisions, RepLoad())


@pytest.mark.parametrize(("decisions", "week"), CASES)
def test_the_store_charges_the_same_before_and_after_it_is_kept(
    store: SqlStore, decisions: tuple[Decision, ...], week: RepLoad
) -> None:
    assert saved(store, decisions) == week
    with store.evaluating([]) as evaluation:
        assert evaluation.load(ALICE.id) == week


def test_whoever_adds_a_week_up_asks_the_law(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RepLoad, "charge", lambda week, _: week)

    assert decided([FIRST]) == planned([FIRST]) == replayed([FIRST]) == saved(store, [FIRST]) == RepLoad()
