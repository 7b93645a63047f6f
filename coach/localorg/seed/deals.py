"""Opportunities with a past: every step is written at its own moment, so that the org itself keeps the history."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from random import Random

from coach.localorg.seed.catalogue import CORPORATE, Catalogue
from coach.localorg.seed.content import DealPlan, LinePlan
from coach.localorg.seed.customers import Customer
from coach.localorg.seed.timeline import Met, Offered, Step, timeline
from coach.localorg.seed.writer import Writer

_BY_UNIT_PRICE = "Consumables"


class DealWriter:
    """Writes the deals of one company."""

    def __init__(
        self, writer: Writer, people: Mapping[str, str], customers: Mapping[str, Customer], catalogue: Catalogue
    ) -> None:
        self._writer = writer
        self._people = people
        self._customers = customers
        self._catalogue = catalogue

    def write(self, plan: DealPlan, random: Random) -> str:
        """Write a deal with all that hangs on it; its id. ``random`` chooses times of day."""
        first, later = timeline(plan, self._writer.now, random)
        owner_id = self._people[plan.owner]
        deal_id = self._writer.insert("Opportunity", {**self._facts(plan), **first.values}, first.at, owner_id)
        promised: dict[str, dict[str, object]] = {}
        for event in later:
            match event:
                case Step(at, values):
                    self._writer.update("Opportunity", deal_id, values, at, owner_id)
                case Met(at):
                    self._write_roles(plan, deal_id, at)
                    promised = self._write_lines(plan, deal_id, at)
                case Offered(at):
                    self._discount(promised, at, owner_id)
        return deal_id

    def _facts(self, plan: DealPlan) -> dict[str, object]:
        """What never changed."""
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

    def _write_roles(self, plan: DealPlan, deal_id: str, at: datetime) -> None:
        contacts = self._customers[plan.account].contact_ids
        for number, (place, role) in enumerate(plan.roles):
            values = {
                "OpportunityId": deal_id,
                "ContactId": contacts[place],
                "Role": role,
                "IsPrimary": number == 0,
            }
            self._writer.insert("OpportunityContactRole", values, at, self._people[plan.owner])

    def _write_lines(self, plan: DealPlan, deal_id: str, at: datetime) -> dict[str, dict[str, object]]:
        """Add the products, at list price where there was haggling; what each is to be given later, by line item id."""
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
        """Consumables are haggled over by the piece; everything else is given a percentage. Orgs know both ways."""
        if not line.discount:
            return {}
        if self._catalogue.products[line.product].family == _BY_UNIT_PRICE:
            return {"UnitPrice": float(self._unit_price(plan, line))}
        return {"Discount": line.discount}

    def _discount(self, promised: Mapping[str, Mapping[str, object]], at: datetime, owner_id: str) -> None:
        for line_id, values in promised.items():
            self._writer.update("OpportunityLineItem", line_id, values, at, owner_id)
