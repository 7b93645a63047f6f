"""What an org remembers of a deal: a row for every change of its figures, and one for every tracked field."""

from coach.localorg.records.session import Session
from coach.localorg.records.tables import Row
from coach.localorg.schema.types import FieldType, Value

_FIGURES = ("StageName", "Amount", "ExpectedRevenue", "CloseDate", "Probability", "ForecastCategory")
TRACKED = (
    "Name",
    "StageName",
    "Amount",
    "CloseDate",
    "Probability",
    "ForecastCategoryName",
    "NextStep",
    "Type",
    "OwnerId",
    "AccountId",
    "Competitor__c",
    "Economic_Buyer_Identified__c",
    "Paper_Process__c",
    "VAC_Date__c",
    "Deal_Desk_Approval__c",
    "Formulary_Status__c",
)
"""The opportunity fields whose changes are tracked."""


def record_creation(session: Session, new: Row) -> None:
    """The first row of each history."""
    _figures(session, new, {})
    _tracked(session, new["Id"], "created", "Text", None, None)


def record_changes(session: Session, old: Row, new: Row) -> None:
    """A row for the figures where one of them changed, and one for every tracked field that did."""
    if any(old[name] != new[name] for name in _FIGURES):
        history_id = _figures(session, new, old)
        _point_at(session, history_id, old, new)
    for name in TRACKED:
        if old[name] != new[name]:
            kind = session.schema.objects["Opportunity"].fields[name].type
            _tracked(session, new["Id"], name, _data_type(kind), old[name], new[name])


def _figures(session: Session, new: Row, old: Row) -> str:
    values = {name: new[name] for name in _FIGURES}
    previous = {"PrevAmount": old.get("Amount"), "PrevCloseDate": old.get("CloseDate")}
    currency = {"CurrencyIsoCode": new["CurrencyIsoCode"]} if "CurrencyIsoCode" in new else {}
    return session.insert("OpportunityHistory", {"OpportunityId": new["Id"], **values, **previous, **currency})


def _point_at(session: Session, history_id: str, old: Row, new: Row) -> None:
    latest: Row = {}
    if old["Amount"] != new["Amount"]:
        latest["LastAmountChangedHistoryId"] = history_id
    if old["CloseDate"] != new["CloseDate"]:
        latest["LastCloseDateChangedHistoryId"] = history_id
    session.set("Opportunity", str(new["Id"]), latest)


def _tracked(session: Session, record_id: Value, name: str, kind: str, old: Value, new: Value) -> None:
    if "OpportunityFieldHistory" not in session.schema.objects:
        return
    values: Row = {"OpportunityId": record_id, "Field": name, "DataType": kind, "OldValue": _text(old)}
    session.insert("OpportunityFieldHistory", {**values, "NewValue": _text(new)})


def _text(value: Value) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _data_type(kind: FieldType) -> str:
    if kind is FieldType.REFERENCE:
        return "EntityId"
    return "DynamicEnum" if kind is FieldType.PICKLIST else kind.value.capitalize()
