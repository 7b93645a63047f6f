"""Products and their prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from localorg.seed.calendar import moment
from localorg.seed.content import Content, ProductPlan
from localorg.seed.writer import Writer

CORPORATE = "USD"
_LAUNCHED = 400


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The products of an org. ``products`` are the plans by code; ``rates`` are the org's currencies per US dollar.

    ``pricebook_id`` and ``entries`` (price book entries by product code and currency) are empty in an org without
    products.
    """

    products: Mapping[str, ProductPlan]
    rates: Mapping[str, Decimal]
    pricebook_id: str | None
    entries: Mapping[tuple[str, str], str]

    def list_price(self, code: str, currency: str) -> Decimal:
        """The list price, rounded to the cent."""
        return (self.products[code].price * self.rates[currency]).quantize(Decimal("0.01"), ROUND_HALF_UP)


def write_catalogue(writer: Writer, content: Content) -> Catalogue:
    """Write products with an entry in the standard price book for each currency of the org."""
    products = {product.code: product for product in content.products}
    rates = {CORPORATE: Decimal(1)}
    if writer.has("Opportunity", "CurrencyIsoCode"):
        rates |= content.currencies
    if not writer.has("Product2"):
        return Catalogue(products, rates, None, {})
    catalogue = Catalogue(products, rates, _standard_pricebook(writer), {})
    return Catalogue(products, rates, catalogue.pricebook_id, _write_entries(writer, catalogue))


def _standard_pricebook(writer: Writer) -> str:
    query = "SELECT Id FROM Pricebook2 WHERE IsStandard = true LIMIT 1"
    return str(writer.records.query(query, user_id=writer.records.admin_id)[0]["Id"])


def _write_entries(writer: Writer, catalogue: Catalogue) -> dict[tuple[str, str], str]:
    launched = moment(_LAUNCHED, writer.now)
    entries = {}
    for code, product in catalogue.products.items():
        product_id = writer.insert("Product2", _product(product), launched)
        for currency in catalogue.rates:
            values = {
                "Pricebook2Id": catalogue.pricebook_id,
                "Product2Id": product_id,
                "UnitPrice": float(catalogue.list_price(code, currency)),
                "IsActive": True,
                "CurrencyIsoCode": currency,
            }
            entries[code, currency] = writer.insert("PricebookEntry", values, launched)
    return entries


def _product(product: ProductPlan) -> dict[str, object]:
    return {
        "Name": product.name,
        "ProductCode": product.code,
        "StockKeepingUnit": f"ALD-{product.code}",
        "Family": product.family,
        "QuantityUnitOfMeasure": product.unit,
        "IsActive": True,
    }
