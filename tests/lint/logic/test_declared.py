"""What is declared of a fact is so on every deal that an org can hold."""

from hypothesis import HealthCheck, given, settings

from coach.engine.matching.facts import DEAL_READERS, PRODUCT_READERS, View
from coach.engine.matching.truth import items
from coach.engine.model import Unknown
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS, Fact
from tests.lint.logic.plausible import views


def holds(fact: Fact, value: object) -> bool:
    """Whether a value is one that the declaration allows."""
    if value is None:
        return not fact.always
    if isinstance(value, Unknown) or not (fact.whole or fact.least is not None):
        return True
    return (not fact.whole or isinstance(value, int)) and (fact.least is None or value >= fact.least)  # type: ignore[operator]  # a number


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(views)
def test_what_lint_takes_for_granted_of_a_fact_is_so_on_every_deal(view: View) -> None:
    wrong = [name for name, fact in DEAL_FACTS.items() if not holds(fact, DEAL_READERS[name](view))]
    wrong += [
        name
        for item in items(view)
        for name, fact in PRODUCT_FACTS.items()
        if not holds(fact, PRODUCT_READERS[name](item))
    ]

    assert wrong == []
