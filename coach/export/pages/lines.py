"""Rows of the log as lines: CSV for spreadsheets, JSON for programs. Works batch by batch and keeps nothing."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from coach.export.batches import COLUMNS, NAMES, RowBatch
from coach.export.pages.formula import inert
from coach.log.columns import ColumnKind

BOM = "\ufeff"
"""Without it, Excel does not read the file as UTF-8."""
_LIST_SEPARATOR = "; "


def csv_lines(batches: Iterator[RowBatch], bom: bool = False) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, with a header line. Text that could begin a formula gets an apostrophe in front."""
    yield ((BOM if bom else "") + _csv([NAMES])).encode()
    for batch in batches:
        cells = [cells_of(values) for cells_of, values in zip(_CELLS_OF, batch.columns, strict=True)]
        yield _csv(zip(*cells, strict=True)).encode("utf-8", "replace")


def json_lines(batches: Iterator[RowBatch]) -> Iterator[bytes]:
    """One JSON object per line, in UTF-8; values unchanged."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for batch in batches:
        lines = [encode(row) for row in objects(batch)]
        yield ("\n".join(lines) + "\n").encode("utf-8", "replace")


def objects(batch: RowBatch) -> Iterator[dict[str, Any]]:
    """The rows as mappings by column name."""
    for row in zip(*batch.columns, strict=True):
        yield dict(zip(NAMES, row, strict=True))


def _csv(rows: Any) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _texts(values: Sequence[str | None]) -> list[str | None]:
    return [inert(value) if value else value for value in values]


def _lists(values: Sequence[Sequence[str] | None]) -> list[str]:
    return [inert(_LIST_SEPARATOR.join(value)) if value else "" for value in values]


def _as_is(values: Sequence[Any]) -> Sequence[Any]:
    """For our own numbers and times: a minus before a number is no formula."""
    return values


_CELLS: Mapping[ColumnKind, Callable[[Sequence[Any]], Sequence[Any]]] = {
    ColumnKind.TEXT: _texts,
    ColumnKind.TEXTS: _lists,
}
_CELLS_OF = tuple(_CELLS.get(each.kind, _as_is) for each in COLUMNS)
