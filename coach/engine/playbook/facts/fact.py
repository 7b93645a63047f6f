"""The declaration of a fact: everything that the language, matching, cards, the org, what-if and lint know about
one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from operator import attrgetter
from typing import Any

from coach.engine.model import Deal, LineItem
from coach.engine.playbook.conditions import Kind


@dataclass(slots=True)
class View:
    """A deal, or one of its line items, at a moment. ``now`` is aware; ``zone`` determines the calendar day."""

    deal: Deal
    now: datetime
    zone: tzinfo
    item: LineItem | None = None
    _today: date | None = None

    @property
    def today(self) -> date:
        """The calendar day in the service's time zone."""
        if self._today is None:
            self._today = self.now.astimezone(self.zone).date()
        return self._today


Read = Callable[[View], object]
"""Returns the value; None if the record has nothing there; or an Unknown that says why it cannot be read."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name in the YAML. ``unit`` follows the number, in the plural; empty if the kind says enough.

    ``path`` is the fact's field in an org, from the opportunity or the line item; empty if it is not a single field.
    ``coded``: records hold an API name, and people see its label. ``always``: every deal has a value. ``whole``: only
    whole numbers, between ``least`` and ``greatest``. ``needs`` names what else must be known about the deal for the
    fact to be known: ``product``, ``stage_history``, another fact, or a key of the deal's JSON that is not a fact.

    ``at`` is the fact's path in a deal, or a line item, such as ``account.industry``; its own name by default.
    ``computed`` calculates a fact that no field holds. ``template`` is its name in a text, after ``deal.`` or
    ``deal.product.``; without it, texts cannot use the fact.

    ``label`` is its name for reps, a message that stands before a colon; without it, reps see its name in English in
    every language. If a rep should read a different sentence, ``counted`` is that sentence for one and for other
    numbers, and ``truths`` that for true and for false.

    ``identifies``: the fact says which deal or person this is, so what-if cannot change it.

    ``figure`` is its column in OpportunityHistory, which every org keeps. ``tracked``: an admin can turn on field
    history for its field. Without either, nobody can tell who changed it.

    All defaults are the safe choice: the fact may be empty, any value is possible, and nothing is known of its past.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    path: str = ""
    coded: bool = False
    always: bool = False
    whole: bool = False
    least: int | None = None
    greatest: int | None = None
    needs: frozenset[str] = frozenset()
    at: str = ""
    computed: Read | None = None
    template: str = ""
    label: str = ""
    counted: tuple[str, str] | None = None
    truths: tuple[str, str] | None = None
    identifies: bool = False
    figure: str = ""
    tracked: bool = False

    @property
    def place(self) -> str:
        """The attribute path in the deal, or the line item; empty if it is computed."""
        return "" if self.computed else self.at or self.name

    @property
    def called(self) -> str:
        """The name that a rep reads, in English."""
        return self.label or self.name.replace("_", " ")

    @property
    def beside(self) -> str:
        """The record beside the deal that holds it, such as ``account``; empty for the deal itself."""
        return self.place.rpartition(".")[0]


def of_deal(fact: Fact) -> Read:
    """Returns a reader of this fact for a deal. A fact on a record that the deal does not have is empty."""
    if fact.computed:
        return fact.computed
    beside, _, name = fact.place.rpartition(".")
    if not beside:
        return attrgetter(f"deal.{name}")
    record, value = attrgetter(f"deal.{beside}"), attrgetter(name)

    def read(view: View) -> object:
        found: Any = record(view)
        return None if found is None else value(found)

    return read


def of_item(fact: Fact) -> Read:
    """Returns a reader of this fact for the current line item."""
    return fact.computed or attrgetter(f"item.{fact.place}")


def by_name(*facts: Fact) -> dict[str, Fact]:
    """Facts by their name in the language."""
    return {fact.name: fact for fact in facts}
