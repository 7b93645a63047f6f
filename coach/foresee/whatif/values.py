"""Text from a form or a command line → a fact's value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from coach.engine.model.fields import RecordId, as_id, as_time, selection
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.problems import quote
from coach.errors import Rejected

_LONGEST = 500
_WANTED: Mapping[Kind, str] = {
    Kind.NUMBER: "a number, such as 620000 or 12.5",
    Kind.MONEY: "a number, such as 620000 or 12.5",
    Kind.DATE: "a date, such as 2027-03-31",
    Kind.BOOLEAN: "yes or no",
    Kind.TIME: "a time, such as 09:30",
    Kind.ID: "a record's id",
}
_WORDS = {"yes": True, "true": True, "no": False, "false": False}


def read_value(name: str, kind: Kind, text: str) -> object:
    """Parse ``text`` as a value of the fact ``name``; None if it is empty. Raises Rejected."""
    text = text.strip()
    if not text:
        return None
    try:
        return _read(kind, text[:_LONGEST])
    except (ValueError, InvalidOperation):
        raise Rejected(f"{name} takes {_WANTED.get(kind, 'text')}, and not {quote(text)}.") from None


def _read(kind: Kind, text: str) -> object:
    match kind:
        case Kind.NUMBER | Kind.MONEY:
            return _number(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.BOOLEAN if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        case Kind.SELECTION:
            return selection(text)
        case Kind.TIME if (found := as_time(text)) is not None:
            return found
        case Kind.ID if (id18 := as_id(text)) is not None:
            return RecordId(id18)
        case Kind.TEXT | Kind.STAGE:
            return text
    raise ValueError


def _number(text: str) -> Decimal:
    """A number with or without thousands separators."""
    found = Decimal(text.replace(",", "").replace(" ", ""))
    if not found.is_finite() or abs(found) >= Decimal(10) ** 18:
        raise ValueError
    return found


def written(value: object) -> str:
    """A value as text that parses to the same value."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value.normalize():f}"
        case tuple():
            return ";".join(str(each) for each in value)
        case date():
            return value.isoformat()[: len("2027-03-31")]
    return str(value)
