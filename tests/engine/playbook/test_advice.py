"""What people write, and what they would write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.playbook import advice


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("80,000", "80000"),
        ("80_000", "80000"),
        ("50 000", "50000"),
        ("50\u202f000", "50000"),
        ("50'000", "50000"),
        ("1,234,567.50", "1234567.50"),
        ("80k", "80000"),
        ("2M", "2000000"),
        ("$50000", "50000"),
        ("50000 USD", "50000"),
        ("EUR 50000", "50000"),
        ("20%", "20"),
        ("20 %", "20"),
        ("14 days", "14"),
        ("-3", "-3"),
        ("1.5m", ""),
        ("12,5", ""),
        ("50.000,00", ""),
        ("1,2", ""),
        ("8,0000", ""),
        ("about 5", ""),
        ("", ""),
    ],
)
def test_a_number_in_local_style_is_written_in_digits_unless_it_could_be_another(written: str, number: str) -> None:
    assert advice.number(written) == number


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31.12.2027", "2027-12-31"),
        ("12/31/2027", "2027-12-31"),
        ("31-12-2027", "2027-12-31"),
        ("2027/12/31", "2027-12-31"),
        ("2027-2-3", "2027-02-03"),
        ("04.04.2027", "2027-04-04"),
        ("3/4/2027", ""),
        ("31-12-27", ""),
        ("32.1.2027", ""),
        ("next week", ""),
    ],
)
def test_a_date_in_local_style_is_turned_round_unless_day_and_month_could_be_either(written: str, day: str) -> None:
    assert advice.day(written) == day


@pytest.mark.parametrize(("written", "minutes"), [("2:30", "2.5"), ("1:20", "1.33"), ("3 min", "3"), ("2:75", "")])
def test_minutes_on_a_clock_are_a_number(written: str, minutes: str) -> None:
    assert advice.minutes(written) == minutes


def test_a_heading_becomes_a_name() -> None:
    assert advice.slug("Write the Trigger: now!") == "write-the-trigger-now"
    assert len(advice.slug("word " * 50)) <= 80


@given(st.text(max_size=200))
def test_whatever_was_written_is_answered_with_a_spelling_or_nothing(text: str) -> None:
    for answer in (advice.number(text), advice.minutes(text), advice.day(text), advice.slug(text)):
        assert answer == "" or answer.isascii()
