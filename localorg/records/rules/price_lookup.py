"""Find the price book entry of a new line: the one it names, or its product's entry in the deal's price book."""

from localorg.errors import ApiError, field_integrity, required_missing
from localorg.records.session import Session
from localorg.records.tables import Row


def entry_of(session: Session, deal: Row, item: Row) -> Row:
    """The entry for a new line. A deal without a price book gets that of the entry. Raises ApiError."""
    entry = session.find("PricebookEntry", item["PricebookEntryId"]) or _entry_of_product(session, deal, item)
    _check_price(deal, entry)
    if deal["Pricebook2Id"] is None:
        session.set("Opportunity", str(deal["Id"]), {"Pricebook2Id": entry["Pricebook2Id"]})
    return entry


def _entry_of_product(session: Session, deal: Row, item: Row) -> Row:
    if item["Product2Id"] is None:
        raise required_missing(["PricebookEntryId"])
    book_id = deal["Pricebook2Id"] or session.select("Pricebook2", IsStandard=True)[0]["Id"]
    entries = session.select("PricebookEntry", Product2Id=item["Product2Id"], Pricebook2Id=book_id)
    fitting = [entry for entry in entries if entry.get("CurrencyIsoCode") == deal.get("CurrencyIsoCode")]
    if not fitting:
        raise _refusal("no price book entry was found for the product in the opportunity's price book")
    return fitting[0]


def _check_price(deal: Row, entry: Row) -> None:
    if not entry["IsActive"]:
        raise _refusal("pricebook entry is inactive")
    if deal["Pricebook2Id"] not in (None, entry["Pricebook2Id"]):
        raise _refusal("pricebook entry is in a different pricebook than the one assigned to the opportunity")
    if entry.get("CurrencyIsoCode") != deal.get("CurrencyIsoCode"):
        raise _refusal("pricebook entry currency code does not match opportunity currency code")


def _refusal(reason: str) -> ApiError:
    return field_integrity(f"field integrity exception: PricebookEntryId ({reason})", ["PricebookEntryId"])
