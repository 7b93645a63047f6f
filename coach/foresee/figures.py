"""What many numbers come to: the middle one, and the one that only a few exceed."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from statistics import median as middle

FEW = 95
"""Percent of the numbers that the high figure is not exceeded by."""


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value, or half-way between the two; 0 where there are none."""
    return middle(values) if values else Decimal(0)


def high(values: Sequence[Decimal]) -> Decimal:
    """The 95th percentile by nearest rank: one of the values, which at most one in twenty exceeds; 0 for none."""
    return sorted(values)[ceil(len(values) * FEW / 100) - 1] if values else Decimal(0)
