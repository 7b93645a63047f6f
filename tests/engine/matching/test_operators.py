"""Every operator has its examples, and one that declares the least is matched as it is explained."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.engine.cards import why_sentence
from coach.engine.matching.explain import explain
from coach.engine.matching.facts import View
from coach.engine.matching.index import Index
from coach.engine.model import Deal, Truth
from coach.engine.playbook import load_texts
from coach.engine.playbook.conditions import AllOf, Condition, EveryProduct, Kind, SomeProduct
from coach.engine.playbook.operators import OPERATORS, Operator, Takes, fold
from coach.engine.playbook.schema_conditions import definitions
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS, Fact
from coach.lint.logic.examples import never_false, never_true
from tests.engine.matching.examples import DEAL, NOW, deal, playbook, rulebook, traced
from tests.engine.matching.operator_examples import EXAMPLES
from tests.engine.matching.worlds import FIELDS, VALUES, deals, trees

ZONE = ZoneInfo("America/New_York")
SEEN = deal(fields={"Chosen__c": ("A", "B"), "Past__c": NOW.date() - timedelta(days=3)})
WORDS = [word for word, operator in OPERATORS.items() if not operator.adherence_only]


@pytest.mark.parametrize("word", WORDS)
def test_every_operator_has_an_example_that_is_found_and_one_that_is_not(word: str) -> None:
    assert word in EXAMPLES, f"give “{word}” an example in tests/engine/matching/operator_examples.py"
    for condition, holds in zip(EXAMPLES[word], (True, False), strict=True):
        assert f"{{{word}: " in condition
        assert rulebook(x=f"{{{condition}}}").find(SEEN, NOW).applies == (("x",) if holds else ())
        assert traced(condition, SEEN).truth is (Truth.TRUE if holds else Truth.FALSE)


def test_an_operator_compares_with_one_thing() -> None:
    with pytest.raises(ValueError, match="odd compares either"):
        Operator(word="odd", kinds=frozenset(Kind), takes=Takes.VALUES, meaning="")


def _rhymes(value: object, values: tuple[object, ...]) -> bool:
    return any(fold(str(value)).endswith(fold(str(each))) for each in values)


def sample(word: str, kinds: set[Kind], takes: Takes, compare: Any) -> Operator:
    """An operator that says only what it must."""
    return Operator(word=word, kinds=frozenset(kinds), takes=takes, meaning="A sample.", compare=compare)


SAMPLES = (
    sample("rhymes_with", {Kind.TEXT, Kind.STAGE}, Takes.VALUES, _rhymes),
    sample("has_as_many", {Kind.SELECTION}, Takes.VALUE, lambda value, _: len(value) == 2),
    sample("multiple_of", {Kind.NUMBER, Kind.MONEY}, Takes.VALUE, lambda value, values: value % (values[0] or 1) == 0),
    sample("same_weekday", {Kind.DATE}, Takes.VALUE, lambda value, values: value.weekday() == values[0].weekday()),
)


@pytest.fixture(autouse=True, scope="module")
def _declared() -> Iterator[None]:
    """The samples among the operators, for the tests of this file."""
    declared = cast("dict[str, Operator]", OPERATORS)
    before = dict(declared)
    declared.update({each.word: each for each in SAMPLES})
    yield
    declared.clear()
    declared.update(before)


@st.composite
def conditions(draw: st.DrawFn, facts: list[Fact]) -> Condition:
    """A condition with a sample, on one of these facts."""
    fact = draw(st.sampled_from(facts))
    word = next(each.word for each in SAMPLES if fact.kind in each.kinds)
    return Condition(fact.name, word, (draw(VALUES[fact.kind]),), fact.kind)


KINDS = frozenset().union(*(each.kinds for each in SAMPLES))
_fields = [Fact(f"fields.{name}", kind, "") for name, kind in FIELDS.items()]
_of_deal = conditions([each for each in [*DEAL_FACTS.values(), *_fields] if each.kind in KINDS])
_of_product = trees(conditions([each for each in [*PRODUCT_FACTS.values(), *_fields] if each.kind in KINDS]))
whens = trees(_of_deal | _of_product.map(SomeProduct) | _of_product.map(EveryProduct))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(whens, deals())
def test_an_operator_that_says_the_least_is_found_as_it_is_explained_until_it_is_looked_at_again(
    when: AllOf, seen: Deal
) -> None:
    index, view = Index.of([when]), View(seen, NOW, ZONE)
    hits, told = index.find(view), explain(when, view).truth
    assert (hits.true == (0,), hits.unknown == (0,)) == (told is Truth.TRUE, told is Truth.UNKNOWN)

    last = (hits.check_at or NOW + timedelta(days=400)) - timedelta(microseconds=1)
    for moment in (NOW + (last - NOW) / 2, last):
        later = index.find(View(seen, moment, ZONE))
        assert (later.true, later.unknown) == (hits.true, hits.unknown)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(whens, st.lists(deals(), min_size=1, max_size=3))
def test_lint_says_nothing_of_an_operator_that_it_knows_nothing_of(when: AllOf, seen: list[Deal]) -> None:
    truths = {explain(when, View(each, NOW, ZONE)).truth for each in seen}

    assert Truth.TRUE not in truths or not never_true(when)
    assert Truth.FALSE not in truths or not never_false(when)


def test_an_operator_that_says_the_least_is_read_told_and_offered() -> None:
    library = load_texts({"x": playbook("{deal_name: {rhymes_with: [Hall, Scanner]}, pushes: {multiple_of: 1}}")})
    trace = rulebook(x="{deal_name: {rhymes_with: [Hall, scanner]}}").explain("x", DEAL, NOW).parts[1]

    assert library.playbooks["x"].when
    assert (trace.expected, trace.truth) == ("rhymes with Hall or scanner", Truth.TRUE)
    assert definitions()["text"]["properties"]["rhymes_with"]["description"] == "A sample."
    assert "same_weekday" in definitions()["date"]["properties"]
    assert date(2026, 12, 20).weekday() == date(2026, 12, 27).weekday()
    assert traced("close_date: {same_weekday: 2026-12-27}").truth is Truth.TRUE


def test_a_rep_is_told_only_that_something_was_asked_for() -> None:
    book = rulebook(x="{every_product: {unit_price: {multiple_of: 40000}}}")

    assert why_sentence(book.grounds("x", DEAL, NOW)) == "You see this because every product is as asked for."
    assert Decimal(40000) == DEAL.products[0].unit_price
