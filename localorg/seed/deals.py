"""Opportunities with a past. Each step is written with its own time, so that the org itself records the history."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from random import Random

from localorg.seed.catalogue import CORPORATE, Catalogue
from localorg.seed.content import DealPlan, LinePlan
from localorg.seed.customers import Customer
from localorg.seed.timeline import Event, Met, Offered, Step, timeline
from localorg.seed.writer import Writer

_BY_UNIT_PRICE = "Consumables"


Tell = Callable[[], str]


class DealWriter:
    """Writes the deals of one company."""

    def __init__(
        self, writer: Writer, people: Mapping[str, str], customers: Mapping[str, Customer], catalogue: Catalogue
    ) -> None:
        self._writer = writer
        self._people = people
        self._customers = customers
        self._catalogue = catalogue

    def happenings(self, plan: DealPlan, random: Random) -> Iterator[tuple[datetime, Tell]]:
        """The events of a deal and its related records: (time, function that writes the event), oldest first.

        Call the functions in this order. ``random`` chooses times of day.
        """
        first, later = timeline(plan, self._writer.now, random)
        deal = _Deal(self, self._writer, plan, self._people[plan.owner], first)
        yield first.at, deal.begin
        for event in later:
            yield event.at, partial(deal.go_on, event)

    def facts(self, plan: DealPlan) -> dict[str, object]:
        """The fields that never change."""
        amount = plan.amount
        if amount is None and plan.lines and self._catalogue.pricebook_id is None:
            amount = sum((self._unit_price(plan, line) * line.quantity for line in plan.lines), Decimal(0))
        return {
            "Name": plan.name,
            "AccountId": self._customers[plan.account].account_id,
            "OwnerId": self._people[plan.owner],
            "Type": plan.type,
            "LeadSource": plan.source,
            "Pricebook2Id": self._catalogue.pricebook_id if plan.lines else None,
            "CurrencyIsoCode": self._currency(plan),
            "Amount": None if amount is None else float(amount),
        }

    def _currency(self, plan: DealPlan) -> str:
        return plan.currency if plan.currency in self._catalogue.rates else CORPORATE

    def _unit_price(self, plan: DealPlan, line: LinePlan) -> Decimal:
        """The list price less the discount."""
        price = self._catalogue.list_price(line.product, self._currency(plan))
        return round(price * (100 - line.discount) / 100, 2)

    def write_roles(self, plan: DealPlan, deal_id: str, at: datetime) -> None:
        contacts = self._customers[plan.account].contact_ids
        for number, (place, role) in enumerate(plan.roles):
            values = {
                "OpportunityId": deal_id,
                "ContactId": contacts[place],
                "Role": role,
                "IsPrimary": number == 0,
            }
            self._writer.insert("OpportunityContactRole", values, at, self._people[plan.owner])

    def write_lines(self, plan: DealPlan, deal_id: str, at: datetime) -> dict[str, dict[str, object]]:
        """Add the products; returns the discounts to be given later, by line item id.

        If the discount is negotiated later (``haggled``), the products have their list price at first.
        """
        if self._catalogue.pricebook_id is None:
            return {}
        promised = {}
        for line in plan.lines:
            currency = self._currency(plan)
            values = {
                "OpportunityId": deal_id,
                "PricebookEntryId": self._catalogue.entries[line.product, currency],
                "Quantity": line.quantity,
                "UnitPrice": float(self._catalogue.list_price(line.product, currency)),
            }
            terms = self._terms(plan, line)
            given = values if plan.haggled else {**values, **terms}
            line_id = self._writer.insert("OpportunityLineItem", given, at, self._people[plan.owner])
            if terms and plan.haggled:
                promised[line_id] = terms
        return promised

    def _terms(self, plan: DealPlan, line: LinePlan) -> dict[str, object]:
        """A line's discount: a lower unit price for consumables, a percentage for the rest. Real orgs use both."""
        if not line.discount:
            return {}
        if self._catalogue.products[line.product].family == _BY_UNIT_PRICE:
            return {"UnitPrice": float(self._unit_price(plan, line))}
        return {"Discount": line.discount}

    def discount(self, promised: Mapping[str, Mapping[str, object]], at: datetime, owner_id: str) -> None:
        for line_id, values in promised.items():
            self._writer.update("OpportunityLineItem", line_id, values, at, owner_id)


class _Deal:
    """One deal while its events are written; each method returns the deal's id."""

    def __init__(self, deals: DealWriter, writer: Writer, plan: DealPlan, owner_id: str, first: Step) -> None:
        self._deals = deals
        self._writer = writer
        self._plan = plan
        self._owner_id = owner_id
        self._first = first
        self._id = ""
        self._promised: Mapping[str, Mapping[str, object]] = {}

    def begin(self) -> str:
        values = {**self._deals.facts(self._plan), **self._first.values}
        self._id = self._writer.insert("Opportunity", values, self._first.at, self._owner_id)
        return self._id

    def go_on(self, event: Event) -> str:
        match event:
            case Step(at, values):
                self._writer.update("Opportunity", self._id, values, at, self._owner_id)
            case Met(at):
                self._deals.write_roles(self._plan, self._id, at)
                self._promised = self._deals.write_lines(self._plan, self._id, at)
            case Offered(at):
                self._deals.discount(self._promised, at, self._owner_id)
        return self._id
