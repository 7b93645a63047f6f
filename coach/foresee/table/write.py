"""Deals → rows."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, Any

from coach.engine.model import Deal
from coach.foresee.files import deal_document
from coach.foresee.table.columns import COLUMNS, safe


def write_table(file: IO[str], deals: Iterable[Deal]) -> int:
    """Write deals as rows; how many there were.

    What the first of them does not know has no column, and its further fields have one each.
    """
    each = iter(deals)
    first = next(each, None)
    if first is None:
        return 0
    columns = [*(name for name in COLUMNS if name not in first.unreadable)]
    columns += [f"fields.{name}" for name in sorted(first.fields) if name not in first.unreadable]
    writer = csv.writer(file)
    writer.writerow([column.removeprefix("fields.") for column in columns])
    return sum(writer.writerow(_row(deal, columns)) > 0 for deal in chain([first], each))


def _row(deal: Deal, columns: Iterable[str]) -> Iterator[str]:
    cells = dict(_flat(deal_document(deal)))
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
