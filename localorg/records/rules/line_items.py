"""Products on a deal: computes prices and totals from each other, and updates the deal on every change."""

from decimal import Decimal

from localorg.errors import field_integrity, required_missing
from localorg.records.rules.price_lookup import entry_of
from localorg.records.session import Rules, Session, Write
from localorg.records.tables import Row
from localorg.records.values import rounded


class LineItemRules(Rules):
    """A client may give a line's sales price or its total, not both; the other follows from quantity and discount."""

    def before_insert(self, write: Write) -> None:
        deal = write.session.find("Opportunity", write.new["OpportunityId"]) or {}
        entry = entry_of(write.session, deal, write.new)
        write.new.update(
            PricebookEntryId=entry["Id"],
            Product2Id=entry["Product2Id"],
            ProductCode=entry["ProductCode"],
            Name=f"{deal['Name']} {entry['Name']}"[:376],
            ListPrice=entry["UnitPrice"],
        )
        if "CurrencyIsoCode" in write.new:
            write.new["CurrencyIsoCode"] = deal["CurrencyIsoCode"]
        if write.new["UnitPrice"] is None and write.new["TotalPrice"] is None:
            raise required_missing(["TotalPrice"])
        _price(write.new, write.given)

    def after_insert(self, write: Write) -> None:
        _touch_deal(write.session, write.new)

    def before_update(self, write: Write) -> None:
        _price(write.new, write.given)

    def after_update(self, write: Write) -> None:
        _touch_deal(write.session, write.new)

    def after_delete(self, write: Write) -> None:
        _touch_deal(write.session, write.old)


def _price(new: Row, given: frozenset[str]) -> None:
    if {"UnitPrice", "TotalPrice"} <= given and new["UnitPrice"] is not None and new["TotalPrice"] is not None:
        sentence = "field integrity exception: TotalPrice (only one of unit price or total price may be specified)"
        raise field_integrity(sentence, ["TotalPrice"])
    quantity = Decimal(str(new["Quantity"]))
    if not quantity:
        raise field_integrity("field integrity exception: Quantity (Quantity must be nonzero)", ["Quantity"])
    rest = 1 - Decimal(str(new["Discount"] or 0)) / 100
    if _total_leads(new, given) and rest:
        new["UnitPrice"] = rounded(Decimal(str(new["TotalPrice"])) / quantity / rest, 2)
    else:
        new["TotalPrice"] = rounded(Decimal(str(new["UnitPrice"])) * quantity * rest, 2)
    new["Subtotal"] = rounded(Decimal(str(new["UnitPrice"])) * quantity, 2)


def _total_leads(new: Row, given: frozenset[str]) -> bool:
    return new["UnitPrice"] is None or ("TotalPrice" in given and new["TotalPrice"] is not None)


def _touch_deal(session: Session, item: Row) -> None:
    if session.find("Opportunity", item["OpportunityId"]) is not None:
        session.update("Opportunity", str(item["OpportunityId"]), {})
