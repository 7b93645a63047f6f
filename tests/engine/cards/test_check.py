"""What a template may hold, and how a mistake in one is told."""

from contextlib import suppress
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.cards import Unrenderable, check_template
from coach.engine.cards.facts import facts_of
from coach.engine.cards.templates import fill
from coach.engine.languages import figures_in
from tests.engine.cards.examples import a_deal

FINE = [
    "No template at all, { not } even 50 % of one",
    "{{ deal.name }} is worth {{ deal.amount | money }}",
    "{% if deal.amount > 50000 and deal.stage in ['A', 'B'] %}big{% elif not deal.won %}open{% else %}small{% endif %}",
    "{{ deal.product.name | default('system') }}, {{ deal.products.families | join(' and ') }}",
    "{{ deal.days_to_close if deal.days_to_close > -3 else 'no' }} days",
    "{{ deal.fields.Segment__c }} {{ deal.manager.first_name }} {{ deal.amount | round(1) }}",
    "{# a remark #}{% raw %}{{ x }}{% endraw %}",
    "[a page](https://example.com/page)",
]

MISTAKES = {
    "{{ deal.amonut }}": (1, 8, "deal has no “amonut”; did you mean “amount”?"),
    "One\n two {{ deal.owner.nmae }}": (2, 19, "deal.owner has no “nmae”; did you mean “name”?"),
    "{{ opportunity.name }}": (1, 4, "“opportunity” is not known here; a card knows only deal, as in deal.name."),
    "{{ deal.amount | mony }}": (1, 18, "There is no filter “mony”; did you mean “money”?"),
    "{{ deal.name | money }}": (1, 16, "|money needs a number, and this is a text."),
    "{{ deal.amount | round('x') }}": (1, 18, "|round takes a whole number, written out."),
    "{{ deal.amount | default }}": (1, 18, "|default takes one value, written out."),
    "{{ deal.amount | money('EUR') }}": (1, 18, "|money takes nothing in brackets, written out."),
    "{{ deal.owner }}": (1, 8, "A group cannot be printed; use it in {% if %}, or name one of its facts."),
    "{{ deal.won }}": (1, 8, "A yes or no cannot be printed; use it in {% if %}, or name one of its facts."),
    "{{ deal.products.names }}": (1, 17, "This is a list; print it with |join."),
    "{{ deal.name.upper }}": (1, 13, "deal.name is a text and has no facts of its own."),
    "{% if deal.close_date > '2026' %}x{% endif %}": (1, 25, "A date and a text cannot be compared."),
    "{{ 'x' if deal.won }}": (1, 4, "Say what stands here otherwise: {{ … if … else … }}."),
    "{% for x in deal.products.names %}x{% endfor %}": (1, 4, "Templates have no loops; print a list with |join."),
    "{{ deal.amount * 2 }}": (1, 4, "Templates do not calculate; print the facts as they are"),
    "{{ -deal.amount }}": (1, 4, "Templates do not calculate; print the facts as they are"),
    "{{ 'x'.upper }}": (1, 7, "Only deal has facts; write them as in deal.account.name."),
    "{% if deal.stage in [deal.name] %}x{% endif %}": (
        1,
        21,
        "A list may hold only words and numbers that are written out.",
    ),
    "{% autoescape false %}x{% endautoescape %}": (1, 4, "A card's text may hold only {{ deal… }} and {% if %}"),
    "{{ 1e999 }}": (1, 4, "This number is too large to be written on a card."),
    "{{ -1e999 }}": (1, 5, "This number is too large to be written on a card."),
    "{{ 1000000000000000 }}": (1, 4, "This number is too large to be written on a card."),
    "{% if deal.name == none %}x{% endif %}": (1, 20, "A card's text may hold only {{ deal… }} and {% if %}"),
    "{{ deal['name'] }}": (1, 8, "Write a fact with a dot, as in deal.account.name."),
    "{{ deal.next_step is defined }}": (
        1,
        19,
        "Instead of “is”, compare with ==, or just write {% if deal.next_step %}.",
    ),
    "{% if deal.amount %}x": (1, 21, "{% if %} is not closed: write {% endif %} behind it."),
    "[here](https://example.com/?q={{ deal.name }})": (
        1,
        1,
        "A link's address cannot hold a value: CRM data must not decide where a link leads.",
    ),
    "a\ue000b": (1, 2, "An invisible control character stands here."),
    "x" * 8001: (1, 1, "The text is longer than 8,000 characters."),
}

ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ deal.__class__.__init__.__globals__ }}",
    "{{ deal.facts }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ config.items() }}",
    "{{ request|attr('application')|attr('__globals__') }}",
    "{{ (deal|attr('__class__')) }}",
    "{{ ''['__cla' ~ 'ss__'] }}",
    "{{ '%s'|format(deal) }}",
    "{{ 'x'.format(deal) }}",
    "{{ '{0.__class__}'.format(deal) }}",
    "{{ deal.name|map(attribute='__class__')|list }}",
    "{{ 'x' * 10000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '%10000000d' % 1 }}",
    "{{ lipsum(n=100000) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% set x = namespace(a=1) %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% call x() %}{% endcall %}",
    "{% with a = 1 %}{{ a }}{% endwith %}",
    "{{ values }}",
    "{{ [1] * 9 }}",
    "{{ {'a': 1} }}",
    "{{ deal.name[0:1] }}",
    "{{ deal.name|default(deal.owner) }}",
    "{{" + "(" * 5000,
    "{{ " + "not " * 3000 + "deal.won }}",
    "{% if deal.won %}" * 400,
    "{{ " + "9" * 5000 + " }}",
    "{{ deal.name" + "|upper" * 1000 + " }}",
]


@pytest.mark.parametrize("text", FINE)
def test_what_is_meant_for_authors_is_fine(text: str) -> None:
    assert check_template(text) == ()


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_with_its_place(text: str) -> None:
    (problem,) = check_template(text)

    line, column, sentence = MISTAKES[text]
    assert (problem.line, problem.column) == (line, column)
    assert problem.sentence.startswith(sentence)
    assert problem.rule == "template"


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_is_refused_before_anything_runs(text: str) -> None:
    assert check_template(text)


def test_all_mistakes_of_a_text_are_told_in_their_order() -> None:
    problems = check_template("{{ x }}\n{{ deal.a }} {{ deal.b }}")

    assert [(problem.line, problem.column) for problem in problems] == [(1, 4), (2, 8), (2, 21)]


WORDS = (
    "if elif else endif raw endraw deal .name .amount .won |money |round (2) and or not in is 'x' 1 1e999 none true"
    " autoescape endautoescape for endfor set endset macro endmacro call endcall filter endfilter with endwith block"
    " endblock extends include import from loop caller self lipsum"
)
SIGNS = '{{ }} {% %} {# #} ( ) [ ] > == - ~ . "'
fragments = st.sampled_from([*WORDS.split(), *SIGNS.split(), " ", "\n"])


@given(st.lists(fragments | st.text(max_size=3), max_size=25).map(" ".join))
def test_checking_never_raises_and_what_is_fine_can_be_filled_in(text: str) -> None:
    if check_template(text) == ():
        with suppress(Unrenderable):
            fill(text, facts_of(a_deal(), UTC), figures_in("en"), [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "{{ deal.name a }}",
            "There is a word too many here: one pair of braces prints one fact, as in {{ deal.name }}.",
        ),
        ("{{ }}", "Something is missing here: name a fact, as in {{ deal.name }}."),
        ("{{ deal.name", "What is opened here is never closed."),
        ("{# x", "What is opened here is never closed."),
        ("{% endif %}", "There is no {% if %} for this to close."),
        ("{% else %}", "There is no {% if %} for this to belong to."),
        ("{{ deal.name | }}", "Something is missing here, such as the name of a filter behind the bar."),
        ("{{ deal..name }}", "Something is missing behind the dot: name a fact, as in {{ deal.name }}."),
        ("{{ § }}", "This character does not belong here: name a fact, as in {{ deal.name }}."),
        ("{{ (deal.name }}", "A bracket or a brace is missing here, or there is one too many."),
    ],
)
def test_what_is_no_template_is_told_in_words(text: str, sentence: str) -> None:
    assert [problem.sentence for problem in check_template(text)] == [sentence]
