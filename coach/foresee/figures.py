"""Summary statistics: the median, and a high percentile."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from statistics import median as middle

FEW = 95
"""The percentile used as high figure."""


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value, or the mean of the middle two; 0 if there are none."""
    return middle(values) if values else Decimal(0)


def high(values: Sequence[Decimal]) -> Decimal:
    """The 95th percentile by nearest rank: one of the values, exceeded by at most one in twenty; 0 if there are
    none.
    """
    return sorted(values)[ceil(len(values) * FEW / 100) - 1] if values else Decimal(0)
