"""Templates out of a grammar of what is documented and what nearly is, on deals as no record should be.

What lint accepts renders on every deal, or holds back that card there for a reason that is kept. What it refuses has a
sentence with a place. Whatever else Jinja2 can do is refused too, so that nothing else is ever raised.
"""

import json
from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.cards import check_template
from coach.engine.cards.facts import FACTS
from coach.engine.cards.filters import FILTERS
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext, evaluate
from coach.engine.markup import html
from coach.engine.matching import compile_rules
from coach.engine.model import Evaluated, Reason, RepLoad, Verdict
from coach.engine.notes import Style, forms, notes_in
from coach.engine.playbook import load_texts
from coach.errors import InvalidPlaybook
from tests.engine.cards.examples import NOW
from tests.engine.cards.hostile import DEALS, MARKER
from tests.engine.cards.markup import foreign

PLAYBOOK = (
    "title: T\nstatus: live\nwhen: {stage: {is: Negotiation/Review}}\ncards:\n  - {name: c, title: A, tip: TIP}\n"
)
GOOD = PLAYBOOK.replace("TIP", "Call {{ deal.owner.first_name }}.".join(('"', '"')))


def paths(facts: Mapping[str, object] = FACTS, before: str = "deal") -> list[str]:
    """Every fact by its path; below those that are the org's own, three that it may have."""
    found = [before]
    for name, below in facts.items():
        path = f"{before}.{name}"
        found += paths(below, path) if isinstance(below, Mapping) else [path]
        if isinstance(below, Mapping) and not below:
            found += [f"{path}.{own}" for own in ("Segment__c", "Budget__c", "Account__r.Tier__c")]
    return found


PATHS = paths()
NEARLY = (
    "deal.nme",
    "name",
    "deal['name']",
    "deal.name.upper",
    "deal.__class__",
    "deal.get",
    "loop.index",
    "self",
    "1e999",
)
BEYOND = ("deal.name()", "range(9)", "deal.amount * 2", "-deal.amount", "'a' ~ 'b'", "{'a': 1}", "deal.name is defined")
WORDS = ("'x'", "''", "1", "1.5", "-3", "true", "none", "['a', 'b']", "('a',)", "999999999999999")
ARGUMENTS = ("", "()", "(2)", "(9)", "(-1)", "('x')", "(', ')", "(deal.name)", "(a=1)", "(*deal)", "(1, 2)")
TEXTS = (
    "Ask. ",
    "*so* ",
    "[x](https://example.com/",
    ") ",
    "<b>",
    "\n\n- ",
    "`",
    "\\",
    "é ",
    "# ",
    "}",
    "{",
    "%}",
    "{#",
    "#}",
)
TAGS: tuple[str, ...] = (
    "set a = 1",
    "for a in deal.products",
    "endfor",
    "raw",
    "endraw",
    "autoescape false",
    "include 'x'",
    "macro a()",
)
TAGS += (
    "import 'os' as a",
    "block a",
    "extends 'x'",
    "with",
    "call a()",
    "filter upper",
    "do a",
    "endif",
    "else",
    "if",
)

filters = st.tuples(st.sampled_from((*FILTERS, "safe", "attr", "map", "first_name")), st.sampled_from(ARGUMENTS))
values = st.sampled_from(PATHS) | st.sampled_from((*NEARLY, *BEYOND, *WORDS))
filtered = st.tuples(values, st.lists(filters, max_size=2)).map(
    lambda made: made[0] + "".join(f"|{name}{arguments}" for name, arguments in made[1])
)
expressions = st.recursive(
    filtered,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(("==", "!=", "<", ">=", "in", "not in", "and", "or")), inner).map(" ".join),
        inner.map("not {}".format),
        inner.map("({})".format),
        st.tuples(inner, inner, inner).map(lambda made: "{} if {} else {}".format(*made)),
        st.tuples(inner, inner).map(lambda made: "{} if {}".format(*made)),
    ),
    max_leaves=3,
)
pieces = st.recursive(
    st.one_of(
        st.sampled_from(TEXTS), expressions.map("{{{{ {} }}}}".format), st.sampled_from(TAGS).map("{{% {} %}}".format)
    ),
    lambda inner: st.tuples(expressions, inner, inner).map(
        lambda made: "{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format(*made)
    ),
    max_leaves=4,
)
templates = st.lists(pieces, min_size=1, max_size=3).map("".join)


@cache
def accepted() -> list[str]:
    """All expressions of one fact and at most one filter that may be printed, and every fact as a question."""
    made = [
        f"{path}{by}"
        for path in PATHS
        for by in ("", *(f"|{name}{said}" for name in FILTERS for said in ARGUMENTS[:6]))
    ]
    printed = [text for each in made if not check_template(text := f"{{{{ {each} }}}}")]
    return printed + [f"{{% if {path} %}}a{{% else %}}b{{% endif %}}" for path in PATHS]


understood = st.deferred(lambda: st.sampled_from(accepted()))


def refused(text: str) -> tuple[str, ...]:
    """The places and sentences with which a playbook with this text is refused; none where it is taken."""
    try:
        load_texts({"x": text}, check_text=check_template)
    except InvalidPlaybook as error:
        return tuple(map(str, error.problems))
    return ()


def evaluated(text: str, deal: str) -> Evaluated:
    library = load_texts({"x": text, "good": GOOD}, check_text=check_template)
    context = EvaluationContext(library, compile_rules(library), Limits(), (notes_in(Style.CARD),))
    return evaluate(DEALS[deal], context, (), (), RepLoad(), NOW)


def hold_to_the_law(template: str, deals: Mapping[str, object]) -> None:
    text = PLAYBOOK.replace("TIP", json.dumps(template))
    if problems := refused(text):
        assert all(each.startswith("x.yaml:5:") and each.rpartition(" (")[0][-1] in ".?" for each in problems), problems
        assert not any("cannot be checked" in each or "cannot be read" in each for each in problems), problems
        return
    for name in deals:
        found = evaluated(text, name)
        by_playbook = {each.playbook: each for each in found.decisions}
        came, good = by_playbook["x"], by_playbook["good"]
        if came.verdict is not Verdict.DELIVER:
            assert (came.reason, came.detail[-1]) == (Reason.UNRENDERABLE, "."), name
        assert good.verdict is Verdict.DELIVER or "empty" in good.detail, name
        for shown_html in (*(html(block.lines) for card in found.cards for block in card.blocks), *shown(found)):
            assert not foreign(shown_html, MARKER), (name, shown_html)


def shown(found: Evaluated) -> list[str]:
    return [form for note in found.deliveries if note for form in forms(note.body)]


@given(templates)
@settings(max_examples=50)
def test_a_text_is_refused_with_a_sentence_or_renders_or_is_held_back_with_one(template: str) -> None:
    hold_to_the_law(template, DEALS)


@pytest.mark.slow
@given(templates)
@settings(max_examples=1500)
def test_so_are_many_more_texts(template: str) -> None:
    hold_to_the_law(template, DEALS)


@given(st.lists(understood, min_size=1, max_size=3).map(" ".join))
@settings(max_examples=30)
def test_what_the_grammar_takes_is_rendered_on_every_deal_or_held_back_there(template: str) -> None:
    assert not check_template(template)

    hold_to_the_law(template, DEALS)
