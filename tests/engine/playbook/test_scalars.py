"""Plain words mean what YAML 1.2 says, and nothing more."""

from datetime import date
from decimal import Decimal

import pytest

from coach.engine.playbook.nodes import ScalarNode
from coach.engine.playbook.scalars import as_boolean, as_date, as_number, as_text, is_null


def plain(text: str) -> ScalarNode:
    return ScalarNode(text, "", 1, 1)


def quoted(text: str) -> ScalarNode:
    return ScalarNode(text, '"', 1, 1)


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "off", "y", "12:30:00", "1_000", "50,000", "15%", "2027-05-31", "0b1", "1e999", ".inf", "é"],
)
def test_a_plain_word_that_only_looks_special_is_text(text: str) -> None:
    assert as_text(plain(text)) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("010", 10), ("0o17", 15), ("0xFF", 255), ("-2.50", Decimal("-2.50")), ("+.5", Decimal("0.5")), ("1e3", 1000)],
)
def test_a_plain_number_is_exact(text: str, number: Decimal) -> None:
    assert as_number(plain(text)) == number
    assert as_text(plain(text)) is None


def test_a_number_no_person_would_write_stays_text() -> None:
    assert as_number(plain("9" * 31)) is None


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing(text: str) -> None:
    assert is_null(plain(text))
    assert not is_null(quoted(text))


@pytest.mark.parametrize("text", ["true", "1", "null", "2.5"])
def test_what_is_quoted_is_text(text: str) -> None:
    assert as_text(quoted(text)) == text
    assert as_number(quoted(text)) is None
    assert as_boolean(quoted(text)) is None


@pytest.mark.parametrize(("text", "day"), [("2028-02-29", date(2028, 2, 29)), ("2027-02-29", None), ("27-1-1", None)])
def test_a_date_has_to_exist(text: str, day: date | None) -> None:
    assert as_date(plain(text)) == day
