"""Products and prices: Product2, Pricebook2, PricebookEntry, OpportunityLineItem, CurrencyType."""

from dataclasses import replace

from localorg.schema.fields import (
    CURRENCY_CODE,
    CURRENCY_CODES,
    choice,
    computed,
    currency,
    day,
    flag,
    formula,
    integer,
    long_text,
    lookup,
    number,
    owned,
    percent,
    record_fields,
    text,
)
from localorg.schema.types import ObjectType, OnDelete

_FAMILIES = ("Capital Equipment", "Consumables", "Diagnostics", "Services", "Software", "Therapeutics")

PRODUCT = ObjectType(
    name="Product2",
    label="Product",
    label_plural="Products",
    key_prefix="01t",
    requires="products",
    fields=record_fields(
        "Product",
        text("Name", "Product Name", nillable=False, name_field=True),
        text("ProductCode", "Product Code"),
        long_text("Description", "Product Description", 4000),
        flag("IsActive", "Active"),
        choice("Family", "Product Family", _FAMILIES),
        text("StockKeepingUnit", "Product SKU", 180),
        text("QuantityUnitOfMeasure", "Quantity Unit Of Measure", 40),
        CURRENCY_CODE,
        text("External_Key__c", "External Key", 80, external_id=True, unique=True),
        viewed=True,
    ),
)

PRICEBOOK = ObjectType(
    name="Pricebook2",
    label="Price Book",
    label_plural="Price Books",
    key_prefix="01s",
    requires="products",
    fields=record_fields(
        "Price Book",
        text("Name", "Price Book Name", nillable=False, name_field=True),
        flag("IsActive", "Active"),
        text("Description", "Description"),
        computed(flag("IsStandard", "Is Standard Price Book")),
        viewed=True,
    ),
)

PRICEBOOK_ENTRY = ObjectType(
    name="PricebookEntry",
    label="Price Book Entry",
    label_plural="Price Book Entries",
    key_prefix="01u",
    requires="products",
    recycled=False,
    fields=record_fields(
        "Price Book Entry",
        formula(text("Name", "Product Name", name_field=True)),
        owned("Pricebook2Id", "Price Book ID", "Pricebook2", "PricebookEntries"),
        owned("Product2Id", "Product ID", "Product2", "PricebookEntries"),
        replace(CURRENCY_CODE, updateable=False),
        currency("UnitPrice", "List Price", nillable=False),
        flag("IsActive", "Active"),
        flag("UseStandardPrice", "Use Standard Price"),
        formula(text("ProductCode", "Product Code")),
    ),
)

LINE_ITEM = ObjectType(
    name="OpportunityLineItem",
    label="Opportunity Product",
    label_plural="Opportunity Product",
    key_prefix="00k",
    requires="products",
    recycled=False,
    fields=record_fields(
        "Line Item",
        owned("OpportunityId", "Opportunity ID", "Opportunity", "OpportunityLineItems"),
        integer("SortOrder", "Sort Order"),
        lookup(
            "PricebookEntryId",
            "Price Book Entry ID",
            "PricebookEntry",
            children="OpportunityLineItems",
            updateable=False,
            on_delete=OnDelete.RESTRICT,
        ),
        lookup("Product2Id", "Product ID", "Product2", children="OpportunityLineItems", updateable=False),
        formula(text("ProductCode", "Product Code")),
        formula(text("Name", "Opportunity Product Name", 376, name_field=True)),
        computed(CURRENCY_CODE),
        number("Quantity", "Quantity", nillable=False),
        percent("Discount", "Discount", 5, 2),
        formula(currency("Subtotal", "Subtotal")),
        currency("TotalPrice", "Total Price"),
        currency("UnitPrice", "Sales Price"),
        formula(currency("ListPrice", "List Price")),
        day("ServiceDate", "Date"),
        text("Description", "Line Description"),
    ),
)

CURRENCY_TYPE = ObjectType(
    name="CurrencyType",
    label="Currency Type",
    label_plural="Currency Type",
    key_prefix="01L",
    requires="multi_currency",
    deletable=False,
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Currency Type",
        choice("IsoCode", "Currency ISO Code", CURRENCY_CODES, nillable=False, updateable=False),
        number("ConversionRate", "Conversion Rate", 18, 6, nillable=False),
        integer("DecimalPlaces", "Decimal Places", default=2),
        flag("IsActive", "Active", default=True),
        computed(flag("IsCorporate", "Corporate Currency")),
        deleted=False,
    ),
)

PRODUCTS = (PRODUCT, PRICEBOOK, PRICEBOOK_ENTRY, LINE_ITEM, CURRENCY_TYPE)
