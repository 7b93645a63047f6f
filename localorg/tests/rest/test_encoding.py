"""Numbers as the platform writes them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localorg.rest.encoding import to_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345678.0, "1.2345678E7"),
        (10_000_000.0, "1.0E7"),
        (9_999_999.99, "9999999.99"),
        (-25_000_000.5, "-2.50000005E7"),
        (15000.0, "15000.0"),
        (12_345_678, "12345678"),
    ],
)
def test_large_decimals_are_written_with_an_exponent(value: float, text: str) -> None:
    assert to_json({"Amount": value}) == f'{{"Amount":{text}}}'


def test_text_that_looks_like_a_marked_number_stays_text() -> None:
    assert json.loads(to_json({"a": ["\x1f1E7", 5e8]})) == {"a": ["\x1f1E7", 5e8]}


@given(st.floats(min_value=1e7, allow_infinity=False))
def test_a_number_reads_back_as_it_was(value: float) -> None:
    assert json.loads(to_json([value, {"x": value}])) == [value, {"x": value}]
