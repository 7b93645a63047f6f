"""Figures from the record, as people read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.matching.words import money, number


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
