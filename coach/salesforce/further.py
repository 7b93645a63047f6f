"""What a row of the org holds at the requested paths: values, labels, and what is hidden from us. Pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from coach.engine.inventory import FieldPath
from coach.engine.model import FieldValue, Unknown
from coach.engine.playbook.fieldtypes import type_of
from coach.salesforce.facts import Reads, currency_of

Row = Mapping[str, Any]


def at(row: Row | None, path: str) -> Any:
    """The value at the end of a path such as ``Owner.Manager.Name``; None if the path ends before."""
    value: Any = row
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def kept_from_us(row: Row, place: FieldPath) -> bool:
    """Whether the row leads to another record that is hidden from our user, or shown without its name.

    Describe shows fields, not records: with *Profile Filtering*, without *View Roles and Role Hierarchy*, or if nobody
    shared an account, the record on the way is null although its id is there.
    """
    for way in place.ways:
        if not at(row, way.id):
            return way.required
        if at(row, way.record) is None:
            return True
    return bool(place.ways) and place.field.required and at(row, place.path) is None


def values(row: Row, asked: Reads, currency: str | None, rates: Mapping[str, Decimal]) -> dict[str, FieldValue]:
    """The further fields, by the name under which they were requested. ``currency`` is the deal's.

    Amounts of other records are converted to it.
    """
    found: dict[str, FieldValue] = dict(asked.untold)
    for name, place in asked.further.items():
        value = _value(row, place)
        own = currency_of(place)
        if own and isinstance(value, Decimal):
            value = _in_currency(value, at(row, own), currency, rates)
        found[name] = value
    return found


def _value(row: Row, place: FieldPath) -> FieldValue:
    found = at(row, place.path)
    return None if found is None else type_of(place.field.type, place.field.html).read(found)


def _in_currency(value: Decimal, own: object, wanted: str | None, rates: Mapping[str, Decimal]) -> FieldValue:
    """An amount of another record in the deal's currency."""
    if not isinstance(own, str) or own == wanted:
        return value
    if wanted is None:
        return Unknown("the deal's currency is not known", filled=True)
    if not rates.get(own) or not rates.get(wanted):
        missing = own if rates.get(wanted) else wanted
        return Unknown(f"your org has no exchange rate for {missing}", filled=True)
    return value * rates[wanted] / rates[own]


def labels(row: Row, asked: Reads, before: str = "") -> Iterator[tuple[str, str, str]]:
    """(fact or field name, API name, label) for values that people see by another name.

    ``before`` is a prefix of facts.
    """
    named = [(before + fact, place) for fact, place in asked.facts.items()]
    for name, place in (*named, *asked.further.items()):
        value = _value(row, place) if place.field.labels else None
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str) and each in place.field.labels:
                yield name, each, place.field.labels[each]
