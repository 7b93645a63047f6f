"""Deals → rows."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, Any

from coach.engine.model import Deal, Unknown
from coach.foresee.files import deal_document
from coach.foresee.table.columns import COLUMNS, LOST, UNREADABLE, safe


def write_table(file: IO[str], deals: Iterable[Deal]) -> int:
    """Write deals as rows; returns their number.

    A fact that is unknown for the first deal gets no column, unless it is on another record, which may be hidden for
    one deal and visible for the next. The first deal's further fields get a column each.
    """
    each = iter(deals)
    first = next(each, None)
    if first is None:
        return 0
    columns = [name for name in COLUMNS if _has_a_column(name, first)]
    columns += [f"fields.{name}" for name in sorted(first.fields) if _has_a_column(name, first)]
    writer = csv.writer(file)
    writer.writerow([column.removeprefix("fields.") for column in columns])
    return sum(writer.writerow(_row(deal, columns)) > 0 for deal in chain([first], each))


def _has_a_column(name: str, first: Deal) -> bool:
    return "." in name or LOST.get(name, name) not in first.unreadable


def _row(deal: Deal, columns: Iterable[str]) -> Iterator[str]:
    untold = (name for name, value in deal.fields.items() if isinstance(value, Unknown))
    cells = dict(_flat(deal_document(deal))) | {UNREADABLE: ";".join(sorted(deal.unreadable.union(untold)))}
    return (_cell(cells.get(column)) for column in columns)


def _flat(document: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        match value:
            case {"text": str(text)} | {"reference": str(text)} | {"time": str(text)}:
                yield prefix + key, text
            case list() if all(isinstance(each, str) for each in value):
                yield prefix + key, ";".join(value)
            case {"unknown": _} | {"masked": _}:
                yield prefix + key, None
            case Mapping():
                yield from _flat(value, f"{prefix}{key}.")
            case _:
                yield prefix + key, value


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return safe(value) if isinstance(value, str) else str(value)
