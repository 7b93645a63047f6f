"""Prices: one per product, price book and currency, and none without a standard price."""

from localorg.errors import ApiError, field_integrity
from localorg.records.session import Rules, Session, Write
from localorg.records.tables import Row


class PricebookEntryRules(Rules):
    """A new price copies the product's name and code, and must be unique for product, price book and currency."""

    def before_insert(self, write: Write) -> None:
        product = write.session.find("Product2", write.new["Product2Id"]) or {}
        write.new.update(Name=product.get("Name"), ProductCode=product.get("ProductCode"))
        prices = write.session.select("PricebookEntry", Product2Id=write.new["Product2Id"])
        same_currency = [price for price in prices if price.get("CurrencyIsoCode") == write.new.get("CurrencyIsoCode")]
        if any(price["Pricebook2Id"] == write.new["Pricebook2Id"] for price in same_currency):
            raise field_integrity("This price definition already exists in this price book")
        _require_standard_price(write.session, write.new, same_currency)


def _require_standard_price(session: Session, new: Row, same_currency: list[Row]) -> None:
    standard = {book["Id"] for book in session.select("Pricebook2", IsStandard=True)}
    if new["Pricebook2Id"] in standard or any(price["Pricebook2Id"] in standard for price in same_currency):
        return
    sentence = "Before creating a custom price, create a standard price."
    raise ApiError(400, "STANDARD_PRICE_NOT_DEFINED", sentence)
