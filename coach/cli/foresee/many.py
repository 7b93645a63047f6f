"""Many deals, a page at a time: from the org with what Coach has stored about them, or from a file."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Deal, RepLoad
from coach.errors import Rejected
from coach.foresee.files import read_line, with_fields
from coach.pipeline.coaching import DEALS_AT_ONCE
from coach.ports import Remembered

if TYPE_CHECKING:
    from coach.app.org import SalesforceOrg


@dataclass(frozen=True, slots=True)
class DealAndPast:
    """A deal with what is stored about it; ``deal`` is None if the org no longer shows it."""

    opportunity_id: str
    deal: Deal | None
    remembered: Remembered


class DealHistory(Protocol):
    """What a plan needs to know of the past."""

    def remembered(self, opportunity_ids: Sequence[str]) -> Mapping[str, Remembered]:
        """What is stored about each of these deals."""

    def load(self, rep_id: str) -> RepLoad:
        """What the rep has been given."""

    def decided_again(self) -> Sequence[str]:
        """The deals that are decided on again after an edit, in the service's order."""


@dataclass(frozen=True, slots=True)
class CountedDeals:
    """``count`` deals, in the order in which the service would take them."""

    count: int
    each: Callable[[], Iterator[DealAndPast]]


def deals_in_org(org: "SalesforceOrg", past: DealHistory, custom_fields: frozenset[str]) -> CountedDeals:
    """Every deal that the service decides on again after an edit, and every other open deal."""
    again = past.decided_again()
    ids = [*again, *sorted({*org.open_deals()} - {*again})]

    def each() -> Iterator[DealAndPast]:
        for start in range(0, len(ids), DEALS_AT_ONCE):
            page = ids[start : start + DEALS_AT_ONCE]
            read, remembered = org.read_deals(page, custom_fields), past.remembered(page)
            for one in page:
                yield DealAndPast(one, read.deals.get(one), remembered[one])

    return CountedDeals(len(ids), each)


def deals_in_file(path: Path, context: EvaluationContext, custom_fields: frozenset[str], at: datetime) -> CountedDeals:
    """The open deals of a JSON Lines file, without earlier cards. Raises Rejected for an invalid file.

    The file may be larger than memory: only the ids and the lines' offsets are kept.
    """
    places = _places(path)

    def each() -> Iterator[DealAndPast]:
        with path.open("rb") as file:
            for opportunity_id, (number, offset) in sorted(places.items()):
                file.seek(offset)
                deal = read_line(_text(file, path), f"{path}:{number}", at, context.limits.timezone)
                yield DealAndPast(opportunity_id, with_fields(deal, custom_fields), Remembered())

    return CountedDeals(len(places), each)


def _places(path: Path) -> dict[str, tuple[int, int]]:
    """By id, the line's number and its byte offset."""
    places: dict[str, tuple[int, int]] = {}
    try:
        with path.open("rb") as file:
            number, offset = 0, 0
            for number, line in enumerate(file, start=1):
                if line.strip():
                    opportunity_id = _id(line, f"{path}:{number}")
                    if opportunity_id in places:
                        raise Rejected(f"{path}:{number}: the deal {opportunity_id} is in the file twice.")
                    places[opportunity_id] = (number, offset)
                offset += len(line)
    except OSError as error:
        raise Rejected(f"{path} cannot be read: {error.strerror}.") from None
    return places


def _id(line: bytes, source: str) -> str:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        raise Rejected(f"{source}: this is not JSON: a file of many deals has one JSON object on each line.") from None
    found = document.get("id") if isinstance(document, dict) else None
    if not isinstance(found, str):
        raise Rejected(f"{source}: id is missing: each deal of several needs its own.")
    return found


def _text(file: IO[bytes], path: Path) -> str:
    try:
        return file.readline().decode("utf-8")
    except UnicodeDecodeError:
        raise Rejected(f"{path} is not UTF-8 text.") from None


@contextmanager
def progress(what: str, count: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error, if that is a terminal. Call the yielded function once for each deal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=count)
        yield lambda: bar.advance(task)
