"""Limits that stop a build."""

from decimal import Decimal

import pytest

from coach.engine.model import RepLoad
from coach.errors import Rejected
from coach.foresee.plan import LibraryEdit, Planner, Totals, read_threshold
from coach.foresee.plan.thresholds import FIGURES
from coach.ports import Remembered
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal


def totals() -> Totals:
    """One card added on one of two deals."""
    before = context(other=book("{stage: {is: Prospecting}}"))
    after = context(other=book("{stage: {is: Prospecting}}"), new=book("{stage: {is: Negotiation/Review}}"))
    planner = Planner(LibraryEdit.between(before, after), lambda _: RepLoad(), NOW)
    planner.plan(deal(1), Remembered())
    planner.plan(deal(2, "Qualification"), Remembered())
    return planner.totals()


@pytest.mark.parametrize("text", ["cards_added>0", "cards_added >= 1", "coverage<0.6", "deals_touched==1", "notes!=0"])
def test_a_limit_that_is_hit_stops_with_a_sentence(text: str) -> None:
    sentence = read_threshold(text).stops(totals())

    assert sentence
    assert f"“{text}”" in sentence


@pytest.mark.parametrize("text", ["cards_added>1", "coverage<0.5", "minutes_p95>24", "coverage_drop>0", "api_calls<1"])
def test_a_limit_that_is_kept_says_nothing(text: str) -> None:
    assert read_threshold(text).stops(totals()) is None


def test_every_figure_is_a_number() -> None:
    assert all(Decimal(figure.read(totals())) is not None for figure in FIGURES.values())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("cards_aded>3", "There is no figure “cards_aded”. Did you mean “cards_added”?"),
        ("cards_added", "is not a limit: write a figure, > or < and a number, as in cards_added>200."),
        ("cards_added>many", "is not a limit"),
        ("__import__('os')>1", "is not a limit"),
    ],
)
def test_what_is_no_limit_is_told_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_threshold(text)

    assert sentence in str(refusal.value)
