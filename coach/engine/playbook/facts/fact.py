"""What a fact is: everything that the language, matching, cards, the org, what-if and lint know of one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from operator import attrgetter
from typing import Any

from coach.engine.model import Deal, LineItem
from coach.engine.playbook.conditions import Kind


@dataclass(slots=True)
class View:
    """A deal, or one of its line items, at a moment; ``now`` is aware, ``zone`` says which day it is."""

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
"""The value, None where the record has nothing there, or an Unknown that says why it cannot be told."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name in the YAML. ``unit`` follows the number, in the plural; empty where the kind says it all.

    ``path`` is where it stands in an org, seen from the opportunity or the line item; empty where it is not one field.
    ``coded``: records hold an API name there, and people see its label. ``always``: every deal has it. ``whole``: only
    whole numbers, none below ``least`` or above ``greatest``. ``needs`` names what else must be known of the deal for
    the fact to be known: ``product``, ``stage_history``, another fact, or a key of the deal's JSON that is none.

    ``at`` is where a deal, or a line item, holds it, such as ``account.industry``; by its own name unless said.
    ``computed`` reads what no field holds. ``template`` is its name in a text, behind ``deal.`` or ``deal.product.``;
    texts do not see it where that is left out.

    ``label`` is what a rep reads of it, a message that stands before a colon; without one it is called by its name, in
    English whatever the language. Where the sentence is another one, ``counted`` is that for one and for other numbers,
    ``truths`` that for true and for false.

    ``identifies``: it says which deal, or who, and is not among what can be set otherwise to try a deal.

    ``figure`` is its column in OpportunityHistory, which every org keeps. ``tracked``: an admin can have its field's
    history kept. Without either, nobody can tell who changed it.

    What is left out is the safe choice: the fact may be empty, any value is possible, and nothing is known of its past.
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
        """Where the deal, or the line item, holds it; empty where it is computed."""
        return "" if self.computed else self.at or self.name

    @property
    def called(self) -> str:
        """What a rep reads of it, in English."""
        return self.label or self.name.replace("_", " ")

    @property
    def beside(self) -> str:
        """The record beside the deal that holds it, such as ``account``; empty for the deal itself."""
        return self.place.rpartition(".")[0]


def of_deal(fact: Fact) -> Read:
    """How a fact is read off a deal; what lies on a record that the deal does not have is empty."""
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
    """How a fact is read off the line item that is looked at."""
    return fact.computed or attrgetter(f"item.{fact.place}")


def by_name(*facts: Fact) -> dict[str, Fact]:
    """Facts by the words of the language."""
    return {fact.name: fact for fact in facts}
