"""The histories of a deal: OpportunityHistory for its figures, and OpportunityFieldHistory for each tracked field."""

from localorg.records.session import Session
from localorg.records.tables import Row
from localorg.schema.types import Field, FieldType, Value

_FIGURES = ("StageName", "Amount", "ExpectedRevenue", "CloseDate", "Probability", "ForecastCategory")
_LOOKUPS = {"OwnerId": "Owner", "AccountId": "Account"}
"""In the history, a lookup has the name of its relationship, and two rows: one with names, one with ids."""
_LONGEST_VALUE = 255
_VALUELESS = frozenset({FieldType.MULTIPICKLIST})
"""For these types and for long text, the history has no old and new values. Source: Object Reference, "Entity
History"."""


def record_creation(session: Session, new: Row) -> None:
    """The first row of each history."""
    _figures(session, new, {})
    _tracked(session, new["Id"], "created", "Text", None, None)


def record_changes(session: Session, old: Row, new: Row) -> None:
    """Add a row of figures if one of them changed, and a row for each tracked field that changed."""
    if any(old[name] != new[name] for name in _FIGURES):
        history_id = _figures(session, new, old)
        _point_at(session, history_id, old, new)
    fields = session.schema.objects["Opportunity"].fields
    for name in session.switches.field_history:
        if name in fields and old[name] != new[name]:
            _changed(session, fields[name], str(new["Id"]), old[name], new[name])


def _changed(session: Session, field: Field, record_id: str, old: Value, new: Value) -> None:
    kind = _data_type(field.type)
    if field.name in _LOOKUPS:
        names = [_name(session, field.reference_to[0], value) for value in (old, new)]
        _tracked(session, record_id, _LOOKUPS[field.name], "Text", *names)
        _tracked(session, record_id, _LOOKUPS[field.name], kind, old, new)
    elif field.type in _VALUELESS or field.length > _LONGEST_VALUE:
        _tracked(session, record_id, field.name, kind, None, None)
    else:
        _tracked(session, record_id, field.name, kind, old, new)


def _name(session: Session, name: str, record_id: Value) -> Value:
    return (session.find(name, record_id) or {}).get("Name")


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
