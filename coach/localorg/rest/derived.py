"""Rows that follow from the rest of the org, put in place before a query that asks for them."""

from collections.abc import Callable, Mapping

from coach.ids import checksum
from coach.localorg.rest.messages import RestRequest
from coach.localorg.rest.org import Org
from coach.localorg.schema import Value
from coach.localorg.schema.derived import FIELD_DEFINITION, USER_PERMISSION_ACCESS
from coach.localorg.schema.permissions import SYSTEM_PERMISSIONS
from coach.localorg.soql import Answer

Rows = list[dict[str, Value]]


def answer(org: Org, request: RestRequest, soql: str, all_rows: bool = False) -> Answer:
    """What a query of the caller's finds. Raises ApiError."""
    folded = soql.casefold()
    for name, rows in _DERIVED.items():
        if name.casefold() in folded:
            org.records.put_in_place("EntityDefinition", _entities(org, request))
            org.records.put_in_place(name, rows(org, request))
    return org.answer(request, soql, all_rows)


def _entities(org: Org, _request: RestRequest) -> Rows:
    return [
        {"Id": _entity_id(one.key_prefix), "QualifiedApiName": name, "Label": one.label, "KeyPrefix": one.key_prefix}
        for name, one in org.records.schema.objects.items()
        if name != "ContentNote"
    ]


def _fields(org: Org, _request: RestRequest) -> Rows:
    rows: Rows = []
    for name, one in org.records.schema.objects.items():
        tracked = org.setup.now.field_history if name == "Opportunity" else ()
        for field in one.fields.values():
            rows.append(
                {
                    "Id": _id(FIELD_DEFINITION.key_prefix, len(rows)),
                    "EntityDefinitionId": _entity_id(one.key_prefix),
                    "QualifiedApiName": field.name,
                    "Label": field.label,
                    "DataType": field.type.value,
                    "IsFieldHistoryTracked": field.name in tracked,
                    "IsCalculated": field.calculated,
                }
            )
    return rows


def _permissions(org: Org, request: RestRequest) -> Rows:
    """One row, the caller's own. It is put in place for each call, so that nobody reads another's."""
    system = org.access.rights(request.user_id).system
    row: dict[str, Value] = {f"Permissions{name}": name in system for name in SYSTEM_PERMISSIONS}
    return [{"Id": _id(USER_PERMISSION_ACCESS.key_prefix, 1), **row}]


def _messages(org: Org, _request: RestRequest) -> Rows:
    prefixes = {name: one.key_prefix for name, one in org.records.schema.objects.items()}
    return [
        {
            "Id": one.action_id,
            "EntityDefinitionId": _entity_id(prefixes[one.object]),
            "Name": one.name,
            "EndpointUrl": one.endpoint,
            "ApiVersion": 67.0,
        }
        for one in org.outbound_messages()
    ]


def _entity_id(prefix: str) -> str:
    id15 = f"4ie000000000{prefix}"
    return id15 + checksum(id15)


def _id(prefix: str, number: int) -> str:
    id15 = f"{prefix}{number:012d}"
    return id15 + checksum(id15)


_DERIVED: Mapping[str, Callable[[Org, RestRequest], Rows]] = {
    "EntityDefinition": _entities,
    "FieldDefinition": _fields,
    "UserPermissionAccess": _permissions,
    "WorkflowOutboundMessage": _messages,
}
