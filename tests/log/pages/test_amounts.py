from decimal import Decimal

import pytest

from coach.log.pages.amounts import NOT_AN_AMOUNT, WITHOUT_CURRENCY, amount


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("50000", "50000"),
        ("1234.50", "1234.50"),
        ("-3", "-3"),
        ("1,000,000", "1000000"),
        ("1.000.000", "1000000"),
        ("1 000 000", "1000000"),
        ("1\u202f000\u00a0000", "1000000"),
        ("1'000'000.50", "1000000.50"),
        ("50,000", "50000"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("12,5", "12.5"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1m", "1000000"),
        ("1.5M", "1500000"),
        ("250k", "250000"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, number: str) -> None:
    assert amount(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1.000", "“1.000” can be read in two ways: write 1000 for thousands, or 1 for units."),
        ("12.345", "“12.345” can be read in two ways: write 12345 for thousands, or 12.345 for units."),
        ("a lot", NOT_AN_AMOUNT),
        ("1,00,000", NOT_AN_AMOUNT),
        ("1e9", NOT_AN_AMOUNT),
        ("NaN", NOT_AN_AMOUNT),
        ("٣", NOT_AN_AMOUNT),
        (",", NOT_AN_AMOUNT),
        ("1,000,000 USD", WITHOUT_CURRENCY),
        ("€1,000", WITHOUT_CURRENCY),
    ],
)
def test_what_could_be_another_number_is_answered_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        amount(text)

    assert str(refused.value) == sentence
