"""JSON values → stored values, by field type; other values raise the platform's errors."""

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from localorg.errors import (
    ApiError,
    bad_picklist_value,
    cannot_deserialise,
    invalid_email,
    malformed_id,
    number_too_large,
    too_long,
)
from localorg.ids import to18
from localorg.moments import moment_text
from localorg.schema.types import Field, FieldType, Value

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z")
_TRUTH = {"true": True, "false": False, "1": True, "0": False}


def stored(field: Field, given: Any) -> Value:
    """The stored value for a JSON value; blank text becomes null, as on the platform. Raises ApiError."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    return _READERS[field.type](field, given)


def rounded(number: Decimal, scale: int) -> float:
    """The number rounded half up to ``scale`` decimals."""
    return float(number.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP))


def _refusal(field: Field, given: Any) -> ApiError:
    kind = "date" if field.type is FieldType.DATE else field.type.value
    if isinstance(given, bool):
        return cannot_deserialise(kind, f"VALUE_{str(given).upper()}", str(given).lower())
    if isinstance(given, Mapping):
        return cannot_deserialise(kind, "START_OBJECT", "{")
    if isinstance(given, list):
        return cannot_deserialise(kind, "START_ARRAY", "[")
    if isinstance(given, str):
        return cannot_deserialise(kind, "VALUE_STRING", given)
    number = "VALUE_NUMBER_INT" if isinstance(given, int) else "VALUE_NUMBER_FLOAT"
    return cannot_deserialise(kind, number, str(given))


def _text(field: Field, given: Any) -> str:
    if not isinstance(given, str):
        raise _refusal(field, given)
    text = given if field.type is FieldType.TEXTAREA else given.strip()
    if not _is_whole(text):
        raise _refusal(field, "an incomplete character")
    if len(text) > field.length:
        raise too_long(field.label, given, field.length, field.name)
    return text


def _is_whole(text: str) -> bool:
    """Whether the text has no lone surrogates, which JSON escapes can produce and no database can store."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _email(field: Field, given: Any) -> str:
    text = _text(field, given)
    if not _EMAIL.match(text):
        raise invalid_email(field.label, given, field.name)
    return text


def _choice(field: Field, given: Any) -> str:
    return _one_of(field, _text(field, given), given)


def _one_of(field: Field, text: str, given: Any) -> str:
    known = next((choice.value for choice in field.picklist if choice.value.lower() == text.lower()), None)
    if known is None and field.restricted:
        raise bad_picklist_value(field.label, given, field.name)
    return known or text


def _choices(field: Field, given: Any) -> str:
    chosen = [_one_of(field, one.strip(), one) for one in _text(field, given).split(";") if one.strip()]
    order = {choice.value: place for place, choice in enumerate(field.picklist)}
    # The platform stores the chosen values in the order of the picklist, without duplicates.
    return ";".join(sorted(dict.fromkeys(chosen), key=lambda one: order.get(one, len(order))))


def _flag(field: Field, given: Any) -> bool:
    if isinstance(given, str) and given.lower() in _TRUTH:
        return _TRUTH[given.lower()]
    if not isinstance(given, bool):
        raise _refusal(field, given)
    return given


def _decimal(field: Field, given: Any) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal | str):
        raise _refusal(field, given)
    try:
        number = Decimal(str(given))
    except InvalidOperation as broken:
        raise _refusal(field, given) from broken
    if not number.is_finite():
        raise _refusal(field, given)
    return number


def _integer(field: Field, given: Any) -> int:
    number = _decimal(field, given)
    if number != number.to_integral_value():
        raise _refusal(field, given)
    if abs(number) >= 10**field.precision:
        raise number_too_large(field.label, field.name)
    return int(number)


def _number(field: Field, given: Any) -> float:
    number = _decimal(field, given)
    if abs(number) >= Decimal(10) ** (field.precision - field.scale):
        raise number_too_large(field.label, field.name)
    return rounded(number, field.scale)


def _day(field: Field, given: Any) -> str:
    if isinstance(given, date):
        return given.isoformat()[:10]
    if not isinstance(given, str):
        raise _refusal(field, given)
    try:
        return date.fromisoformat(given[:10]).isoformat()
    except ValueError as broken:
        raise _refusal(field, given) from broken


def _time(field: Field, given: Any) -> str:
    if not isinstance(given, str):
        raise _refusal(field, given)
    try:
        moment = time.fromisoformat(given)
    except ValueError as broken:
        raise _refusal(field, given) from broken
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _moment(field: Field, given: Any) -> str:
    if isinstance(given, datetime):
        return moment_text(given)
    if not isinstance(given, str):
        raise _refusal(field, given)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as broken:
        raise _refusal(field, given) from broken
    return moment_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _identifier(field: Field, given: Any) -> str:
    if not isinstance(given, str):
        raise _refusal(field, given)
    try:
        return to18(given)
    except ValueError as broken:
        raise malformed_id(field.label, given, field.name) from broken


def _bytes(field: Field, given: Any) -> str:
    if not isinstance(given, str):
        raise _refusal(field, given)
    try:
        base64.b64decode(given, validate=True)
    except ValueError as broken:
        raise _refusal(field, given) from broken
    return given


_READERS: Mapping[FieldType, Callable[[Field, Any], Value]] = {
    FieldType.ID: _identifier,
    FieldType.REFERENCE: _identifier,
    FieldType.STRING: _text,
    FieldType.TEXTAREA: _text,
    FieldType.PHONE: _text,
    FieldType.URL: _text,
    FieldType.EMAIL: _email,
    FieldType.PICKLIST: _choice,
    FieldType.MULTIPICKLIST: _choices,
    FieldType.BOOLEAN: _flag,
    FieldType.INT: _integer,
    FieldType.DOUBLE: _number,
    FieldType.CURRENCY: _number,
    FieldType.PERCENT: _number,
    FieldType.DATE: _day,
    FieldType.DATETIME: _moment,
    FieldType.BASE64: _bytes,
    FieldType.ENCRYPTED: _text,
    FieldType.TIME: _time,
}
