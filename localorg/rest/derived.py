"""Derived rows, which are computed from the rest of the org and stored before a query for them runs."""

import re
from collections.abc import Callable, Mapping

from localorg.ids import checksum, to18
from localorg.rest.messages import RestRequest
from localorg.rest.org import Org
from localorg.schema import Value
from localorg.schema.derived import FIELD_DEFINITION, FLOW_DEFINITION_VIEW, USER_PERMISSION_ACCESS, USER_RECORD_ACCESS
from localorg.schema.permissions import SYSTEM_PERMISSIONS
from localorg.soql import Answer

_ID = re.compile(r"'([A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?)'")
Rows = list[dict[str, Value]]


def answer(org: Org, request: RestRequest, soql: str, all_rows: bool = False) -> Answer:
    """Answer a query of the caller. Raises ApiError."""
    asked = [name for name in (*_DERIVED, "UserRecordAccess") if name.casefold() in soql.casefold()]
    if not asked:
        return org.answer(request, soql, all_rows)
    # One transaction, so that no other call can replace the rows before they are read.
    with org.records.transaction():
        org.records.put_in_place("EntityDefinition", _entities(org, request))
        for name in asked:
            rows = _DERIVED[name](org, request) if name in _DERIVED else _record_access(org, request, soql)
            org.records.put_in_place(name, rows)
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
    """One row, with the caller's permissions. It is replaced for each call, so that nobody reads another user's."""
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


def _flows(org: Org, _request: RestRequest) -> Rows:
    """One row for each outbound message: the message stands for the flow that sends it."""
    prefixes = {name: one.key_prefix for name, one in org.records.schema.objects.items()}
    return [
        {
            "Id": _id(FLOW_DEFINITION_VIEW.key_prefix, place),
            "DurableId": f"300{one.action_id[3:]}",
            "ApiName": one.name.replace(" ", "_"),
            "Label": f"{one.object}: {one.name}",
            "ProcessType": "AutoLaunchedFlow",
            "TriggerType": "RecordAfterSave",
            "IsActive": one.active,
            "TriggerObjectOrEventId": _entity_id(prefixes[one.object]),
        }
        for place, one in enumerate(org.outbound_messages(), 1)
    ]


def _record_access(org: Org, request: RestRequest, soql: str) -> Rows:
    """The rights of the users named in a query on the records named in it.

    Records that the caller may not read are left out (Object Reference, UserRecordAccess, "Usage").
    """
    named = dict.fromkeys(to18(found) for found in _ID.findall(soql))
    users = [one for one in named if one.startswith("005")]
    records = [one for one in named if one not in users and "Read" in _words(org, request.user_id, one)]
    pairs = [(user, record) for user in users for record in records]
    return [
        {"Id": _id(USER_RECORD_ACCESS.key_prefix, place), **_allowed(org, user, record)}
        for place, (user, record) in enumerate(pairs)
    ]


def _allowed(org: Org, user: str, record: str) -> dict[str, Value]:
    words = _words(org, user, record)
    return {
        "UserId": user,
        "RecordId": record,
        **{f"Has{word}Access": word in words for word in ("Read", "Edit", "Delete", "Transfer", "All")},
        "MaxAccessLevel": words[0] if words else "None",
    }


def _words(org: Org, user: str, record: str) -> list[str]:
    """The levels of access that a user has to a record, the highest first."""
    one = org.records.schema.of_id(record)
    rights = org.access.rights(user).of(one.name) if one and org.records.get(one.name, record) else frozenset()
    if one and one.name == "Opportunity" and not _shared(org, user, record):
        rights = frozenset()
    return [word for word in ("Delete", "Edit", "Read") if word.lower() in rights]


def _shared(org: Org, user: str, deal: str) -> bool:
    hidden = org.access.hidden_opportunities(user)
    return bool(
        org.records.answer(f"SELECT Id FROM Opportunity WHERE Id = '{deal}'", user_id=user, hidden=hidden).records
    )


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
    "FlowDefinitionView": _flows,
}
