import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.salesforce.values import day, moment, number, of_type, text


def sent(body: str) -> object:
    return json.loads(body, parse_float=Decimal)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("15000", "15000"),
        ("50000.00", "50000.00"),
        ("1.2345678E7", "12345678"),
        ("1.5E7", "15000000"),
        ("1.0E-4", "0.00010"),
        ("0", "0"),
        ("-3.5", "-3.5"),
    ],
)
def test_numbers_read_alike_however_they_are_written(body: str, value: str) -> None:
    assert number(sent(body)) == Decimal(value)
    assert "E" not in str(number(sent(body)))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**16), max_value=10**16))
def test_every_amount_survives_scientific_notation(amount: Decimal) -> None:
    assert number(sent(f"{amount:E}")) == amount


@pytest.mark.parametrize("value", [None, True, "7", [], {}])
def test_what_is_no_number_is_empty(value: object) -> None:
    assert number(value) is None


def test_moments_are_aware_and_in_utc() -> None:
    assert moment("2026-05-01T07:25:37.000+0000") == datetime(2026, 5, 1, 7, 25, 37, tzinfo=UTC)
    assert moment("2026-05-01T09:25:37.000+0200") == datetime(2026, 5, 1, 7, 25, 37, tzinfo=UTC)
    assert moment(None) is None


def test_days_come_from_dates_and_from_moments() -> None:
    assert day("2026-05-01") == day("2026-05-01T07:25:37.000+0000") == date(2026, 5, 1)
    assert day(None) is None


def test_empty_text_is_empty() -> None:
    assert text("") is None
    assert text(" x ") == " x "


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("currency", 7, Decimal(7)),
        ("percent", Decimal("12.5"), Decimal("12.5")),
        ("date", "2026-05-01", date(2026, 5, 1)),
        ("datetime", "2026-05-01T00:00:00.000+0000", datetime(2026, 5, 1, tzinfo=UTC)),
        ("boolean", False, False),
        ("picklist", "Hot", "Hot"),
        ("multipicklist", "A;B", ("A", "B")),
        ("string", None, None),
    ],
)
def test_further_fields_read_by_their_type(kind: str, value: object, read: object) -> None:
    assert of_type(kind, value) == read


@pytest.mark.parametrize("value", ["1e999999999", "1e-999999999", "1e401"])
def test_a_number_that_no_field_can_hold_is_refused_before_it_is_written_out(value: str) -> None:
    with pytest.raises(ValueError, match="no field can hold"):
        number(Decimal(value))
