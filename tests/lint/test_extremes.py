"""Values that no deal will ever have, wherever a value can stand."""

from collections.abc import Iterator

import pytest

from coach.engine.matching import compile_rules
from coach.engine.playbook import load_texts
from coach.engine.playbook.vocabulary import DEAL_FACTS, OPERATORS, PRODUCT_FACTS
from coach.errors import InvalidPlaybook
from tests.engine.matching.examples import DEAL, NOW
from tests.lint.made import findings, playbook

EXTREMES = ("-1", "9999999", "99999999999999999", "1e30", "-1e30", "0001-01-01", "9999-12-31", "[-1e30, 1e30]")


def conditions(fact: str, place: str) -> Iterator[str]:
    """The playbooks that can be read, of one fact with every operator and value."""
    for operator in OPERATORS:
        for value in EXTREMES:
            text = playbook(f"status: live\nwhen: {place.format(f'{fact}: {{{operator}: {value}}}')}")
            try:
                load_texts({"x": text})
            except InvalidPlaybook:
                continue
            yield text


@pytest.mark.parametrize(
    ("fact", "place"),
    [*((fact, "{{{}}}") for fact in DEAL_FACTS), *((fact, "{{product: {{{}}}}}") for fact in PRODUCT_FACTS)],
)
def test_no_value_of_a_condition_trips_matching_explaining_or_lint(fact: str, place: str) -> None:
    for text in conditions(fact, place):
        rulebook = compile_rules(load_texts({"x": text}))
        rulebook.find(DEAL, NOW)
        rulebook.explain("x", DEAL, NOW)
        assert not [finding for finding in findings(text) if "cannot be asked" in finding.sentence], text
