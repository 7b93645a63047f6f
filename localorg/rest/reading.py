"""Read records in REST shape: a whole record, related records, or a record's blob."""

import base64
import re
from collections.abc import Sequence
from typing import Any

from localorg.errors import no_such_column, not_found
from localorg.rest.failures import no_such_key
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.schema import ChildRelationship, Field, FieldType, ObjectType
from localorg.schema.types import COMPOUND

_FIELD_PATH = re.compile(r"[A-Za-z0-9_.]+\Z")


def whole_record(
    org: Org, request: RestRequest, one: ObjectType, record_id: str, fields: Sequence[str] = ()
) -> dict[str, Any]:
    """A record in REST shape: all its fields, or these. Raises ApiError if it is gone or lacks a field."""
    values = fetch(org, request, one, record_id)
    if any("." in field for field in fields):
        return _queried(org, request, one, str(values["Id"]), fields)
    if any(field.formula or field.type in COMPOUND for field in chosen_fields(one, fields)):
        return _queried(org, request, one, str(values["Id"]), [field.name for field in chosen_fields(one, fields)])
    address = request.url(f"/sobjects/{one.name}/{values['Id']}")
    shown: dict[str, Any] = {"attributes": {"type": one.name, "url": address}}
    for field in chosen_fields(one, fields):
        value = values[field.name]
        shown[field.name] = f"{address}/{field.name}" if field.type is FieldType.BASE64 and value else value
    return shown


def fetch(org: Org, request: RestRequest, one: ObjectType, record_id: str) -> dict[str, Any]:
    """A live record with all its fields. Raises ApiError (404), also if the caller may not see it."""
    values = org.records.fetch(one.name, record_id)
    if org.access.hidden_opportunities(request.user_id):
        found = org.answer(request, f"SELECT Id FROM {one.name} WHERE Id = '{values['Id']}'{_also(one, values)}")
        if not found.records:
            raise not_found()
    return values


def _also(one: ObjectType, values: dict[str, Any]) -> str:
    """An additional condition for links, which can only be queried by the records that they link."""
    link = one.name == "ContentDocumentLink"
    return f" AND LinkedEntityId = '{values['LinkedEntityId']}'" if link else ""


def chosen_fields(one: ObjectType, names: Sequence[str]) -> list[Field]:
    """The fields with these names, the id first; all fields if no names are given. Raises ApiError."""
    if not names:
        return list(one.fields.values())
    missing = next((name for name in names if name.casefold() not in one.by_folded_name), None)
    if missing:
        raise no_such_column(missing, one.name)
    return [one.by_folded_name[name] for name in dict.fromkeys(["id", *(name.casefold() for name in names)])]


def record_by_key(org: Org, one: ObjectType, field: str, key: str) -> str:
    """The id of the record with this external id. Raises ApiError (404) if there is no such record or external id."""
    known = one.by_folded_name.get(field.casefold())
    if known is None or not known.external_id:
        raise no_such_key(field)
    found = org.records.find_by_key(one.name, known.name, key)
    if found is None:
        raise not_found()
    return found


def blob(org: Org, request: RestRequest, one: ObjectType, record_id: str, field: str) -> RestResponse:
    """The bytes of a base64 field. Raises ApiError if there are none."""
    content = fetch(org, request, one, record_id).get(field)
    if not isinstance(content, str):
        raise not_found()
    return RestResponse(body=base64.b64decode(content), headers={"Content-Type": "application/octet-stream"})


def related(org: Org, request: RestRequest, one: ObjectType, record_id: str, relationship: str) -> RestResponse:
    """The record that a record references, or the records that reference it. Raises ApiError (404)."""
    values = fetch(org, request, one, record_id)
    up = one.parents.get(relationship.casefold())
    down = one.children.get(relationship.casefold())
    if up:
        return _parent(org, request, values.get(up.name))
    if down is None:
        raise not_found()
    return _children(org, request, down, str(values["Id"]))


def _parent(org: Org, request: RestRequest, parent_id: Any) -> RestResponse:
    parent = org.schema(request).of_id(str(parent_id)) if parent_id else None
    if parent is None:
        raise not_found()
    return RestResponse(body=whole_record(org, request, parent, str(parent_id)))


def _children(org: Org, request: RestRequest, down: ChildRelationship, record_id: str) -> RestResponse:
    child = org.schema(request).objects[down.child]
    fields = ", ".join(field.name for field in child.fields.values() if field.type is not FieldType.BASE64)
    soql = f"SELECT {fields} FROM {down.child} WHERE {down.field} = '{record_id}'"
    found = org.answer(request, soql)
    return RestResponse(body={"totalSize": found.total, "done": True, "records": found.records})


def _queried(org: Org, request: RestRequest, one: ObjectType, record_id: str, fields: Sequence[str]) -> dict[str, Any]:
    strange = next((path for path in fields if not _FIELD_PATH.match(path)), None)
    if strange:
        raise no_such_column(strange, one.name)
    soql = f"SELECT {', '.join(fields)} FROM {one.name} WHERE Id = '{record_id}'"
    return org.answer(request, soql).records[0]
