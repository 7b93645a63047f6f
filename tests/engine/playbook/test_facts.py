"""Each fact is declared whole: what is forgotten is named."""

from collections import Counter
from dataclasses import fields

import pytest

from coach.engine.model import Account, Deal, LineItem, Person
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import DEAL_FACTS, PRODUCT_FACTS, Fact

RECORDS = {"": Deal, "owner": Person, "account": Account}


def held(record: type) -> set[str]:
    return {field.name for field in fields(record)}


@pytest.mark.parametrize("fact", DEAL_FACTS.values(), ids=lambda fact: fact.name)
def test_a_fact_of_the_deal_stands_where_its_declaration_says(fact: Fact) -> None:
    name = fact.place.rpartition(".")[2]
    assert fact.computed or name in held(RECORDS[fact.beside]), (
        f"{fact.name}: give {RECORDS[fact.beside].__name__} a field “{name}” in coach/engine/model/deal.py, or say at=…"
    )


@pytest.mark.parametrize("fact", PRODUCT_FACTS.values(), ids=lambda fact: fact.name)
def test_a_fact_of_a_line_item_stands_where_its_declaration_says(fact: Fact) -> None:
    assert fact.computed or fact.place in held(LineItem), f"{fact.name}: give LineItem a field “{fact.place}”"


def test_a_fact_that_says_no_more_is_called_by_its_name() -> None:
    assert Fact("deal_score", Kind.NUMBER, "A score.").called == "deal score"
    assert Fact("deal_score", Kind.NUMBER, "A score.", label="score").called == "score"


@pytest.mark.parametrize("facts", [DEAL_FACTS.values(), PRODUCT_FACTS.values()], ids=["deal", "product"])
def test_two_facts_have_neither_a_name_in_texts_nor_a_place_in_common(facts: list[Fact]) -> None:
    for names in ((fact.template for fact in facts), (fact.place for fact in facts)):
        assert [name for name, count in Counter(names).items() if name and count > 1] == []


@pytest.mark.parametrize("fact", DEAL_FACTS.values(), ids=lambda fact: fact.name)
def test_only_a_field_of_the_opportunity_has_a_history(fact: Fact) -> None:
    assert not (fact.figure and fact.tracked)
    assert not (fact.figure or fact.tracked) or (not fact.beside and fact.path and not fact.computed)
