"""The field types that an org's describe names: the kind of value of each, and its format in the API.

Source: Object Reference, “Field Types” and “Primitive Data Types”; SOAP API Developer Guide, “describeSObjects”, Field.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from html.parser import HTMLParser

from coach.engine.model.fields import FieldValue, RecordId, Unknown, as_id, as_number, as_time, selection
from coach.engine.playbook.conditions import Kind


@dataclass(frozen=True, slots=True)
class FieldType:
    """``kind`` is that of the field's values; None if no condition makes sense. Then ``refusal`` says why, and the
    alternative.

    ``words`` names the type for people. ``coded``: its values are API names, and people see their labels.
    """

    kind: Kind | None
    words: str
    read: Callable[[object], FieldValue]
    coded: bool = False
    refusal: str = ""


def number(value: object) -> Decimal | None:
    """A number. An org writes numbers from eight digits before the point on as ``1.2345678E7``, which parses as usual.

    Raises ValueError for a number that no field can hold.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if (found := as_number(Decimal(value))) is None:
        raise ValueError("no field can hold this number")
    return found


def moment(value: object) -> datetime | None:
    """A dateTime such as ``2026-05-01T07:25:37.000+0000``."""
    return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None


def day(value: object) -> date | None:
    """A date, or the day (in UTC) of a dateTime."""
    if not isinstance(value, str):
        return None
    return date.fromisoformat(value) if len(value) == len("2026-05-01") else datetime.fromisoformat(value).date()


def text(value: object) -> str | None:
    """Text; None if it is empty."""
    return value if isinstance(value, str) and value else None


def plain(value: object) -> str | None:
    """Rich text without its tags; each block is set off by a space."""
    if not isinstance(value, str):
        return None
    reader = _Plain()
    reader.feed(value)
    reader.close()
    return re.sub(r"\s+", " ", "".join(reader.parts)).strip() or None


class _Plain(HTMLParser):
    """Collects the text between tags."""

    _WITHIN_A_LINE = frozenset(
        {"a", "b", "code", "em", "font", "i", "s", "span", "strike", "strong", "sub", "sup", "u"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # as HTMLParser calls it
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def _break(self, tag: str) -> None:
        if tag not in self._WITHIN_A_LINE:
            self.parts.append(" ")


def _flag(value: object) -> bool | None:
    return None if value is None else value is True


def _time(value: object) -> time | None:
    return as_time(value) if isinstance(value, str) else None


def _selection(value: object) -> FieldValue:
    return (selection(value) or None) if isinstance(value, str) else None


def _id(value: object) -> FieldValue:
    found = as_id(value) if isinstance(value, str) else None
    return RecordId(found) if found else None


def _not_at_all(value: object) -> None:  # noqa: ARG001  # a reader as the others are
    return None


_MASKED = Unknown("the field is encrypted, and shown to Coach as asterisks", filled=True)
_ADDRESS = "an address is not compared as a whole: ask for a part of it, such as BillingCity or BillingCountryCode"
_LOCATION = "a geolocation is not compared as a whole: ask for a part of it, such as Place__Latitude__s"
_BYTES = "the field holds a file, and no condition can look into it"
_ANY = "the field holds a value of any type, which no condition can compare"
_ENCRYPTED = "the field is encrypted, and shown to Coach as asterisks; only empty can be asked"


def _refused(words: str, why: str) -> FieldType:
    return FieldType(None, words, _not_at_all, refusal=why)


_TEXT = FieldType(Kind.TEXT, "text", text)
_PICKLIST = FieldType(Kind.TEXT, "a picklist", text, coded=True)
_NUMBER = FieldType(Kind.NUMBER, "a number", number)

FIELD_TYPES: Mapping[str, FieldType] = {
    "string": _TEXT,
    "textarea": _TEXT,
    "phone": _TEXT,
    "email": _TEXT,
    "url": _TEXT,
    "picklist": _PICKLIST,
    "combobox": _PICKLIST,
    "multipicklist": FieldType(Kind.SELECTION, "a multi-select picklist", _selection, coded=True),
    "id": FieldType(Kind.ID, "the id of a record", _id),
    "reference": FieldType(Kind.ID, "a lookup, which holds the id of another record", _id),
    "boolean": FieldType(Kind.BOOLEAN, "true or false", _flag),
    "currency": FieldType(Kind.MONEY, "an amount of money", number),
    "double": _NUMBER,
    "int": _NUMBER,
    "long": _NUMBER,
    "percent": _NUMBER,
    "date": FieldType(Kind.DATE, "a date", day),
    "datetime": FieldType(Kind.DATE, "a date", moment),
    "time": FieldType(Kind.TIME, "a time of day", _time),
    "encryptedstring": FieldType(
        None, "encrypted text", lambda value: None if value in (None, "") else _MASKED, refusal=_ENCRYPTED
    ),
    "address": _refused("an address", _ADDRESS),
    "location": _refused("a geolocation", _LOCATION),
    "base64": _refused("a file", _BYTES),
    "anyType": _refused("of any type", _ANY),
    "complexvalue": _refused("of any type", _ANY),
    "json": _refused("of any type", _ANY),
}
"""By describe's name. A formula has the type of its result."""
RICH_TEXT = FieldType(Kind.TEXT, "rich text", plain)
"""Text that describe calls ``htmlFormatted``: it is compared as people see it, without tags."""


def type_of(name: str, html: bool = False) -> FieldType:
    """The type that describe names; an unknown type is treated as text."""
    found = FIELD_TYPES.get(name, _TEXT)
    return RICH_TEXT if html and found is _TEXT else found


def selectable(name: str) -> bool:
    """Whether a query may select a field of this type: not a compound field, and not a file."""
    found = FIELD_TYPES.get(name, _TEXT)
    return found.kind is not None or name == "encryptedstring"
