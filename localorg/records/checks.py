"""Validates the values that a caller writes: field names, writability, types, required fields, references."""

from collections.abc import Mapping
from typing import Any

from localorg.errors import (
    ApiError,
    bad_reference,
    deleted_reference,
    field_integrity,
    no_such_column,
    not_found,
    not_writable,
    required_missing,
)
from localorg.records import tables
from localorg.records.session import Session
from localorg.records.tables import Row
from localorg.records.values import stored
from localorg.schema.types import Field, FieldType, ObjectType, Value


def for_insert(session: Session, one: ObjectType, values: Mapping[str, Any], *, as_platform: bool) -> Row:
    """The stored values of a record to be created. Raises ApiError."""
    fields = _fields(session, one, values)
    if not as_platform:
        if "Id" in fields:
            sentence = "cannot specify Id in an insert call"
            raise ApiError(400, "INVALID_FIELD_FOR_INSERT_UPDATE", sentence, ["Id"])
        _refuse_closed(name for name in fields if not one.fields[name].createable)
    row = _stored(session, one, fields)
    missing = [field.name for field in one.fields.values() if field.required and _lacks(row, field)]
    if missing:
        raise required_missing(missing)
    return _without_defaulted_nulls(one, row)


def for_update(session: Session, one: ObjectType, values: Mapping[str, Any], *, as_platform: bool) -> Row:
    """The stored values of fields to be changed. Raises ApiError."""
    fields = _fields(session, one, values)
    if "Id" in fields:
        raise ApiError(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.", ["Id"])
    if not as_platform:
        _refuse_closed(name for name in fields if not one.fields[name].updateable)
    row = _stored(session, one, fields)
    emptied = [name for name, value in row.items() if value is None and one.fields[name].required]
    if emptied:
        raise required_missing(emptied)
    return row


def _lacks(row: Row, field: Field) -> bool:
    return field.name != "OwnerId" and row.get(field.name) is None


def _without_defaulted_nulls(one: ObjectType, row: Row) -> Row:
    return {
        name: value
        for name, value in row.items()
        if value is not None or (one.fields[name].nillable and one.fields[name].default is None)
    }


def _refuse_closed(names: Any) -> None:
    closed = list(names)
    if closed:
        raise not_writable(closed)


def _fields(session: Session, one: ObjectType, values: Mapping[str, Any]) -> dict[str, Any]:
    """The given values by the schema's spelling of the field names, without ``attributes``, which is not a field."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name == "attributes":
            continue
        field = one.by_folded_name.get(name.casefold())
        parent = one.parents.get(name.casefold())
        if field is not None:
            found[field.name] = value
        elif parent is not None and isinstance(value, Mapping):
            found[parent.name] = _by_external_id(session, parent, value)
        else:
            raise no_such_column(name, one.name)
    return found


def _by_external_id(session: Session, reference: Field, parent: Mapping[str, Any]) -> str:
    """The id of a parent given by its external id: ``{"Account": {"External_Key__c": "A-1"}}``."""
    one = session.schema.objects[reference.reference_to[0]]
    keys = {name: value for name, value in parent.items() if name != "attributes"}
    name, value = next(iter(keys.items()), ("", None))
    field = one.by_folded_name.get(name.casefold())
    if len(keys) != 1 or field is None or not field.external_id:
        raise not_found()
    found = tables.find_unique(session.db, one, field.name, stored(field, value))
    if found is None:
        sentence = f"Foreign key external ID: {str(value).lower()} not found for field {name} in entity {one.name}"
        raise ApiError(400, "INVALID_FIELD", sentence)
    return found


def _stored(session: Session, one: ObjectType, fields: Mapping[str, Any]) -> Row:
    row: Row = {name: stored(one.fields[name], value) for name, value in fields.items()}
    for name, value in row.items():
        if one.fields[name].type is FieldType.REFERENCE and value is not None:
            _check_reference(session, one.fields[name], value)
    return row


def _check_reference(session: Session, field: Field, value: Value) -> None:
    record_id = str(value)
    target = session.schema.of_id(record_id)
    if target is None or not ({target.name} & set(field.reference_to)):
        raise field_integrity(f"{field.label}: id value of incorrect type: {record_id}", [field.name])
    row = tables.find(session.db, target, record_id)
    if row is None:
        raise bad_reference(field.label, field.name)
    if row.get("IsDeleted"):
        raise deleted_reference(field.name)
