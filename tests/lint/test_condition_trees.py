"""Condition trees of everything that the language declares, with values of the right and of the wrong kind.

Each is refused with a sentence at a line, or it is matched: finding and explaining agree on every deal, and neither
they nor lint ever raise.
"""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.cards import check_template
from coach.engine.matching import compile_rules
from coach.engine.model import Truth
from coach.engine.playbook import load_texts
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators import OPERATORS, Takes
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS, Fact
from coach.errors import InvalidPlaybook
from coach.lint.rules import RULES
from tests.engine.cards.hostile import DEALS
from tests.engine.matching.examples import NOW
from tests.lint.made import findings, playbook

ANYTHING: tuple[str, ...] = (
    "5",
    "-1",
    "1e30",
    "1e999999999",
    "0.5",
    ".5",
    "0x1F",
    "1_000",
    "80.000",
    "true",
    "null",
    "~",
    "'x'",
    "''",
)
ANYTHING += ("' '", "2026-12-12", "2026-02-30", "09:30", "[a, b]", "[2, 1]", "[]", "{}", "New Business", '"\\u202E"')
ANYTHING += ("'{{ deal.name }}'", "[Prospecting, Negotiation/Review]", "9999999999", "[[a]]", "{is: x}", '"\\uE000"')
FITTING: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("Acme", "[Acme, Laser]"),
    Kind.STAGE: ("Negotiation/Review", "[Prospecting, Proposal]"),
    Kind.NUMBER: ("5", "2.5"),
    Kind.MONEY: ("50000", "0"),
    Kind.DATE: ("2026-12-01",),
    Kind.BOOLEAN: ("true", "false"),
}
TAKEN: Mapping[Takes, str] = {Takes.FLAG: "true", Takes.TRUE: "true", Takes.DAYS: "14", Takes.PAIR: "[{0}, {0}]"}
TRIPS = ("cannot be asked", "cannot be checked", "cannot be read (", "cannot be used")


@st.composite
def asked(draw: st.DrawFn, facts: Mapping[str, Fact]) -> str:
    """``fact: {operator: value}``, mostly as it should be."""
    fact = draw(st.sampled_from(list(facts.values())))
    fitting = [each for each in OPERATORS.values() if fact.kind in each.kinds]
    operator = draw(st.sampled_from(fitting if draw(st.integers(0, 9)) else list(OPERATORS.values())))
    value = draw(st.sampled_from(FITTING.get(fact.kind, ("x",)) if draw(st.integers(0, 3)) else ANYTHING))
    value = TAKEN.get(operator.takes, "{0}").replace("{0}", value)
    currency = ", currency: USD" if fact.kind is Kind.MONEY and draw(st.booleans()) else ""
    return f"{fact.name}: {{{operator.word}: {value}{currency}}}"


def together(parts: Iterable[str]) -> str:
    return "{" + ", ".join(parts) + "}"


of_products = st.tuples(
    st.sampled_from(("product", "every_product", "no_product")),
    st.lists(asked(PRODUCT_FACTS), min_size=1, max_size=2).map(together),
).map("{{{0[0]}: {0[1]}}}".format)
of_fields = st.tuples(
    st.sampled_from(("Segment__c", "Budget__c", "Account.Tier__c", "Nope")),
    st.sampled_from(list(OPERATORS)),
    st.sampled_from(ANYTHING),
).map("{{fields: {{{0[0]}: {{{0[1]}: {0[2]}}}}}}}".format)
leaves = st.lists(asked(DEAL_FACTS), min_size=1, max_size=2).map(together) | of_products | of_fields
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(("any", "all")), st.lists(inner, max_size=4).map(", ".join)).map(
            "{{{0[0]}: [{0[1]}]}}".format
        ),
        inner.map("{{not: {}}}".format),
        inner.map("{{any: {}}}".format),
    ),
    max_leaves=10,
)
PLACES = (
    "status: live\nwhen: {}\n",
    "status: live\naudience: {}\n",
    "status: live\nadherence: {{within_days: 3, seen: {}}}\n",
)


def hold_to_the_law(text: str) -> None:
    told = findings(text)
    assert not [each for each in told if any(trip in each.sentence for trip in TRIPS)], told
    assert all(each.file == "x.yaml" and each.line >= 1 and each.column >= 1 for each in told), told
    assert all(each.sentence[-1] in ".?" and len(each.sentence) < 1000 for each in told), told
    if refused := [each for each in told if each.rule not in RULES]:
        with pytest.raises(InvalidPlaybook) as caught:
            load_texts({"x": text}, check_text=check_template)
        assert [each.sentence for each in caught.value.problems] == [each.sentence for each in refused]
        return
    library = load_texts({"x": text}, check_text=check_template)
    rulebook = compile_rules(library)
    for name, deal in DEALS.items():
        found, told_of = rulebook.find(deal, NOW), rulebook.explain("x", deal, NOW).truth
        assert (told_of is Truth.TRUE, told_of is Truth.UNKNOWN) == (bool(found.applies), bool(found.unknown)), name
        if found.applies:
            owner = rulebook.explain_audience("x", deal, NOW).truth
            assert (owner is Truth.UNKNOWN, owner is Truth.FALSE) == (
                bool(found.unsure),
                bool(found.outside - found.unsure),
            )


@pytest.mark.parametrize("place", PLACES, ids=("when", "audience", "seen"))
@given(tree=trees)
@settings(max_examples=30)
def test_a_tree_is_refused_at_its_line_or_found_as_it_is_explained(place: str, tree: str) -> None:
    hold_to_the_law(playbook(place.format(tree)))


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES, ids=("when", "audience", "seen"))
@given(tree=trees)
@settings(max_examples=700)
def test_so_are_many_more_trees(place: str, tree: str) -> None:
    hold_to_the_law(playbook(place.format(tree)))
