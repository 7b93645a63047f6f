"""Values of an org's own fields that are more than text, number, date or boolean."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from coach.ids import to18


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be read. ``reason`` continues “cannot be told: …”. ``filled``: there is a value, however."""

    reason: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class RecordId:
    """The value of a lookup: another record's id, with 18 characters."""

    id: str

    def is_called(self, text: str) -> bool:
        """Whether ``text`` is the same id, with 15 or 18 characters."""
        return as_id(text) == self.id

    def __str__(self) -> str:
        """The id, as texts and explanations print it."""
        return self.id


_LARGEST_POWER = 400
"""A power of ten; the largest double is 1.8e308, and the smallest positive one 5e-324."""

Selection = tuple[str, ...]
"""The values chosen in a multi-select picklist, by API name, in the org's order."""

FieldValue = str | bool | Decimal | date | time | Selection | RecordId | Unknown | None
"""A date may be a datetime, which is a subclass."""


def selection(text: str) -> Selection:
    """The values in ``Cloud Security;Analytics``. Neither API names nor labels of a picklist may contain a
    semicolon.
    """
    return tuple(value for each in text.split(";") if (value := each.strip()))


def as_id(text: str) -> str | None:
    """An id with 18 characters; None if the text is no id."""
    try:
        return to18(text.strip())
    except ValueError:
        return None


def as_number(value: Decimal) -> Decimal | None:
    """The number with all its digits; None if no field can hold it: not finite, or outside a double's range.

    An org writes ``1.2345678E7`` for 12345678, and 1e999999999 written out would take a gigabyte.
    """
    if not value.is_finite() or not -_LARGEST_POWER <= value.adjusted() <= _LARGEST_POWER:
        return None
    return Decimal(format(value, "f"))


def as_time(text: str) -> time | None:
    """A time of day such as 09:30 or, as the org writes it, 09:30:00.000Z; None for any other text."""
    bare = text.strip().removesuffix("Z")
    if len(bare) < len("09:30") or bare[2] != ":":
        return None
    try:
        found = time.fromisoformat(bare)
    except ValueError:
        return None
    return found if found.tzinfo is None else None
