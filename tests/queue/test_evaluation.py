from dataclasses import replace
from datetime import UTC
from decimal import Decimal

import pytest
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.database.transaction import Database
from coach.engine.model import CardState, Deal, DeliveryState, Evaluated, Reason, Verdict
from coach.learn import SPACING
from coach.ports import DealClaim
from coach.queue import deals
from coach.queue.evaluation import OpenEvaluation
from tests.fixtures.make import (
    ALICE,
    BOB,
    LEASE,
    NOON,
    ORG,
    FakeClock,
    card,
    deal,
    deliver,
    delivered,
    evaluated,
    gone,
    hold_back,
    note,
    opportunity,
    received,
    retire,
)
from tests.fixtures.store import StoreFor


def claim(store: SqlStore, name: str = "1", number: int = 1) -> DealClaim:
    """A claim on a deal to which something has just happened."""
    store.accept(received(name, number=number))
    (taken,) = store.claim_deals(1, LEASE)
    return taken


def save(store: SqlStore, outcome: Evaluated, name: str) -> None:
    """Claim the deal anew and keep this outcome."""
    taken = claim(store, name, int(outcome.opportunity_id[3:15]))
    with store.evaluating([taken]) as evaluation:
        evaluation.save(taken, outcome)


def states(store: SqlStore) -> dict[str, int]:
    return {state: count for state, count in store.figures().deliveries.items() if count}


def verdicts(store: SqlStore) -> list[tuple[str, str]]:
    """The log, oldest first."""
    return [(entry.verdict, entry.reason) for entry in reversed(store.log_page(100))]


# ---------------------------------------------------------------- together, or not at all


def test_decision_card_note_and_done_are_kept_together(store: SqlStore) -> None:
    save(store, delivered(), "1")
    assert verdicts(store) == [("deliver", "applies")]
    assert states(store) == {"pending": 1}
    assert store.due().deals == 0
    with store.evaluating([claim(store, "2")]) as evaluation:
        assert list(evaluation.standing(opportunity(1))) == [card()]


def test_an_error_in_the_block_keeps_nothing(store: SqlStore) -> None:
    taken = claim(store)

    def stumble() -> None:
        with store.evaluating([taken]) as evaluation:
            evaluation.save(taken, delivered())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert (verdicts(store), states(store), store.figures().deals_waiting) == ([], {}, 1)


@pytest.mark.parametrize("second", ["slow", "fast"])
def test_a_stale_claim_changes_nothing(store_for: StoreFor, clock: FakeClock, second: str) -> None:
    slow, fast = store_for("slow"), store_for(second)
    stale = claim(slow)
    clock.advance(seconds=LEASE.total_seconds())
    fast.claim_deals(1, LEASE)
    with slow.evaluating([stale]) as evaluation:
        assert list(evaluation.claims()) == []
        evaluation.save(stale, delivered())
    assert (verdicts(slow), states(slow), slow.figures().deals_waiting) == ([], {}, 1)


@pytest.mark.parametrize("second", ["worker-1", "worker-2"])
def test_a_claim_that_is_lost_during_the_evaluation_changes_nothing(
    store: SqlStore, engine: Engine, clock: FakeClock, second: str
) -> None:
    taken = claim(store)
    with Database(engine, ORG, "worker-1", clock).writing() as transaction:
        evaluation = OpenEvaluation(transaction, [taken], UTC, SPACING)
        assert list(evaluation.claims()) == [taken]
        faster = replace(transaction, worker=second, now=clock.now + LEASE)
        assert len(deals.claim(faster, 1, LEASE)) == 1
        evaluation.save(taken, delivered())
        evaluation.finish()
    assert (verdicts(store), states(store), store.figures().deals_waiting) == ([], {}, 1)


def test_one_stale_claim_does_not_spoil_the_batch(store_for: StoreFor, clock: FakeClock) -> None:
    store = store_for("a")
    stale = claim(store, "1", 1)
    clock.advance(seconds=LEASE.total_seconds())
    store_for("b").claim_deals(1, LEASE)
    fresh = claim(store, "2", 2)
    with store.evaluating([stale, fresh]) as evaluation:
        assert list(evaluation.claims()) == [fresh]
        evaluation.save(stale, delivered(1))
        evaluation.save(fresh, delivered(2))
    assert [entry.opportunity_id for entry in store.log_page(9)] == [opportunity(2)]


# ---------------------------------------------------------------- the log


def test_what_is_kept_as_it_is_is_not_logged(store: SqlStore) -> None:
    save(store, delivered(), "1")
    kept = replace(deliver(), verdict=Verdict.KEEP, reason=Reason.STILL_APPLIES)
    save(store, evaluated(deal(), [kept], [card()], [note()]), "2")
    assert verdicts(store) == [("deliver", "applies")]


def test_a_card_held_back_for_the_same_reason_is_logged_once(store: SqlStore) -> None:
    for name, reason in enumerate([Reason.COOLDOWN, Reason.COOLDOWN, Reason.REP_CAP, Reason.COOLDOWN]):
        save(store, evaluated(deal(), [hold_back(reason, detail=f"in {name} days")]), str(name))
    assert verdicts(store) == [("hold_back", "cooldown"), ("hold_back", "rep_cap"), ("hold_back", "cooldown")]


def test_playbooks_and_deals_repeat_only_themselves(store: SqlStore) -> None:
    save(store, evaluated(deal(1), [hold_back(Reason.DRAFT, "a"), hold_back(Reason.DRAFT, "b")]), "1")
    save(store, evaluated(deal(2), [hold_back(Reason.DRAFT, "a")]), "2")
    assert len(verdicts(store)) == 3


def test_a_card_that_comes_and_goes_is_logged_each_time(store: SqlStore) -> None:
    again = replace(deliver(0), reason=Reason.APPLIES_AGAIN)
    save(store, delivered(), "1")
    save(store, evaluated(deal(), [retire()], retired={"card-1": Reason.NO_LONGER_APPLIES}), "2")
    save(store, evaluated(deal(), [again], [card()], [note()]), "3")
    assert [verdict for verdict, _ in verdicts(store)] == ["deliver", "retire", "deliver"]
    assert store.figures().decisions == {
        ("deliver", "applies"): 1,
        ("retire", "no_longer_applies"): 1,
        ("deliver", "applies_again"): 1,
    }


# ---------------------------------------------------------------- cards


def test_past_cards_come_oldest_first_with_their_end(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    clock.advance(days=1)
    second = evaluated(
        deal(), [retire(), deliver(occasion=2)], [card("card-0", occasion=2)], retired={"card-1": Reason.DEAL_CLOSED}
    )
    save(store, second, "2")
    with store.evaluating([claim(store, "3")]) as evaluation:
        first, other = evaluation.past(opportunity(1))
    assert (first.key, first.state, first.opened_at, first.retired_at) == ("card-1", CardState.RETIRED, NOON, clock.now)
    assert (first.retired_reason, first.minutes) == (Reason.DEAL_CLOSED, Decimal("2.5"))
    assert (other.key, other.state, other.occasion, other.retired_at) == ("card-0", CardState.OPEN, 2, None)


def test_a_reopened_card_keeps_the_time_of_its_first_delivery(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    save(store, evaluated(deal(), [retire()], retired={"card-1": Reason.NO_LONGER_APPLIES}), "2")
    clock.advance(days=1)
    save(store, delivered(), "3")
    with store.evaluating([claim(store, "4")]) as evaluation:
        (past,) = evaluation.past(opportunity(1))
    assert (past.state, past.opened_at, past.retired_at, past.retired_reason) == (CardState.OPEN, NOON, None, None)


def test_a_card_that_reads_differently_is_kept_as_it_reads_now(store: SqlStore) -> None:
    save(store, delivered(), "1")
    edited = replace(card(), title="Hold firm", why="Still above 15%.")
    save(store, evaluated(deal(), cards=[edited], notes=[note()]), "2")
    with store.evaluating([claim(store, "3")]) as evaluation:
        assert list(evaluation.standing(opportunity(1))) == [edited]


def _retired_in(store: SqlStore, outcome: Evaluated) -> list[str]:
    """Keys of the cards that still stand after all of the deal's cards were retired."""
    save(store, replace(outcome, cards=(), retired={"card-1": Reason.NO_LONGER_APPLIES}), "retire")
    with store.evaluating([claim(store, "look")]) as evaluation:
        return [each.key for each in evaluation.standing(opportunity(1))]


def test_a_retired_card_is_still_told_of_for_the_deals_one_note_has_a_line_for_it(store: SqlStore) -> None:
    save(store, delivered(), "1")
    assert _retired_in(store, evaluated(deal(), notes=[note(live=False)])) == ["card-1"]


# ---------------------------------------------------------------- a deal that is gone


def test_a_deal_that_is_gone_is_done_and_the_log_still_says_whose_it_was(store: SqlStore) -> None:
    save(store, delivered(), "1")
    save(store, gone(delivered()), "2")
    entry = store.log_page(1)[0]
    assert (entry.verdict, entry.reason, entry.owner_name) == ("retire", "deal_gone", "Alice")
    assert states(store) == {DeliveryState.WITHDRAWN: 1}


def test_a_deal_that_was_gone_before_it_was_ever_read_is_done(store: SqlStore) -> None:
    save(store, gone(evaluated(deal())), "1")
    assert store.due().deals == 0
    assert store.log_page(1)[0].owner_name is None


def test_facts_are_kept_with_the_decision(store: SqlStore) -> None:
    save(store, delivered(), "1")
    entry = store.log_page(1)[0]
    assert (entry.deal_name, entry.owner_id, entry.manager_id) == ("Deal 1", ALICE.id, ALICE.manager_id)
    assert (entry.stage, entry.stage_before) == ("Negotiation", "Proposal")
    assert (entry.amount, entry.currency) == (Decimal("125000.50"), "EUR")
    assert (entry.product_families, entry.minutes) == (("Imaging", "Service"), Decimal(2))
    assert (entry.at, entry.library, entry.detail) == (NOON, "lib-1", "It applies.")


def test_a_deal_without_figures_is_kept(store: SqlStore) -> None:
    bare: Deal = replace(deal(amount=None, owner=BOB), products=(), history=(), currency=None, close_date=None)
    save(store, evaluated(bare, [hold_back(Reason.DRAFT)]), "1")
    entry = store.log_page(1)[0]
    assert (entry.amount, entry.manager_id, entry.stage_before, entry.product_families) == (None, None, None, ())
