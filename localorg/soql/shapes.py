"""Rows → records in REST shape: ``attributes``, nested parents, subquery results, aggregate results."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from localorg.schema.types import COMPOUND, FieldType
from localorg.soql.scope import Term

Row = Sequence[Any]
Show = Callable[[Any], Any]


def as_json(term: Term) -> Show:
    """The function that converts a stored value of the term's type to JSON."""
    if term.type in COMPOUND:
        return lambda value: None if value is None else json.loads(value)
    return bool if term.type is FieldType.BOOLEAN else _same


def as_label(term: Term) -> Show:
    """The function that shows a value for ``toLabel()``: its label, if it is a choice that has one."""
    labels = {choice.value: choice.label for choice in term.field.picklist} if term.field else {}
    if term.type is FieldType.MULTIPICKLIST:
        return lambda value: value and ";".join(labels.get(one, one) for one in str(value).split(";"))
    return lambda value: labels.get(value, value)


def as_text(term: Term) -> Show:
    """The function that shows a value for ``FORMAT()``: as people write it in the locale en_US."""

    def show(value: Any) -> str | None:
        return None if value is None else _FORMATS.get(term.type, _plainly)(value, term)

    return show


@dataclass
class Shape:
    """One level of a record: the index of its Id in the row, and its entries in order.

    ``type_of`` returns the object's name for an id. An entry makes a value from a row and the record's own url.
    """

    type_of: Callable[[str], str]
    id_place: int
    version: str
    entries: dict[str, Callable[[Row, str], Any]] = field(default_factory=dict)
    parents: dict[str, "Shape"] = field(default_factory=dict)

    def show(self, name: str, place: int, how: Show) -> None:
        """Show the value at this index of the row."""
        self.entries[name] = lambda row, _: how(row[place])

    def show_blob(self, name: str, place: int) -> None:
        """Show the url of the bytes: a query never returns the bytes themselves."""
        self.entries[name] = lambda row, url: None if row[place] is None else f"{url}/{name}"

    def show_parent(self, name: str, parent: "Shape") -> None:
        """Show another record inside this one."""
        self.parents[name] = parent
        self.show_made(name, parent.record)

    def show_made(self, name: str, make: Callable[[Row], Any]) -> None:
        """Show a value made from the whole row."""
        self.entries[name] = lambda row, _: make(row)

    def record(self, row: Row) -> dict[str, Any] | None:
        """The record in a row; None if there is none, as for an empty reference."""
        record_id = row[self.id_place]
        if record_id is None:
            return None
        kind = self.type_of(record_id)
        url = f"/services/data/v{self.version}/sobjects/{kind}/{record_id}"
        shown: dict[str, Any] = {"attributes": {"type": kind, "url": url}}
        for name, entry in self.entries.items():
            shown[name] = entry(row, url)
        return shown


def aggregate_record(names: Sequence[str], shows: Sequence[Show], row: Row) -> dict[str, Any]:
    """A row of an aggregate query."""
    values = {name: how(value) for name, how, value in zip(names, shows, row, strict=True)}
    return {"attributes": {"type": "AggregateResult"}, **values}


def _same(value: Any) -> Any:
    return value


def _decimals(value: Any, term: Term) -> str:
    return f"{value:,.{term.field.scale if term.field else 2}f}"


def _whole(value: Any, _: Term) -> str:
    return f"{value:,}"


def _american_day(value: Any, _: Term) -> str:
    year, month, day = str(value).split("-")
    return f"{int(month)}/{int(day)}/{year}"


def _plainly(value: Any, _: Term) -> str:
    return str(value)


_FORMATS: dict[FieldType, Callable[[Any, Term], str]] = {
    FieldType.CURRENCY: _decimals,
    FieldType.DOUBLE: _decimals,
    FieldType.PERCENT: _decimals,
    FieldType.INT: _whole,
    FieldType.DATE: _american_day,
}
