"""How figures stand in a text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.languages import figures_in

N, NN = "\u00a0", "\u202f"
MARCH = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("tag", "money", "percent", "day"),
    [
        ("de-DE", f"1.234,50{N}EUR", f"12,5{N}%", "1. März 2027"),
        ("de-CH", f"1’234.50{N}EUR", "12.5%", "1. März 2027"),
        ("fr-FR", f"1{NN}234,50{N}EUR", f"12,5{N}%", "1 mars 2027"),
        ("fr-CA", f"1{N}234,50{N}EUR", f"12,5{N}%", "1 mars 2027"),
        ("es-ES", f"1.234,50{N}EUR", f"12,5{N}%", "1 de marzo de 2027"),
        ("es-MX", f"1,234.50{N}EUR", "12.5%", "1 de marzo de 2027"),
        ("it-IT", f"1.234,50{N}EUR", "12,5%", "1 marzo 2027"),
        ("nl-NL", f"1.234,50{N}EUR", "12,5%", "1 maart 2027"),
        ("pt-BR", f"1.234,50{N}EUR", "12,5%", "1 de março de 2027"),
        ("pt-PT", f"1{N}234,50{N}EUR", "12,5%", "1 de março de 2027"),
        ("en-US", "1,234.50 EUR", "12.5%", "March 1, 2027"),
        ("en-GB", "1,234.50 EUR", "12.5%", "1 March 2027"),
        ("en-DE", "1.234,50 EUR", f"12,5{N}%", "1 March 2027"),
        ("en", "1,234.50 EUR", "12.5%", "1 March 2027"),
        ("ja-JP", f"1,234.50{N}EUR", "12.5%", "2027年3月1日"),
        ("de-US", f"1.234,50{N}EUR", f"12,5{N}%", "1. März 2027"),
    ],
)
def test_figures_are_written_as_the_region_writes_them(tag: str, money: str, percent: str, day: str) -> None:
    figures = figures_in(tag)

    assert figures.money(Decimal("1234.5"), "EUR") == money
    assert figures.percent(Decimal("12.5")) == percent
    assert figures.day(MARCH) == day


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("62000", "USD", "62,000 USD"),
        ("62000.5", "USD", "62,000.50 USD"),
        ("1234.5", "JPY", "1,235 JPY"),
        ("0.125", "KWD", "0.125 KWD"),
        ("-0.5", "USD", "-0.50 USD"),
        ("12.5", "", "12.50"),
        ("1E+400", "USD", "1e+400 USD"),
    ],
)
def test_an_amount_has_its_currencys_decimals_unless_it_is_whole(amount: str, currency: str, written: str) -> None:
    assert figures_in("en").money(Decimal(amount), currency) == written


def test_every_group_of_swiss_digits_is_set_apart() -> None:
    assert figures_in("de-CH").number(Decimal("1234567.25")) == "1’234’567.25"


def test_lists_end_as_the_language_ends_them() -> None:
    assert figures_in("de").all_of(["a", "b", "c"]) == "a, b und c"
    assert figures_in("en-US").all_of(["a", "b", "c"]) == "a, b, and c"
    assert figures_in("fr").any_of(["a", "b"]) == "a ou b"
    assert figures_in("es").all_of(["etapa: x", "importe: y"]) == "etapa: x e importe: y"
    assert figures_in("es").all_of(["a", "hielo"]) == "a y hielo"
    assert figures_in("es").any_of(["siete", "ocho"]) == "siete u ocho"


def test_hebrew_and_arabic_read_from_right_to_left() -> None:
    assert [tag for tag in ("he", "ar", "de", "ja") if figures_in(tag).right_to_left] == ["he", "ar"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15))
def test_no_digit_is_lost_in_any_language(value: Decimal) -> None:
    for tag in ("de", "de-CH", "fr", "hi-IN", "en"):
        digits = "".join(each for each in figures_in(tag).number(value) if each.isdigit())
        assert digits.strip("0") == "".join(each for each in f"{value:f}" if each.isdigit()).strip("0")


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(5, 8, "63%"), (1, 8, "13%"), (0, 8, "0%"), (8, 8, "100%"), (0.285, 1, "29%"), (0, 0, "–"), (1, 3, "33%")],
)
def test_a_share_is_told_to_whole_percent_and_of_nothing_is_a_dash(part: float, whole: float, told: str) -> None:
    assert figures_in("en").share(part, whole) == told


def test_a_share_is_written_as_its_region_does() -> None:
    assert figures_in("de").share(5, 8) == "63\u00a0%"
