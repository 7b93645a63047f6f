"""An org on paper that reads: describes what it has, and answers each query with rows that a test chose."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from coach.engine.inventory import Schema
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import DEAL_FACTS, PRODUCT_FACTS, Fact
from coach.salesforce.schema import fields_of

Row = Mapping[str, Any]

FIELDS: dict[str, dict[str, str]] = {
    "Opportunity": {
        "Id": "id",
        "Name": "string",
        "StageName": "picklist",
        "IsClosed": "boolean",
        "IsWon": "boolean",
        "CreatedDate": "datetime",
        "LastModifiedDate": "datetime",
        "OwnerId": "reference",
        "AccountId": "reference",
        "Amount": "currency",
        "CloseDate": "date",
        "Type": "picklist",
        "LeadSource": "picklist",
        "NextStep": "string",
        "Probability": "percent",
        "ForecastCategoryName": "picklist",
        "PushCount": "int",
        "LastStageChangeDate": "datetime",
        "RecordTypeId": "reference",
        "Competitor__c": "string",
        "VAC_Date__c": "date",
        "Where__c": "location",
    },
    "OpportunityLineItem": {
        "OpportunityId": "reference",
        "Product2Id": "reference",
        "ProductCode": "string",
        "Quantity": "double",
        "UnitPrice": "currency",
        "ListPrice": "currency",
        "Discount": "percent",
        "TotalPrice": "currency",
    },
    "OpportunityContactRole": {"OpportunityId": "reference"},
    "OpportunityHistory": {"OpportunityId": "reference", "StageName": "picklist", "CreatedDate": "datetime"},
    "Product2": {"Name": "string", "Family": "picklist"},
    "Account": {"Name": "string", "Industry": "picklist", "Type": "picklist"},
    "User": {
        "Name": "string",
        "FirstName": "string",
        "LastName": "string",
        "Email": "email",
        "Title": "string",
        "Department": "string",
        "IsActive": "boolean",
        "LanguageLocaleKey": "picklist",
        "LocaleSidKey": "picklist",
        "TimeZoneSidKey": "picklist",
        "CreatedDate": "datetime",
        "UserRoleId": "reference",
        "ProfileId": "reference",
        "ManagerId": "reference",
    },
    "UserRole": {"Name": "string"},
    "Profile": {"Name": "string"},
    "RecordType": {"DeveloperName": "string", "Name": "string"},
}
REFERENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("Opportunity", "OwnerId"): ("Owner", "User"),
    ("Opportunity", "AccountId"): ("Account", "Account"),
    ("Opportunity", "RecordTypeId"): ("RecordType", "RecordType"),
    ("OpportunityLineItem", "Product2Id"): ("Product2", "Product2"),
    ("OpportunityLineItem", "PricebookEntryId"): ("PricebookEntry", "PricebookEntry"),
    ("User", "UserRoleId"): ("UserRole", "UserRole"),
    ("User", "ProfileId"): ("Profile", "Profile"),
    ("User", "ManagerId"): ("Manager", "User"),
}
"""(object, field) → the name of the way over it, and where it leads."""
_TYPES = {
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.MONEY: "currency",
    Kind.NUMBER: "double",
    Kind.STAGE: "picklist",
    Kind.TEXT: "string",
}


def _with(facts: Iterable[Fact], name: str) -> None:
    """Give the org a field for each fact: one that has just been declared is there, too."""
    for fact in facts:
        owner, path = name, fact.path
        while "." in path:
            step, _, path = path.partition(".")
            owner = next(to for (start, _), (way, to) in REFERENCES.items() if (start, way) == (owner, step))
        if path:
            FIELDS[owner].setdefault(path, _TYPES[fact.kind])


_with(DEAL_FACTS.values(), "Opportunity")
_with(PRODUCT_FACTS.values(), "OpportunityLineItem")
CURRENCY_TYPE = {"IsoCode": "picklist", "ConversionRate": "double"}


def without(objects: Mapping[str, dict[str, str]], *names: str) -> dict[str, dict[str, str]]:
    """The same org without some objects, or fields written ``Object.Field``."""
    kept = {name: dict(fields) for name, fields in objects.items() if name not in names}
    for name in names:
        owner, _, field = name.partition(".")
        if field:
            del kept[owner][field]
    return kept


def described(owner: str, name: str, kind: str) -> dict[str, Any]:
    """A field as describe answers, as far as it is read."""
    way, to = REFERENCES.get((owner, name), (None, None))
    return {"name": name, "type": kind, "relationshipName": way, "referenceTo": [to] if to else []}


def schema_of(objects: Mapping[str, Mapping[str, str]]) -> Schema:
    """What would be known of this org once it is described."""
    return Schema(
        {
            name: fields_of({"fields": [described(name, field, kind) for field, kind in fields.items()]})
            for name, fields in objects.items()
        }
    )


class PaperOrg:
    """Answers ``/composite`` calls of describes and queries, and keeps what was asked.

    ``more`` is what describe says of a field besides.
    ``rows`` and ``refusals`` are by object,
    ``refused_words`` by a word of the query; a refusal is an error body, sent
    with ``status`` where it is an object's.
    """

    def __init__(self, objects: Mapping[str, dict[str, str]] | None = None) -> None:
        self.objects = dict(objects or FIELDS)
        self.rows: dict[str, Sequence[Row]] = {}
        self.refusals: dict[str, Any] = {}
        self.refused_words: dict[str, Any] = {}
        self.more: dict[str, dict[str, Any]] = {}
        self.status = 400
        self.pages: dict[str, str] = {}
        self.calls: list[list[str]] = []

    def __call__(self, body: dict[str, Any]) -> tuple[int, Any]:
        asked = [part["url"] for part in body["compositeRequest"]]
        self.calls.append([self._soql(url) or url for url in asked])
        return 200, {"compositeResponse": [self._part(part) for part in body["compositeRequest"]]}

    @property
    def queries(self) -> list[str]:
        """Every query, in order; not those for the labels of stages, which ride along with a description."""
        asked = [one for call in self.calls for one in call if one.startswith("SELECT")]
        return [one for one in asked if " FROM OpportunityStage" not in one]

    def query_of(self, name: str) -> str:
        """The last query of this object."""
        return [one for one in self.queries if f" FROM {name}" in one][-1]

    def _part(self, part: Mapping[str, Any]) -> dict[str, Any]:
        soql = self._soql(part["url"])
        status, body = self._query(soql) if soql else self._describe(part["url"])
        return {"body": body, "httpHeaders": {}, "httpStatusCode": status, "referenceId": part["referenceId"]}

    def _describe(self, url: str) -> tuple[int, Any]:
        name = url.split("/")[-2]
        if name not in self.objects:
            return 404, [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]
        fields = [described(name, field, kind) | self.more.get(field, {}) for field, kind in self.objects[name].items()]
        return 200, {"name": name, "queryable": True, "fields": fields}

    def _query(self, soql: str) -> tuple[int, Any]:
        name = re.findall(r" FROM (\w+)", soql)[-1]
        if name in self.refusals:
            return self.status, self.refusals[name]
        refusal = next((body for word, body in self.refused_words.items() if word in soql), None)
        if refusal:
            return 400, refusal
        rows = list(self.rows.get(name, ()))
        page: dict[str, Any] = {"totalSize": len(rows), "done": name not in self.pages, "records": rows}
        if name in self.pages:
            page["nextRecordsUrl"] = self.pages[name]
        return 200, page

    @staticmethod
    def _soql(url: str) -> str:
        return parse_qs(urlsplit(url).query).get("q", [""])[0]
