"""Figures from the record, as people read them."""

from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.matching.facts import View
from coach.engine.matching.words import amounts, money, number
from coach.engine.model import Deal
from coach.engine.playbook.conditions import Condition, Kind
from coach.engine.playbook.facts import DEAL_FACTS, PRODUCT_FACTS, Fact
from tests.engine.matching.examples import DEAL, NOW

MONEY_OF_DEAL = [fact for fact in DEAL_FACTS.values() if fact.kind is Kind.MONEY]
MONEY_OF_ITEM = [fact for fact in PRODUCT_FACTS.values() if fact.kind is Kind.MONEY]
OWN, ASKED = (Decimal(7), "USD"), (Decimal(6), "EUR")


def in_another_currency(fact: Fact) -> Condition:
    return Condition(fact.name, "above", (Decimal(1),), Kind.MONEY, "EUR")


def dollars(**changes: Any) -> Deal:
    return replace(DEAL, currency="USD", **changes)


@pytest.mark.parametrize("fact", MONEY_OF_DEAL, ids=lambda fact: fact.name)
def test_money_of_the_deal_is_told_as_the_record_has_it_too(fact: Fact) -> None:
    view = View(dollars(**{fact.place: Decimal(7)}), NOW, UTC)

    assert amounts(in_another_currency(fact), Decimal(6), view) == (OWN, ASKED)


@pytest.mark.parametrize("fact", MONEY_OF_ITEM, ids=lambda fact: fact.name)
def test_money_of_a_line_item_is_told_as_the_record_has_it_too(fact: Fact) -> None:
    seven: dict[str, Any] = {fact.place: Decimal(7)}
    view = View(dollars(), NOW, UTC, replace(DEAL.products[0], **seven))

    assert amounts(in_another_currency(fact), Decimal(6), view) == (OWN, ASKED)


@pytest.mark.parametrize(
    ("value", "as_number", "as_money"),
    [
        ("62000", "62,000", "62,000 USD"),
        ("12.50", "12.5", "12.50 USD"),
        ("-3", "-3", "-3 USD"),
        ("1E+3", "1,000", "1,000 USD"),
        ("0E-9", "0", "0 USD"),
        ("123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890", None),
        ("1E+999999", "1e+999999", "1e+999999 USD"),
        ("-1.2345E+400", "-1.23e+400", "-1.23e+400 USD"),
        ("1E-999999", "1e-999999", "1e-999999 USD"),
        ("0E+999999", "0", "0 USD"),
        ("NaN", "no number", "no number USD"),
        ("sNaN", "no number", "no number USD"),
        ("-Infinity", "no number", "no number USD"),
    ],
)
def test_figures_are_written_for_people_and_never_as_a_wall_of_digits(
    value: str, as_number: str, as_money: str | None
) -> None:
    assert number(Decimal(value)) == as_number
    assert money(Decimal(value), "USD") == (as_money or f"{as_number} USD")


@given(st.decimals(), st.integers(-999_999, 999_999))
def test_no_figure_is_long_whatever_stands_on_the_record(value: Decimal, power: int) -> None:
    sign, digits, _ = value.as_tuple()
    shifted = Decimal((sign, digits, power)) if value.is_finite() else value

    for each in (value, shifted):
        assert len(number(each)) <= 90
        assert len(money(each, "USD")) <= 90
