from datetime import UTC, datetime
from decimal import Decimal

from coach.cli.demo.next_steps import find_puzzle
from coach.model import Reason, Verdict
from coach.store.log.entries import LogEntry

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def an_entry(number: int, reason: Reason, manager: str = "jonas", verdict: Verdict = Verdict.HOLD_BACK) -> LogEntry:
    return LogEntry(
        id=number,
        at=AT,
        opportunity_id="006",
        event_id=None,
        deal_name="Atlas",
        owner_id="anna",
        owner_name="Anna",
        manager_id=manager,
        stage="Negotiation/Review",
        stage_before=None,
        amount=None,
        currency=None,
        product_families=(),
        playbook="price-then-silence",
        card=None,
        card_key=None,
        occasion=0,
        verdict=verdict,
        reason=reason,
        detail="",
        minutes=Decimal(0),
        library="",
        revision=None,
    )


def test_a_manager_is_asked_about_what_they_would_wonder_about_most() -> None:
    latest = [an_entry(3, Reason.OUTRANKED), an_entry(2, Reason.MASTERED), an_entry(1, Reason.MASTERED)]

    assert find_puzzle(latest, ["jonas"]) == latest[1]


def test_nobody_is_asked_about_what_is_plain_or_not_theirs() -> None:
    latest = [
        an_entry(3, Reason.EXHAUSTED),
        an_entry(2, Reason.MASTERED, manager="imani"),
        an_entry(1, Reason.OUTRANKED, verdict=Verdict.RETIRE),
    ]

    assert find_puzzle(latest, ["jonas"]) is None
