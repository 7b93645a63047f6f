"""One small org that queries only read: three accounts, six deals, their people, products and dates."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from localorg.records import Records

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
Query = Callable[..., list[dict[str, Any]]]

_DEALS: list[dict[str, Any]] = [
    {"Name": "Alpha", "StageName": "Prospecting", "Amount": 1000, "CloseDate": "2026-11-23", "NextStep": "Call"},
    {"Name": "beta", "StageName": "Closed Won", "Amount": 2500.5, "CloseDate": "2026-11-22"},
    {"Name": "GAMMA", "StageName": "Closed Lost", "CloseDate": "2026-12-31", "NextStep": "50% off"},
    {
        "Name": "Étude",
        "StageName": "Negotiation/Review",
        "Amount": 99,
        "CloseDate": "2027-01-01",
        "Type": "New Business",
    },
    {"Name": "O'Neil's \\ co", "StageName": "Prospecting", "Amount": 0, "CloseDate": "2026-10-01", "NextStep": "a_b"},
    {"Name": "Loner", "StageName": "Qualification", "Amount": 5_000_000, "CloseDate": "2026-01-15"},
]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    records = Records(tmp_path_factory.mktemp("soql") / "org.db", clock=lambda: NOW)
    _fill(records)
    yield records
    records.close()


@pytest.fixture(scope="session")
def query(world: Records) -> Query:
    def run(soql: str, **options: Any) -> list[dict[str, Any]]:
        return world.query(soql, user_id=world.admin_id, **options)

    return run


@pytest.fixture(scope="session")
def names(query: Query) -> Callable[[str], list[str]]:
    """The names of the deals that a condition finds, in the order of their creation."""
    return lambda where: [row["Name"] for row in query(f"SELECT Name FROM Opportunity WHERE {where}")]


def _fill(records: Records) -> None:
    def insert(object_name: str, **values: Any) -> str:
        return records.insert(object_name, values, user_id=records.admin_id)

    acme, clinic, _ = (insert("Account", Name=name, Industry="Healthcare") for name in ("Acme", "Clinic", "Empty"))
    deals = [
        insert("Opportunity", AccountId=account, **deal)
        for deal, account in zip(_DEALS, (acme, acme, clinic, clinic, acme, None), strict=True)
    ]
    book = records.query("SELECT Id FROM Pricebook2", user_id=records.admin_id)[0]["Id"]
    for name, family in (("Probe", "Hardware"), ("Care", "Services")):
        product = insert("Product2", Name=name, Family=family, IsActive=True)
        price = insert("PricebookEntry", Pricebook2Id=book, Product2Id=product, UnitPrice=100, IsActive=True)
        insert("OpportunityLineItem", OpportunityId=deals[0], PricebookEntryId=price, Quantity=5, UnitPrice=100)
    contact = insert("Contact", LastName="Meyer", FirstName="Eva", AccountId=acme)
    insert("OpportunityContactRole", OpportunityId=deals[0], ContactId=contact, Role="Economic Buyer", IsPrimary=True)
    insert("Task", Subject="Ring", WhatId=deals[0])
    insert("Task", Subject="Visit", WhatId=acme)
