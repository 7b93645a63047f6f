import pytest

from localorg.pages import words


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (12500, "USD", "$12,500.00"),
        (12345678.9, None, "$12,345,678.90"),
        (-3, "EUR", "-€3.00"),
        (1000, "JPY", "¥1,000"),
        (1000, "CHF", "CHF 1,000.00"),
        (0, "USD", "$0.00"),
        (None, "USD", ""),
    ],
)
def test_money(amount: object, currency: object, shown: str) -> None:
    assert words.money(amount, currency) == shown


@pytest.mark.parametrize(("value", "shown"), [(1250.0, "1,250"), (2.5, "2.5"), (10, "10"), (0, "0"), (None, "")])
def test_numbers_have_as_many_decimals_as_they_need(value: object, shown: str) -> None:
    assert words.number(value) == shown


def test_per_cent_of_nothing_is_nothing() -> None:
    assert (words.percent(12.5), words.percent(None)) == ("12.5%", "")


def test_dates_and_moments() -> None:
    assert words.day("2026-12-31") == "Dec 31, 2026"
    assert words.moment("2026-05-01T00:05:37.000+0000") == "May 1, 2026, 12:05 AM UTC"
    assert words.moment("2026-05-01T15:40:37.000+0000") == "May 1, 2026, 3:40 PM UTC"
    assert (words.day(None), words.moment(None)) == ("", "")
