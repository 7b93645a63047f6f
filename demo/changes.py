"""Who changed what on a deal, as read from its record: its histories, products and contact roles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from demo.org import OrgOverHttp

Record = Mapping[str, Any]

_UNTOLD = frozenset({"created", "ForecastCategoryName", "ExpectedRevenue", "Probability"})
"""Fields that are not reported, because they follow from another change at the same time."""
_LINE_ITEM = "00k"
"""The prefix of the ids of a deal's line items."""


@dataclass(frozen=True, slots=True)
class Change:
    """A person's change: a phrase that continues after their name, such as "wins it". ``key`` identifies the change."""

    who: str
    sentence: str
    key: str


class Records:
    """Reads what changed on deals, each change once."""

    def __init__(self, org: OrgOverHttp) -> None:
        self._org = org
        self._told: set[str] = set()
        fields = org.describe("Opportunity")["fields"]
        self._labels = {str(field["name"]): str(field["label"]) for field in fields}

    def name(self, deal_id: str) -> str:
        """The deal's name."""
        return str(self._deal(deal_id).get("Name", deal_id))

    def changes(self, deal_id: str, since: datetime) -> list[Change]:
        """People's changes of this deal since then that were not returned yet, oldest first."""
        moment = since.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
        found = [*self._fields(deal_id, moment), *self._products(deal_id, moment), *self._roles(deal_id, moment)]
        fresh = [change for change in found if change.key not in self._told]
        self._told.update(change.key for change in fresh)
        return fresh

    def who_touched(self, deal_id: str) -> str:
        """Who changed the deal last, for when no history says what they changed."""
        return str((self._deal(deal_id).get("LastModifiedBy") or {}).get("Name", "Somebody"))

    def _deal(self, deal_id: str) -> Record:
        rows = self._org.query(f"SELECT Name, LastModifiedBy.Name FROM Opportunity WHERE Id = '{deal_id}'")
        return rows[0] if rows else {}

    def _fields(self, deal_id: str, moment: str) -> Iterator[Change]:
        rows = self._org.query(
            "SELECT Id, Field, DataType, OldValue, NewValue, CreatedBy.Name FROM OpportunityFieldHistory "
            f"WHERE OpportunityId = '{deal_id}' AND CreatedDate >= {moment} ORDER BY CreatedDate, Id"
        )
        for row in rows:
            if row["Field"] not in _UNTOLD and row["DataType"] != "EntityId":
                yield Change(str(row["CreatedBy"]["Name"]), self._set(row), str(row["Id"]))

    def _set(self, row: Record) -> str:
        field, old, new = str(row["Field"]), row["OldValue"], row["NewValue"]
        label = self._labels.get(field, field)
        match field:
            case "StageName":
                closed = {"Closed Won": "wins it", "Closed Lost": "loses it"}
                return closed.get(str(new), f"moves it from {old} to {new}")
            case "CloseDate":
                return f"{'pushes' if str(new) > str(old) else 'pulls'} the close date to {new}"
            case _ if row["DataType"] in ("TextArea", "LongTextArea") or (new is None and old is None):
                return f"edits {label}"
            case _ if new is None:
                return f"empties {label}"
            case _:
                return f"sets {label} to {new}"

    def _products(self, deal_id: str, moment: str) -> Iterator[Change]:
        rows = self._org.query(
            "SELECT Id, Product2.Name, Discount, CreatedDate, LastModifiedDate, LastModifiedBy.Name "
            f"FROM OpportunityLineItem WHERE OpportunityId = '{deal_id}' AND LastModifiedDate >= {moment} ORDER BY Id"
        )
        for row in rows:
            name = row["Product2"]["Name"]
            if row["CreatedDate"] == row["LastModifiedDate"]:
                sentence = f"adds {name}"
            elif row["Discount"]:
                sentence = f"gives {float(row['Discount']):g}% off {name}"
            else:
                sentence = f"changes {name}, at no discount"
            yield Change(str(row["LastModifiedBy"]["Name"]), sentence, f"{row['Id']} {row['LastModifiedDate']}")

    def _roles(self, deal_id: str, moment: str) -> Iterator[Change]:
        rows = self._org.query(
            "SELECT Id, Contact.Name, Role, CreatedBy.Name FROM OpportunityContactRole "
            f"WHERE OpportunityId = '{deal_id}' AND CreatedDate >= {moment} ORDER BY Id"
        )
        for row in rows:
            role = f" ({row['Role']})" if row["Role"] else ""
            yield Change(str(row["CreatedBy"]["Name"]), f"brings in {row['Contact']['Name']}{role}", str(row["Id"]))


def told(changes: Sequence[Change]) -> str:
    """All changes in one sentence, without the new amount if a change of products caused it."""
    products = any(change.key.startswith(_LINE_ITEM) for change in changes)
    sentences = [change.sentence for change in changes if not (products and change.sentence.startswith("sets Amount"))]
    return ", ".join(dict.fromkeys(sentences))
