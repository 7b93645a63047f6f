"""What became of a deal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.engine.model import Deal, StageChange
from coach.foresee.backtest.outcomes import Ending, outcome_of
from tests.foresee.make import utc
from tests.pipeline.world import deal

START = utc(2026, 6, 1)
END = START + timedelta(days=200)
MONTH = timedelta(days=30)


def went_through(*stages: tuple[str, int]) -> Deal:
    history = tuple(StageChange(stage, START + timedelta(days=days)) for stage, days in stages)
    return replace(deal(stage=history[-1].stage), history=history, read_at=history[-1].at)


@pytest.mark.parametrize(
    ("last", "ending"),
    [("Closed Won", Ending.WON), ("Closed Lost", Ending.LOST), ("Negotiation/Review", Ending.OPEN)],
)
def test_a_deal_is_won_lost_or_still_open(last: str, ending: Ending) -> None:
    outcome = outcome_of(went_through(("Prospecting", 0), (last, 10)), END, MONTH)

    assert outcome.ending is ending
    assert outcome.ended_at == (None if ending is Ending.OPEN else START + timedelta(days=10))


def test_a_deal_stalls_once_it_has_been_in_an_open_stage_for_longer_than_allowed() -> None:
    outcome = outcome_of(went_through(("Prospecting", 0), ("Proposal", 31), ("Closed Won", 61)), END, MONTH)

    assert outcome.stalls == (START + timedelta(days=30),)


def test_an_open_deal_stalls_where_it_is_and_a_closed_one_does_not() -> None:
    assert len(outcome_of(went_through(("Prospecting", 100)), END, MONTH).stalls) == 1
    assert outcome_of(went_through(("Closed Lost", 100)), END, MONTH).stalls == ()


def test_the_next_stall_after_a_moment() -> None:
    outcome = outcome_of(went_through(("Prospecting", 0), ("Proposal", 50)), END, MONTH)

    assert outcome.next_stall(START) == START + timedelta(days=30)
    assert outcome.next_stall(START + timedelta(days=40)) == START + timedelta(days=80)
    assert outcome.next_stall(END) is None
