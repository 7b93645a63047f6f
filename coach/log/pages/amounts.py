"""Parses amounts as people write them: in English or continental notation, with thousands separators, or
abbreviated.
"""

import re
from decimal import Decimal

NOT_AN_AMOUNT = "Not an amount: write it as 50000, 1,000,000 or 1234.50."
TWO_WAYS = "“{}” can be read in two ways: write {} for thousands, or {} for units."
WITHOUT_CURRENCY = "Write the number alone: the currency has a field of its own."

_SPACES = re.compile(r"[\s'’_]")
_SHORT = re.compile(r"(.*\d)(k|m|mio|bn)", re.IGNORECASE)
_TIMES = {"k": 1_000, "m": 1_000_000, "mio": 1_000_000, "bn": 1_000_000_000}
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_GROUPED = {mark: re.compile(rf"-?[1-9][0-9]{{0,2}}(?:\{mark}[0-9]{{3}}){{1,4}}") for mark in ",."}
_CURRENCY = re.compile(r"[A-Za-z]{3}|[^\w\s.,'’-]")


def amount(text: str) -> Decimal:
    """The number. A comma before three digits is a thousands separator, as on the pages. Raises ValueError with a
    sentence if the amount is ambiguous.
    """
    digits, times = _SPACES.sub("", text), 1
    if short := _SHORT.fullmatch(digits):
        digits, times = short[1], _TIMES[short[2].lower()]
    written = _one_point(digits)
    if not _PLAIN.fullmatch(written):
        named = _CURRENCY.sub("", digits)
        raise ValueError(WITHOUT_CURRENCY if named != digits and _PLAIN.fullmatch(_one_point(named)) else NOT_AN_AMOUNT)
    return Decimal(written) * times


def _one_point(digits: str) -> str:
    """The number with a decimal point and without thousands separators."""
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits
    whole, mark, rest = digits[:last], digits[last], digits[last + 1 :]
    other = "." if mark == "," else ","
    if _GROUPED[mark].fullmatch(digits):
        if mark == "." and digits.count(".") == 1:
            raise ValueError(TWO_WAYS.format(digits, digits.replace(".", ""), f"{Decimal(digits).normalize():f}"))
        return digits.replace(mark, "")
    if other in whole and not _GROUPED[other].fullmatch(whole):
        return digits
    return f"{whole.replace(other, '')}.{rest}"
