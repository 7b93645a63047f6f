"""When two values are the same: texts without case and accents' encodings, selections without order, ids by number."""

import unicodedata
from collections.abc import Sequence

from coach.engine.model.fields import RecordId, as_time, selection


def fold(text: str) -> str:
    """The form in which texts are compared: without upper case, spaces around, and ways to encode an accent."""
    return text.strip().casefold() if text.isascii() else unicodedata.normalize("NFC", text).strip().casefold()


def chosen(values: Sequence[str]) -> frozenset[str]:
    """The values of a selection in the form in which they are compared: their order says nothing."""
    return frozenset(fold(value) for value in values)


def same(value: object, written: object) -> bool:
    """Whether a value is what the author wrote, by the sort of value that it is."""
    match value:
        case str():
            return isinstance(written, str) and fold(value) == fold(written)
        case tuple():
            return chosen(value) == chosen(selection(str(written)))
        case RecordId():
            return value.is_called(str(written))
    return value == (as_time(written) if isinstance(written, str) else written)


def is_among(value: object, values: tuple[object, ...]) -> bool:
    """Whether it is one of those that the author wrote."""
    return any(same(value, written) for written in values)
