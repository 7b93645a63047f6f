"""The index says what a plain walk over every tree says, and says until when."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.engine.matching.explain import explain
from coach.engine.matching.facts import View
from coach.engine.matching.index import Index
from coach.engine.matching.truth import truth
from coach.engine.model import Deal, Truth
from coach.engine.playbook.conditions import AllOf
from tests.engine.matching.worlds import NOW, audiences, deals, time_whens, whens

ZONE = ZoneInfo("America/New_York")
libraries = st.lists(whens | audiences | time_whens, min_size=1, max_size=6)

lawful = settings(suppress_health_check=[HealthCheck.too_slow])
"""Deals have many facts, and drawing them takes longer than judging them."""


def outcomes(trees: list[AllOf], view: View) -> list[Truth]:
    hits = Index.of(trees).find(view)
    assert not set(hits.true) & set(hits.unknown)
    known = {**dict.fromkeys(hits.true, Truth.TRUE), **dict.fromkeys(hits.unknown, Truth.UNKNOWN)}
    return [known.get(place, Truth.FALSE) for place in range(len(trees))]


@lawful
@given(libraries, deals())
def test_index_and_explanation_agree(trees: list[AllOf], deal: Deal) -> None:
    view = View(deal, NOW, ZONE)

    assert outcomes(trees, view) == [explain(tree, view).truth for tree in trees]


@lawful
@given(whens, deals())
def test_explanation_and_plain_truth_agree(tree: AllOf, deal: Deal) -> None:
    view = View(deal, NOW, ZONE)

    trace = explain(tree, view)

    assert trace.truth is truth(tree, view)
    assert bool(trace.missing) == (trace.truth is Truth.UNKNOWN)


@lawful
@given(st.lists(time_whens, min_size=1, max_size=4), deals(), st.floats(0, 1, exclude_max=True))
def test_nothing_changes_before_the_moment_to_look_again(trees: list[AllOf], deal: Deal, share: float) -> None:
    index = Index.of(trees)
    now = index.find(View(deal, NOW, ZONE))
    span = (now.check_at - NOW) if now.check_at else timedelta(days=400)
    last = span - timedelta(microseconds=1)
    assert span > timedelta(0)

    for moment in (NOW + min(span * share, last), NOW + last):
        later = index.find(View(deal, moment, ZONE))

        assert (later.true, later.unknown) == (now.true, now.unknown)
        assert later.check_at == now.check_at
