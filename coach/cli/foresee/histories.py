"""Past states of deals: from the org into a file, and from a file in time order."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal
from coach.errors import Rejected
from coach.foresee.files import deal_line, read_line, with_fields
from coach.foresee.moments import read_moment
from coach.foresee.table import read_table, write_table

if TYPE_CHECKING:
    from coach.app.org import SalesforceOrg

PAGE = 200
CSV = ".csv"


def past_in_org(
    org: "SalesforceOrg", ids: Sequence[str], custom_fields: frozenset[str], as_today: bool, step: Callable[[], None]
) -> Iterator[Deal]:
    """Every deal after each of its changes, deal by deal. ``as_today`` is passed on to the org."""
    for start in range(0, len(ids), PAGE):
        past = org.past_deals(ids[start : start + PAGE], custom_fields, as_today)
        for deals in past.values():
            step()
            yield from deals


def write_history(path: Path, deals: Iterator[Deal]) -> int:
    """Write deals as CSV or, for any other file name, as JSON Lines; returns the number of rows."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            if path.suffix.lower() == CSV:
                return write_table(file, deals)
            return sum(file.write(deal_line(deal) + "\n") > 0 for deal in deals)
    except OSError as error:
        raise Rejected(f"{path} cannot be written: {error.strerror}.") from None


def read_history(path: Path, context: EvaluationContext, at: datetime) -> tuple[int, Iterator[Deal]]:
    """The number of rows in a file, and its deals in time order. Raises Rejected for an invalid file."""
    if path.suffix.lower() != CSV:
        places = _places(path, context, at)
        return len(places), _from_lines(path, places, context, at)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            deals = read_table(file, str(path), context.library, context.limits.timezone)
    except (OSError, UnicodeDecodeError) as error:
        raise Rejected(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        ) from None
    return len(deals), iter(deals)


Place = tuple[datetime, str, int, int]
"""A line's moment and deal, its number, and its byte offset."""


def _places(path: Path, context: EvaluationContext, at: datetime) -> list[Place]:
    """The places in time order; the file itself may be larger than memory."""
    places: list[Place] = []
    offset = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    places.append((*_named(line, f"{path}:{number}", context, at), number, offset))
                offset += len(line)
    except OSError as error:
        raise Rejected(f"{path} cannot be read: {error.strerror}.") from None
    return sorted(places)


def _named(line: bytes, source: str, context: EvaluationContext, at: datetime) -> tuple[datetime, str]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        raise Rejected(f"{source}: this is not JSON: a history has one JSON object on each line.") from None
    found = [document.get(name) if isinstance(document, dict) else None for name in ("read_at", "id")]
    if not all(isinstance(each, str) for each in found):
        raise Rejected(f"{source}: id and read_at are needed: which deal it is, and from when on it stood like this.")
    try:
        return read_moment(str(found[0]), at, context.limits.timezone), str(found[1])
    except ValueError as error:
        raise Rejected(f"{source}: read_at {error}.") from None


def _from_lines(path: Path, places: list[Place], context: EvaluationContext, at: datetime) -> Iterator[Deal]:
    with path.open("rb") as file:
        for _, _, number, offset in places:
            file.seek(offset)
            line = file.readline().decode("utf-8", errors="replace")
            deal = read_line(line, f"{path}:{number}", at, context.limits.timezone)
            yield with_fields(deal, context.library.custom_fields)
