"""Facts of a line item, by their names under ``product``."""

from coach.engine.languages import message
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts.fact import Fact, by_name

FACTS = by_name(
    Fact(
        "name",
        Kind.TEXT,
        "The product's name.",
        path="Product2.Name",
        template="name",
        label=message("name"),
    ),
    Fact(
        "code",
        Kind.TEXT,
        "The product code.",
        path="ProductCode",
        template="code",
        label=message("code"),
    ),
    Fact(
        "family",
        Kind.TEXT,
        "The product family.",
        path="Product2.Family",
        template="family",
        label=message("family"),
        coded=True,
    ),
    Fact(
        "quantity",
        Kind.NUMBER,
        "How many are sold.",
        path="Quantity",
        template="quantity",
        label=message("quantity"),
    ),
    Fact(
        "unit_price",
        Kind.MONEY,
        "The sales price of one.",
        path="UnitPrice",
        template="unit_price",
        label=message("unit price"),
    ),
    Fact(
        "list_price",
        Kind.MONEY,
        "The list price of one.",
        path="ListPrice",
        template="list_price",
        label=message("list price"),
    ),
    Fact(
        "discount",
        Kind.NUMBER,
        "The discount off the list price, from 0 to 100.",
        unit="%",
        path="Discount",
        template="discount",
        label=message("discount"),
        least=0,
        greatest=100,
    ),
    Fact(
        "total",
        Kind.MONEY,
        "The line's total price.",
        path="TotalPrice",
        template="total",
        label=message("total"),
    ),
)
