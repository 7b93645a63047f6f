"""Prices of the products on a deal."""

from typing import Any

import pytest

from localorg.errors import ApiError
from localorg.tests.records.conftest import Org


def test_a_line_takes_over_what_its_price_says(org: Org) -> None:
    line = org.get("OpportunityLineItem", org.line(org.deal(), org.price(500)))
    assert (line["ListPrice"], line["ProductCode"], line["Name"]) == (500, "AN-1", "Hospital network Analyser")


@pytest.mark.parametrize(
    ("given", "unit", "total"),
    [
        ({"Quantity": 3, "UnitPrice": 100}, 100, 300),
        ({"Quantity": 3, "TotalPrice": 300}, 100, 300),
        ({"Quantity": 3, "UnitPrice": 100, "Discount": 10}, 100, 270),
        ({"Quantity": 3, "TotalPrice": 270, "Discount": 10}, 100, 270),
    ],
)
def test_price_and_total_follow_from_one_another(org: Org, given: dict[str, Any], unit: float, total: float) -> None:
    line = org.get("OpportunityLineItem", org.line(org.deal(), org.price(), **given))
    assert (line["UnitPrice"], line["TotalPrice"], line["Subtotal"]) == (unit, total, 300)


def test_a_new_quantity_keeps_the_sales_price(org: Org) -> None:
    line = org.line(org.deal(), org.price(), Quantity=1, UnitPrice=100)
    org.update("OpportunityLineItem", line, Quantity=4)
    assert org.get("OpportunityLineItem", line)["TotalPrice"] == 400


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"UnitPrice": 1, "TotalPrice": 1}, "only one of unit price or total price may be specified"),
        ({"Quantity": 0, "UnitPrice": 1}, "Quantity must be nonzero"),
        ({"UnitPrice": None}, r"Required fields are missing: \[TotalPrice\]"),
    ],
)
def test_prices_that_do_not_add_up_are_refused(org: Org, values: dict[str, Any], sentence: str) -> None:
    deal, price = org.deal(), org.price()
    with pytest.raises(ApiError, match=sentence):
        org.line(deal, price, **values)


def test_a_deal_without_a_price_book_takes_that_of_its_first_price(org: Org) -> None:
    deal = org.deal()
    org.line(deal, org.price())
    assert org.query("SELECT Pricebook2.IsStandard FROM Opportunity")[0]["Pricebook2"]["IsStandard"] is True


def test_a_price_of_another_book_is_refused(org: Org) -> None:
    standard = org.price()
    other = org.insert("Pricebook2", Name="Partners", IsActive=True)
    product = org.get("PricebookEntry", standard)["Product2Id"]
    values = {"Pricebook2Id": other, "Product2Id": product, "UnitPrice": 1, "IsActive": True}
    partner = org.insert("PricebookEntry", **values)
    deal = org.deal()
    org.line(deal, standard)
    with pytest.raises(ApiError, match="is in a different pricebook than the one assigned to the opportunity"):
        org.line(deal, partner)


def test_a_price_in_another_currency_is_refused(org: Org) -> None:
    price = org.price(CurrencyIsoCode="EUR")
    with pytest.raises(ApiError, match="currency code does not match opportunity currency code"):
        org.line(org.deal(), price)


def test_a_product_finds_its_price_in_the_book_of_the_deal(org: Org) -> None:
    product = org.get("PricebookEntry", org.price(700))["Product2Id"]
    deal = org.deal()
    line = org.insert("OpportunityLineItem", OpportunityId=deal, Product2Id=product, Quantity=1, UnitPrice=650)
    assert org.get("OpportunityLineItem", line)["ListPrice"] == 700


def test_a_second_price_of_the_same_kind_is_refused(org: Org) -> None:
    entry = org.get("PricebookEntry", org.price())
    values = {name: entry[name] for name in ("Pricebook2Id", "Product2Id", "UnitPrice")}
    with pytest.raises(ApiError, match="This price definition already exists in this price book"):
        org.insert("PricebookEntry", **values)


def test_a_custom_price_needs_a_standard_one(org: Org) -> None:
    product = org.insert("Product2", Name="Probe")
    book = org.insert("Pricebook2", Name="Partners")
    with pytest.raises(ApiError, match="STANDARD_PRICE_NOT_DEFINED"):
        org.insert("PricebookEntry", Pricebook2Id=book, Product2Id=product, UnitPrice=1)
