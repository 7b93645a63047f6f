"""For how many deals there is a playbook."""

from dataclasses import replace
from decimal import Decimal

from coach.engine.model import Decision, LineItem, Reason, Verdict
from coach.foresee.plan.coverage import Coverage, Covered, family_of
from tests.pipeline.world import deal


def item(family: str | None, total: int) -> LineItem:
    return LineItem("Item", None, family, None, None, None, None, Decimal(total))


def decided(playbook: str, reason: Reason, verdict: Verdict = Verdict.HOLD_BACK) -> Decision:
    return Decision(playbook, verdict, reason, "")


def test_deals_count_by_stage_and_by_how_many_playbooks_apply() -> None:
    coverage = Coverage()
    given = decided("a", Reason.APPLIES, Verdict.DELIVER)
    coverage.count(deal(), [])
    coverage.count(deal(), [given])
    coverage.count(deal(), [given, decided("b", Reason.COOLDOWN)])

    assert coverage.cells() == {("Negotiation/Review", "no product"): Covered(1, 1, 1)}
    assert coverage.total().share == Decimal(2) / 3


def test_a_playbook_that_is_a_draft_or_not_for_this_owner_or_cannot_be_told_covers_nothing() -> None:
    coverage = Coverage()
    reasons = (Reason.DRAFT, Reason.NOT_IN_AUDIENCE, Reason.MISSING_DATA, Reason.NO_LONGER_APPLIES)
    coverage.count(deal(), [decided(reason.value, reason) for reason in reasons])

    assert coverage.total() == Covered(none=1)


def test_closed_deals_are_no_pipeline() -> None:
    coverage = Coverage()
    coverage.count(deal(stage="Closed Won"), [])

    assert coverage.total() == Covered()
    assert coverage.total().share == 1


def test_a_deal_counts_under_the_family_that_brings_in_the_most() -> None:
    assert family_of(replace(deal(), products=(item("Services", 5), item("Software", 9)))) == "Software"
    assert family_of(replace(deal(), products=(item(None, 5),))) == "without a family"
    assert family_of(deal()) == "no product"
    assert family_of(replace(deal(), unreadable=frozenset({"product"}))) == "not known"
