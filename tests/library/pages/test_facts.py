"""What there is to choose from in the form of a tried deal."""

import pytest

from coach.engine.inventory import Schema
from coach.engine.playbook.operators import OPERATORS
from coach.library.pages.facts import FactField, fact_fields
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal

NOTHING_KNOWN = Schema({})
SEARCHING = [word for word, operator in OPERATORS.items() if operator.searches]


def field(name: str, when: str) -> FactField:
    fields = fact_fields(deal(next_step="Call"), context(one=book(when)), NOTHING_KNOWN, NOW)
    return next(each for each in fields if each.name == name)


def test_what_playbooks_compare_a_text_with_can_be_chosen() -> None:
    assert field("next_step", "{next_step: {is: [Demo, Call]}}").choices == (("Call", "Call"), ("Demo", "Demo"))


@pytest.mark.parametrize("word", SEARCHING)
def test_any_text_can_be_written_where_a_playbook_looks_for_a_part_of_it(word: str) -> None:
    found = field("next_step", f"{{any: [{{next_step: {{is: Demo}}}}, {{next_step: {{{word}: [De]}}}}]}}")

    assert (found.choices, found.type) == ((), "text")
