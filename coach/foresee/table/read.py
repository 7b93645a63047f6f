"""Rows → deals."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from coach.engine.model import Deal
from coach.engine.playbook.comparisons import API_NAME
from coach.engine.playbook.conditions import FIELDS, Kind, leaves
from coach.engine.playbook.library import Library
from coach.engine.playbook.problems import did_you_mean, quote
from coach.errors import Rejected
from coach.foresee.files import deal_from
from coach.foresee.table.columns import COLUMNS, FACTS, LOST, NEEDED, PRODUCT, UNREADABLE, unsafe

_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}


def read_table(file: IO[str], source: str, library: Library, zone: tzinfo) -> list[Deal]:
    """The deals of all rows, in time order. Raises Rejected for the first invalid row.

    How a further field is parsed depends on what ``library`` compares it with.
    """
    rows = csv.DictReader(file, strict=True)
    try:
        columns = _checked(rows.fieldnames or (), source)
        kinds = _kinds(library)
        documents = [
            (_document(row, kinds, columns, f"{source}:{rows.line_num}"), f"{source}:{rows.line_num}") for row in rows
        ]
    except csv.Error as error:
        raise Rejected(f"{source}:{rows.line_num}: this is not CSV: {error}.") from None
    return list(_with_history(documents, zone))


def _checked(columns: Iterable[str], source: str) -> frozenset[str]:
    found = tuple(columns)
    for name in NEEDED:
        if name not in found:
            raise Rejected(f"{source}: there is no column {quote(name)}. Needed are: {', '.join(NEEDED)}.")
    for name in found:
        if name not in COLUMNS and not _names_a_field(name):
            raise Rejected(f"{source}: there is no column {quote(name)}.{did_you_mean(name, COLUMNS)}")
    return frozenset(found)


def _names_a_field(column: str) -> bool:
    """Whether a column holds a further field; a lower-case group means a typo in its name."""
    name = column.removeprefix(FIELDS)
    way, _, beyond = name.partition(".")
    return bool(API_NAME.match(name)) and (not beyond or way[0].isupper() or way.endswith("__r"))


def _kinds(library: Library) -> dict[str, Kind]:
    """By further field. Text operators also compare selections and times, so a more specific kind wins."""
    conditions = (leaf for playbook in library.playbooks.values() for leaf in leaves(playbook.when))
    found = [(leaf.fact.removeprefix(FIELDS), leaf.kind) for leaf in conditions if leaf.fact.startswith(FIELDS)]
    return dict(sorted(found, key=lambda each: each[1] is not Kind.TEXT))


def _document(
    row: Mapping[str | None, Any], kinds: Mapping[str, Kind], columns: frozenset[str], source: str
) -> dict[str, Any]:
    if None in row or None in row.values():
        raise Rejected(f"{source}: this row has not as many cells as there are columns.")
    document: dict[str, Any] = {"fields": {}, "owner": {"name": "A Rep"}, "account": {}, UNREADABLE: []}
    for name, cell in row.items():
        _put(document, str(name), unsafe(cell), kinds, source)
    document["account"] = {"name": ""} | document["account"] if document["account"] else None
    known = {*columns, *(name.removeprefix("fields.") for name in columns)}
    lost = [fact for column, fact in LOST.items() if column not in columns]
    document[UNREADABLE] += [PRODUCT, *lost, *(name for name in kinds if name not in known)]
    return document


def _put(document: dict[str, Any], name: str, cell: str, kinds: Mapping[str, Kind], source: str) -> None:
    group, _, inner = name.partition(".")
    if name == UNREADABLE:
        document[name] = [each for each in cell.split(";") if each]
    elif name not in COLUMNS:
        field = name.removeprefix("fields.")
        document["fields"][field] = _field(cell, kinds.get(field, Kind.TEXT), name, source)
    elif cell or name in _TOLD:
        (document[group] if inner else document)[inner or name] = _fact(cell, name, source)


_TOLD = frozenset(column for column, fact in FACTS.items() if fact.kind is Kind.BOOLEAN)
"""Columns of booleans, which are never empty."""


def _fact(cell: str, name: str, source: str) -> object:
    if name in _TOLD:
        return _flag(cell, name, source)
    return int(cell) if name in FACTS and FACTS[name].whole and cell.isdecimal() else cell


def _field(cell: str, kind: Kind, name: str, source: str) -> object:
    if not cell:
        return None
    if kind is Kind.BOOLEAN:
        return _flag(cell, name, source)
    if kind in (Kind.NUMBER, Kind.MONEY):
        return _decimal(cell, name, source)
    if kind is Kind.DATE:
        return cell
    return {_TYPES.get(kind, "text"): cell}


_TYPES = {Kind.SELECTION: "multipicklist", Kind.TIME: "time"}


def _decimal(cell: str, name: str, source: str) -> object:
    try:
        return Decimal(cell)
    except InvalidOperation:
        raise Rejected(f"{source}: {name} takes a number.") from None


def _flag(cell: str, name: str, source: str) -> bool:
    try:
        return _FLAGS[cell.strip().lower()]
    except KeyError:
        raise Rejected(f"{source}: {name} takes true or false.") from None


def _with_history(documents: Iterable[tuple[dict[str, Any], str]], zone: tzinfo) -> Iterator[Deal]:
    """The deals in time order, each with the stages of its rows so far."""
    never = datetime.max.replace(tzinfo=zone)
    plain = [(deal_from(document, source, never, zone), document, source) for document, source in documents]
    stages: dict[str, list[dict[str, str]]] = {}
    for deal, document, source in sorted(plain, key=lambda each: (each[0].read_at, each[0].id)):
        known = stages.setdefault(deal.id, [])
        if not known or known[-1]["stage"] != deal.stage:
            since = deal.read_at if known or "created_at" not in document else min(deal.created_at, deal.read_at)
            known.append({"stage": deal.stage, "at": since.isoformat()})
        yield deal_from(document | {"history": list(known)}, source, never, zone)
