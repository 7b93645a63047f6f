"""Reads records for the pages over SOQL, with only the fields that this org has."""

from collections.abc import Iterable, Mapping
from typing import Any

from localorg.errors import ApiError
from localorg.records import Records
from localorg.setup import Switches

PAGE_SIZE = 50
_DEAL_FIELDS = (
    "Id",
    "Name",
    "AccountId",
    "Account.Name",
    "OwnerId",
    "Owner.Name",
    "Owner.IsActive",
    "StageName",
    "Amount",
    "CurrencyIsoCode",
    "ExpectedRevenue",
    "CloseDate",
    "Probability",
    "NextStep",
    "Type",
    "LeadSource",
    "ForecastCategoryName",
    "PushCount",
    "IsClosed",
    "IsWon",
    "HasOpportunityLineItem",
    "Pricebook2Id",
    "Description",
    "CreatedDate",
    "CreatedBy.Name",
    "LastModifiedDate",
    "LastModifiedBy.Name",
)


def quoted(text: str) -> str:
    """A SOQL string literal."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ").replace("\r", " ")
    return f"'{escaped}'"


def containing(text: str) -> str:
    """A SOQL string literal for LIKE: ``text`` anywhere in a value, with its wildcards escaped."""
    inner = quoted(text)[1:-1].replace("%", "\\%").replace("_", "\\_")
    return f"'%{inner}%'"


class Reader:
    """Reads one org as one user."""

    def __init__(self, records: Records, user_id: str) -> None:
        self._records = records
        self._user_id = user_id

    @property
    def switches(self) -> Switches:
        """The org's switches."""
        return self._records.switches()

    def query(self, soql: str) -> list[dict[str, Any]]:
        """The records that a query finds. Raises ApiError."""
        return self._records.query(soql, user_id=self._user_id)

    def count(self, soql: str) -> int:
        """The answer to a ``SELECT COUNT()``. Raises ApiError."""
        return self._records.count(soql, user_id=self._user_id)

    def describe(self, object_name: str) -> Mapping[str, Mapping[str, Any]]:
        """The fields of an object by name; empty if the org does not have it."""
        try:
            fields = self._records.describe(object_name)["fields"]
        except ApiError:
            return {}
        return {field["name"]: field for field in fields}

    def has(self, object_name: str) -> bool:
        """Whether the org has this object."""
        return bool(self.describe(object_name))

    def content(self, note_id: str) -> str:
        """A note's body as it is stored."""
        note = self._records.get("ContentNote", note_id)
        return str(note["Content"] or "") if note else ""

    # ------------------------------------------------------------ deals

    def deal(self, deal_id: str) -> dict[str, Any] | None:
        """One opportunity with all fields that its page shows; None if there is none."""
        known = self.describe("Opportunity")
        custom = [name for name in known if name.endswith("__c")]
        fields = self._known([*_DEAL_FIELDS, *custom], known)
        rows = self.query(f"SELECT {fields} FROM Opportunity WHERE Id = {quoted(deal_id)}")
        return rows[0] if rows else None

    def deals(self, where: str, order: str, limit: int = PAGE_SIZE, offset: int = 0) -> list[dict[str, Any]]:
        """Opportunities for a list."""
        fields = self._known(
            [
                "Id",
                "Name",
                "Account.Name",
                "StageName",
                "Amount",
                "CurrencyIsoCode",
                "CloseDate",
                "OwnerId",
                "Owner.Name",
            ],
            self.describe("Opportunity"),
        )
        more = f" OFFSET {offset}" if offset else ""
        return self.query(f"SELECT {fields} FROM Opportunity {where} ORDER BY {order} LIMIT {limit}{more}")

    def stages(self) -> list[dict[str, Any]]:
        """The active stages in order."""
        return self.query(
            "SELECT ApiName, MasterLabel, IsClosed, IsWon, SortOrder FROM OpportunityStage "
            "WHERE IsActive = true ORDER BY SortOrder"
        )

    def lines(self, deal_id: str) -> list[dict[str, Any]]:
        """The products on a deal, in the order in which they were added."""
        if not self.has("OpportunityLineItem"):
            return []
        return self.query(
            "SELECT Id, Product2.Name, Product2.Family, ProductCode, Quantity, UnitPrice, ListPrice, Discount, "
            "TotalPrice "
            f"FROM OpportunityLineItem WHERE OpportunityId = {quoted(deal_id)} ORDER BY CreatedDate, Id"
        )

    def offers(self, deal: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The price book entries that can be added to a deal."""
        if not self.has("PricebookEntry"):
            return []
        book = deal.get("Pricebook2Id")
        where = f"Pricebook2Id = {quoted(book)}" if book else "Pricebook2.IsStandard = true"
        if "CurrencyIsoCode" in deal:
            where += f" AND CurrencyIsoCode = {quoted(deal['CurrencyIsoCode'])}"
        return self.query(
            "SELECT Id, Product2.Name, Product2.Family, UnitPrice FROM PricebookEntry "
            f"WHERE IsActive = true AND {where} ORDER BY Product2.Family, Product2.Name"
        )

    def roles(self, deal_id: str) -> list[dict[str, Any]]:
        """The contact roles on a deal, the primary one first."""
        return self.query(
            "SELECT Id, ContactId, Contact.Name, Contact.Title, Role, IsPrimary FROM OpportunityContactRole "
            f"WHERE OpportunityId = {quoted(deal_id)} ORDER BY IsPrimary DESC, CreatedDate, Id"
        )

    def contacts(self, account_id: str | None) -> list[dict[str, Any]]:
        """The people at a customer, by name."""
        where = f"WHERE AccountId = {quoted(account_id)} " if account_id else ""
        return self.query(f"SELECT Id, Name, Title FROM Contact {where}ORDER BY Name LIMIT 200")

    def history(self, deal_id: str) -> list[dict[str, Any]]:
        """The stage history, newest first."""
        return self.query(
            "SELECT StageName, Amount, Probability, CloseDate, CreatedDate, CreatedBy.Name FROM OpportunityHistory "
            f"WHERE OpportunityId = {quoted(deal_id)} ORDER BY CreatedDate DESC, Id DESC LIMIT 100"
        )

    def users(self, limit: int = 2000) -> list[dict[str, Any]]:
        """The active users, by name."""
        return self.query(f"SELECT Id, Name, Title FROM User WHERE IsActive = true ORDER BY Name LIMIT {limit}")

    @staticmethod
    def _known(wanted: Iterable[str], known: Mapping[str, Any]) -> str:
        """Those of the wanted fields that exist; a path over a relationship is always included."""
        return ", ".join(dict.fromkeys(name for name in wanted if "." in name or name in known))
