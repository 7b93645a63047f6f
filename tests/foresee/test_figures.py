"""Medians and percentiles."""

from decimal import Decimal

from coach.foresee.figures import high, median


def test_nothing_comes_to_nought() -> None:
    assert median([]) == 0
    assert high([]) == 0


def test_the_median_is_the_middle_or_half_way_between_the_two() -> None:
    assert median([Decimal(3), Decimal(1), Decimal(2)]) == 2
    assert median([Decimal(1), Decimal(2)]) == Decimal("1.5")


def test_at_most_one_in_twenty_exceeds_the_high_figure() -> None:
    assert high([Decimal(number) for number in range(1, 101)]) == 95
    assert high([Decimal(number) for number in range(1, 20)]) == 19
