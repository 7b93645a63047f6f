"""A scorecard for each playbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.responses import Funnel
from coach.teams.pages.scorecard import Proportion, scorecard
from coach.teams.scorecard import Playbooks, PlaybookSums


def sums(name: str = "trade", answering: int = 0, **more: int) -> PlaybookSums:
    counted = {
        "looked": 8,
        "seen": 4,
        "moved": 5,
        "moved_after_seen": 3,
        "useful": 2,
        "useless": 1,
        "dismissed": 1,
        "answered": answering,
        "right": 0,
    }
    return PlaybookSums(name, 6, 9, answering, Funnel(10, 8, 6, 5, 3), **{**counted, **more})


def test_the_questions_are_shares_of_what_they_are_about() -> None:
    (score,) = scorecard(Playbooks((sums(),), {}), 5, groups_only=False, answers_from=5).scores

    assert (score.engaged, score.adopted, score.used_right) == (Proportion(8, 10), Proportion(5, 10), Proportion(4, 8))
    assert (score.moved_after_seen, score.moved_otherwise) == (Proportion(3, 4), Proportion(2, 6))
    assert (score.useful, score.dismissed) == (Proportion(2, 3), Proportion(1, 10))


@pytest.mark.parametrize(("answering", "told"), [(4, False), (5, True)])
def test_answers_are_told_of_five_people_up_to_everybody(answering: int, told: bool) -> None:
    (score,) = scorecard(Playbooks((sums(answering=answering),), {}), 5, groups_only=False, answers_from=5).scores

    assert (score.answered_right is not None) is told


def test_playbooks_that_few_people_had_are_kept_back_from_who_may_see_groups_only() -> None:
    reps = {"wide": frozenset("abcdef"), "narrow": frozenset("ab"), "next": frozenset("abcdefg")}
    found = Playbooks(tuple(sums(name) for name in reps), reps)

    card = scorecard(found, 5, groups_only=True, answers_from=5)

    assert "narrow" not in {score.playbook for score in card.scores}
    assert len(card.scores) + card.kept_back == 3
    assert len(scorecard(found, 5, groups_only=False, answers_from=5).scores) == 3


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_narrows_with_more_cards(counted: tuple[int, int]) -> None:
    share = Proportion(*counted)

    assert share.value is not None
    assert 0 <= share.low <= share.value + 1e-12
    assert share.value <= share.high + 1e-12 <= 1 + 1e-9
    wider = Proportion(share.count * 10, share.of * 10)
    assert wider.high - wider.low <= share.high - share.low


def test_nothing_of_nothing_could_be_anything() -> None:
    assert (Proportion(0, 0).value, Proportion(0, 0).low, Proportion(0, 0).high) == (None, 0.0, 1.0)
