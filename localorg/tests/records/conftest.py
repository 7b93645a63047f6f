"""A fresh org for every test, with a clock that stands still until it is moved."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from localorg.records import Change, Records
from localorg.schema import Features

START = datetime(2026, 5, 1, 7, 25, 37, tzinfo=UTC)


@dataclass
class Clock:
    """Says the same moment until told otherwise."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class Org:
    """Records, and short ways to make the ones that tests need."""

    records: Records
    clock: Clock
    changes: list[Change] = field(default_factory=list)

    @property
    def user(self) -> str:
        return self.records.admin_id

    def insert(self, object_name: str, **values: Any) -> str:
        return self.records.insert(object_name, values, user_id=self.user)

    def update(self, object_name: str, record_id: str, **values: Any) -> None:
        self.records.update(object_name, record_id, values, user_id=self.user)

    def delete(self, object_name: str, record_id: str) -> None:
        self.records.delete(object_name, record_id, user_id=self.user)

    def get(self, object_name: str, record_id: str) -> dict[str, Any]:
        found = self.records.get(object_name, record_id)
        assert found is not None
        return found

    def query(self, soql: str, **options: Any) -> list[dict[str, Any]]:
        return self.records.query(soql, user_id=self.user, **options)

    def deal(self, **values: Any) -> str:
        defaults = {"Name": "Hospital network", "StageName": "Prospecting", "CloseDate": "2026-06-30"}
        return self.insert("Opportunity", **{**defaults, **values})

    def colleague(self, last_name: str, profile: str = "Standard User") -> str:
        """Another user."""
        found = self.query(f"SELECT Id FROM Profile WHERE Name = '{profile}'")[0]["Id"]
        values = {
            "LastName": last_name,
            "Alias": last_name[:8],
            "ProfileId": found,
            "Username": f"{last_name}@x.example",
        }
        words = {"TimeZoneSidKey": "GMT", "LocaleSidKey": "en_US", "LanguageLocaleKey": "en_US"}
        return self.insert("User", **values, **words, Email=f"{last_name}@x.example", EmailEncodingKey="UTF-8")

    def price(self, list_price: float = 500, **more: Any) -> str:
        book = self.query("SELECT Id FROM Pricebook2 WHERE IsStandard = true")[0]["Id"]
        product = self.insert("Product2", Name="Analyser", ProductCode="AN-1", Family="Hardware", IsActive=True)
        values = {"Pricebook2Id": book, "Product2Id": product, "UnitPrice": list_price, "IsActive": True}
        return self.insert("PricebookEntry", **{**values, **more})

    def line(self, deal: str, price: str, **values: Any) -> str:
        defaults = {"Quantity": 2} if "TotalPrice" in values else {"Quantity": 2, "UnitPrice": 400}
        return self.insert("OpportunityLineItem", OpportunityId=deal, PricebookEntryId=price, **{**defaults, **values})

    def note(self, body: str = "<p>Ask who signs.</p>", title: str = "Coaching") -> str:
        return self.insert("ContentNote", Title=title, Content=encoded(body))

    def link(self, note: str, record_id: str, **values: Any) -> str:
        sharing = {"ShareType": "I", "Visibility": "AllUsers", **values}
        return self.insert("ContentDocumentLink", ContentDocumentId=note, LinkedEntityId=record_id, **sharing)


def encoded(body: str) -> str:
    """What a note's Content is sent as."""
    return base64.b64encode(body.encode()).decode()


@pytest.fixture
def features() -> Features:
    return Features()


@pytest.fixture
def org(tmp_path: Path, features: Features) -> Iterator[Org]:
    clock = Clock()
    records = Records(tmp_path / "org.db", features, clock)
    made = Org(records, clock)
    records.subscribe(made.changes.append)
    yield made
    records.close()
