"""When two values are equal: texts ignoring case and the encoding of accents, selections ignoring order, ids by
number.
"""

import unicodedata
from collections.abc import Sequence

from coach.engine.model.fields import RecordId, as_time, selection


def fold(text: str) -> str:
    """A text normalised for comparison: ignoring case, surrounding spaces, and different encodings of an accent."""
    return text.strip().casefold() if text.isascii() else unicodedata.normalize("NFC", text).strip().casefold()


def chosen(values: Sequence[str]) -> frozenset[str]:
    """A selection normalised for comparison: order is ignored."""
    return frozenset(fold(value) for value in values)


def same(value: object, written: object) -> bool:
    """Whether a value equals what the author wrote; how they are compared depends on the value's type."""
    match value:
        case str():
            return isinstance(written, str) and fold(value) == fold(written)
        case tuple():
            return chosen(value) == chosen(selection(str(written)))
        case RecordId():
            return value.is_called(str(written))
    return value == (as_time(written) if isinstance(written, str) else written)


def is_among(value: object, values: tuple[object, ...]) -> bool:
    """Whether the value equals one of those that the author wrote."""
    return any(same(value, written) for written in values)
