"""How strong a rep is in a skill: bands that move with what is observed, and tell of no single answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.responses import Band, Evidence, band

ORDER = [Band.PRACTISE, Band.STEADY, Band.STRONG]


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    answered, looked = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    return Evidence(answered, draw(st.integers(0, answered)), looked, draw(st.integers(0, looked)))


SUCCESSES = [Evidence(answered=1, right=1), Evidence(looked=1, seen=1)]
FAILURES = [Evidence(answered=1), Evidence(looked=1)]


@given(evidence(), st.sampled_from(SUCCESSES))
def test_a_success_never_weakens(known: Evidence, more: Evidence) -> None:
    before, now = band(known), band(known + more)

    assert before is Band.UNKNOWN or ORDER.index(now) >= ORDER.index(before)


@given(evidence(), st.sampled_from(FAILURES))
def test_a_failure_never_strengthens(known: Evidence, more: Evidence) -> None:
    before, now = band(known), band(known + more)

    assert before is Band.UNKNOWN or ORDER.index(now) <= ORDER.index(before)


@given(evidence())
def test_what_is_known_once_is_not_unknown_later(known: Evidence) -> None:
    assert (band(known) is Band.UNKNOWN) == (known.answered + known.looked < 3)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (Evidence(answered=2, right=2), Band.UNKNOWN),
        (Evidence(answered=3, right=3), Band.STRONG),
        (Evidence(answered=2, right=2, looked=1), Band.STEADY),
        (Evidence(answered=3, right=1), Band.PRACTISE),
        (Evidence(answered=4, looked=4, seen=4, right=0), Band.STEADY),
    ],
)
def test_bands(known: Evidence, told: Band) -> None:
    assert band(known) is told
