"""The applied filters of the log, each with the query that remains without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.log.pages.choices import FilterButton, Pick, Typed
from coach.log.pages.fields import FIELDS
from coach.log.pages.query import LogQuery


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied filter, in words. ``query`` is the URL's query without it."""

    name: str
    label: str
    value: str
    query: str


def chips(asked: LogQuery, filters: Sequence[FilterButton], deal: str | None) -> Sequence[Chip]:
    """One chip per filter in the query, in canonical order. ``deal`` is the name of the deal asked for."""
    said = dict(_said(asked, filters, deal))
    applied = [name for name in FIELDS if name in asked.values and name != "sort"]
    return [Chip(name, *said.get(name, (name, asked.values[name])), asked.query(**{name: None})) for name in applied]


def _said(asked: LogQuery, filters: Sequence[FilterButton], deal: str | None) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "deal", ("Deal", deal or asked.values.get("deal", ""))
    yield "cards", ("Cards", "each once, when it was first given")
    for control in (each for one in filters for each in one.controls):
        yield control.name, (control.label, _value(control))


def _value(control: Pick | Typed) -> str:
    return control.value if isinstance(control, Typed) else control.words or control.chosen
