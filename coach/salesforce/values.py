"""Values as the REST API sends them → Python: Decimal, aware UTC, and nothing in between."""

from datetime import UTC, date, datetime
from decimal import Decimal

_NUMBERS = frozenset({"currency", "double", "percent", "int", "long"})


def number(value: object) -> Decimal | None:
    """A number; from eight digits before the point on the org writes ``1.2345678E7``, which reads like any other."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(format(value, "f")) if isinstance(value, Decimal) else Decimal(value)


def moment(value: object) -> datetime | None:
    """A dateTime such as ``2026-05-01T07:25:37.000+0000``."""
    return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None


def day(value: object) -> date | None:
    """A date, or the day (in UTC) of a dateTime."""
    if not isinstance(value, str):
        return None
    return date.fromisoformat(value) if len(value) == len("2026-05-01") else datetime.fromisoformat(value).date()


def text(value: object) -> str | None:
    """Text; empty text is empty."""
    return value if isinstance(value, str) and value else None


def of_type(kind: str, value: object) -> object:
    """A field's value by its type in describe's words: Decimal, date, datetime, bool or str; None where empty."""
    if value is None:
        return None
    if kind in _NUMBERS:
        return number(value)
    match kind:
        case "date":
            return day(value)
        case "datetime":
            return moment(value)
        case "boolean":
            return value is True
        case _:
            return text(value)
