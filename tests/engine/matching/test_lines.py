"""Which line item a playbook speaks of."""

from datetime import UTC
from decimal import Decimal

import pytest

from coach.engine.matching import compile_rules
from coach.engine.matching.facts import View
from coach.engine.matching.lines import spoken_of
from coach.engine.model import LineItem
from coach.engine.playbook import load_texts
from tests.engine.matching.examples import NOW, deal, playbook


def line(name: str, family: str | None, discount: int | None, total: int | None) -> LineItem:
    percent, worth = (None if number is None else Decimal(number) for number in (discount, total))
    return LineItem(name, None, family, None, None, None, percent, worth)


BENCH = line("Bench", "Capital Equipment", 30, 500)
SCANNER = line("Scanner", "Capital Equipment", 20, 600_000)
TRAINING = line("Training", "Services", 60, 900_000)
BLANK = line("Blank", None, None, None)
LINES = (BLANK, BENCH, SCANNER, TRAINING)


@pytest.mark.parametrize(
    ("when", "name"),
    [
        ("{stage: {empty: false}}", "Training"),
        ("{product: {family: {is: Capital Equipment}}}", "Scanner"),
        ("{product: {family: {is: Capital Equipment}, discount: {above: 25}}}", "Bench"),
        ("{product: {discount: {above: 99}}}", "Training"),
        ("{not: {product: {family: {is: Capital Equipment}}}}", "Training"),
        ("{every_product: {discount: {above: 5}}}", "Training"),
        ("{all: [{product: {name: {is: Bench}}}, {product: {name: {is: Scanner}}}]}", "Bench"),
        ("{any: [{product: {name: {is: None}}}, {product: {name: {is: Scanner}}}]}", "Scanner"),
        ("{any: [{product: {name: {is: Bench}}, won: true}, {product: {name: {is: Scanner}}}]}", "Scanner"),
        ("{product: {family: {empty: true}}}", "Blank"),
    ],
)
def test_it_is_the_one_that_was_asked_for_and_of_several_the_one_worth_most(when: str, name: str) -> None:
    book = load_texts({"x": playbook(when)}).playbooks["x"]
    found = spoken_of(book.when, View(deal(products=LINES), NOW, UTC))
    assert found
    assert found.name == name


def test_a_deal_without_products_has_none() -> None:
    book = load_texts({"x": playbook("{product: {discount: {above: 5}}}")}).playbooks["x"]

    assert spoken_of(book.when, View(deal(products=()), NOW, UTC)) is None


def test_where_the_org_hides_products_nothing_is_asked_of_them() -> None:
    book = load_texts({"x": playbook("{product: {discount: {above: 5}}}")}).playbooks["x"]
    hidden = deal(products=(), unreadable=frozenset({"product"}))

    assert spoken_of(book.when, View(hidden, NOW, UTC)) is None


def test_the_explanation_names_the_same_line() -> None:
    rules = compile_rules(load_texts({"x": playbook("{product: {family: {is: Capital Equipment}}}")}))

    trace = rules.explain("x", deal(products=LINES), NOW)

    assert next(part.found for part in trace.parts if part.condition == "product") == "Scanner"
