"""What is said to be impossible, or to follow, holds on every deal."""

from datetime import UTC

from hypothesis import assume, event, given
from hypothesis import strategies as st

from coach.engine.matching.clauses import Clause, clauses
from coach.engine.matching.facts import View
from coach.engine.matching.truth import truth
from coach.engine.model import Truth
from coach.engine.playbook.conditions import AllOf, AnyOf, Node, Not
from coach.lint.logic.deals import deal_for
from coach.lint.logic.examples import ExampleDeal, example_deal, never_false, never_true
from coach.lint.logic.follows import follows, follows_when_false
from coach.lint.logic.values import CannotTellError
from tests.engine.matching.worlds import NOW, whens
from tests.lint.logic.plausible import views


@given(whens, st.lists(views, min_size=1, max_size=5))
def test_what_is_never_true_is_true_on_no_deal(when: AllOf, seen: list[View]) -> None:
    if never_true(when):
        event("never true")
        assert all(truth(when, view) is not Truth.TRUE for view in seen)
    if never_false(when):
        event("never false")
        assert all(truth(when, view) is not Truth.FALSE for view in seen)


@st.composite
def related(draw: st.DrawFn) -> tuple[Node, Node]:
    """A conclusion and a premise that share parts, so that one often follows from the other."""
    shared, more, other = draw(whens), draw(whens), draw(whens)
    premises: list[Node] = [AllOf((shared, more)), shared, more]
    conclusions: list[Node] = [shared, AnyOf((shared, other)), Not(more), more]
    return draw(st.sampled_from(conclusions)), draw(st.sampled_from(premises))


@given(related(), st.lists(views, min_size=1, max_size=5))
def test_what_follows_is_true_wherever_its_premise_is(pair: tuple[Node, Node], seen: list[View]) -> None:
    conclusion, premise = pair
    if follows(conclusion, premise):
        event("follows")
        for view in seen:
            assert truth(premise, view) is not Truth.TRUE or truth(conclusion, view) is Truth.TRUE
    if follows_when_false(conclusion, premise):
        event("follows when false")
        for view in seen:
            assert truth(premise, view) is not Truth.FALSE or truth(conclusion, view) is Truth.FALSE


@given(whens)
def test_a_clause_with_an_example_is_true_on_the_deal_made_from_it(when: AllOf) -> None:
    """Not always: values that are found one by one need not go together. But nearly always."""
    found = [(clause, made) for clause in clauses(when) if not clause.trees and (made := _example_deal(clause))]
    assume(found)
    outcomes = [truth(when, View(deal_for(made, NOW), NOW, UTC)) for _, made in found]
    event(f"{'some' if Truth.TRUE in outcomes else 'none'} true")


def _example_deal(clause: Clause) -> ExampleDeal | None:
    try:
        return example_deal(clause)
    except CannotTellError:
        return None
