"""How a known value is compared with what the author wrote.

Text is compared without regard to upper and lower case, to spaces around it, and to how accents are encoded.
"""

import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

Compare = Callable[[object, tuple[object, ...]], bool]


def fold(text: str) -> str:
    """The form in which texts are compared."""
    return text.strip().casefold() if text.isascii() else unicodedata.normalize("NFC", text).strip().casefold()


def _comparable(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


def _is(value: object, values: tuple[object, ...]) -> bool:
    return _comparable(value) in [_comparable(each) for each in values]


def _contains(value: object, values: tuple[object, ...]) -> bool:
    return any(fold(str(each)) in fold(str(value)) for each in values)


def _starts_with(value: object, values: tuple[object, ...]) -> bool:
    return any(fold(str(value)).startswith(fold(str(each))) for each in values)


def _ordered(compare: Callable[[Decimal, tuple[Decimal, ...]], bool]) -> Compare:
    """Values of one ordered kind, numbers or dates, as reading has made sure of."""
    return compare  # type: ignore[return-value]  # of one kind, as reading made sure


COMPARE: Mapping[str, Compare] = {
    "is": _is,
    "is_not": lambda value, values: not _is(value, values),
    "contains": _contains,
    "starts_with": _starts_with,
    "entered": _is,
    "to": _is,
    "from": _is,
    "at_least": _ordered(lambda value, values: value >= values[0]),
    "at_most": _ordered(lambda value, values: value <= values[0]),
    "above": _ordered(lambda value, values: value > values[0]),
    "below": _ordered(lambda value, values: value < values[0]),
    "between": _ordered(lambda value, values: values[0] <= value <= values[1]),
    "before": _ordered(lambda value, values: value < values[0]),
    "after": _ordered(lambda value, values: value > values[0]),
    "within_next_days": _ordered(lambda ahead, values: 0 <= ahead <= values[0]),
    "within_last_days": _ordered(lambda ahead, values: -values[0] <= ahead <= 0),
    "more_than_days_ahead": _ordered(lambda ahead, values: ahead > values[0]),
    "more_than_days_ago": _ordered(lambda ahead, values: ahead < -values[0]),
    "empty": lambda filled, values: filled is not values[0],
}
"""By operator: the aspect's value and the author's values. Those of adherence compare two deals, and are not here."""
