"""Objects whose rows are derived from the rest of the org: its fields, the caller's rights, its outbound messages.

Sources: Object Reference, EntityDefinition, FieldDefinition, FlowDefinitionView, UserPermissionAccess,
UserRecordAccess, DatedConversionRate; Tooling API, WorkflowOutboundMessage, ValidationRule.
"""

from localorg.schema.fields import CURRENCY_CODES, choice, computed, day, flag, lookup, number, record_fields, text, url
from localorg.schema.permissions import SYSTEM_PERMISSIONS
from localorg.schema.types import Field, ObjectType


def _object(
    name: str, label: str, prefix: str, *fields: Field, made: bool = False, requires: str | None = None
) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        label_plural=f"{label}s",
        key_prefix=prefix,
        createable=made,
        updateable=made,
        deletable=made,
        upsertable=False,
        recycled=False,
        searchable=False,
        layoutable=False,
        requires=requires,
        fields=record_fields(label, *fields, deleted=False),
    )


_ENTITY = lookup("EntityDefinitionId", "Entity Definition ID", "EntityDefinition", nillable=False)

ENTITY_DEFINITION = _object(
    "EntityDefinition",
    "Entity Definition",
    "4ie",
    text("QualifiedApiName", "Qualified API Name", 70, nillable=False, name_field=True),
    text("Label", "Label", 80),
    text("KeyPrefix", "Key Prefix", 3),
)
FIELD_DEFINITION = _object(
    "FieldDefinition",
    "Field Definition",
    "4if",
    _ENTITY,
    text("QualifiedApiName", "Qualified API Name", 70, nillable=False, name_field=True),
    text("Label", "Label", 80),
    text("DataType", "Data Type", 40),
    flag("IsFieldHistoryTracked", "Is Field History Tracked"),
    flag("IsCalculated", "Is Calculated"),
)
USER_PERMISSION_ACCESS = _object(
    "UserPermissionAccess",
    "User Permission Access",
    "4up",
    *(computed(flag(f"Permissions{name}", label)) for name, label in SYSTEM_PERMISSIONS.items()),
)
USER_RECORD_ACCESS = _object(
    "UserRecordAccess",
    "User Record Access",
    "4ur",
    text("UserId", "User ID", 18, nillable=False),
    text("RecordId", "Record ID", 18, nillable=False),
    flag("HasReadAccess", "Has Read Access"),
    flag("HasEditAccess", "Has Edit Access"),
    flag("HasDeleteAccess", "Has Delete Access"),
    flag("HasTransferAccess", "Has Transfer Access"),
    flag("HasAllAccess", "Has All Access"),
    text("MaxAccessLevel", "Maximum Access Level", 20),
)
WORKFLOW_OUTBOUND_MESSAGE = _object(
    "WorkflowOutboundMessage",
    "Outbound Message",
    "04k",
    _ENTITY,
    text("Name", "Name", 80, nillable=False, name_field=True),
    url("EndpointUrl", "Endpoint URL"),
    number("ApiVersion", "API Version", 18, 1),
    lookup("IntegrationUserId", "Integration User ID", "User"),
)
FLOW_DEFINITION_VIEW = _object(
    "FlowDefinitionView",
    "Flow Definition View",
    "4fd",
    text("DurableId", "Durable ID", 255),
    text("ApiName", "Flow API Name", 255),
    text("Label", "Flow Label", 255, name_field=True),
    text("ProcessType", "Process Type", 255),
    text("TriggerType", "Trigger", 255),
    flag("IsActive", "Active"),
    lookup("TriggerObjectOrEventId", "Trigger Object or Event ID", "EntityDefinition"),
)
VALIDATION_RULE = _object(
    "ValidationRule",
    "Validation Rule",
    "03d",
    _ENTITY,
    text("ValidationName", "Rule Name", 80, nillable=False, name_field=True),
    text("ErrorMessage", "Error Message"),
    flag("Active", "Active", default=True),
    made=True,
)
DATED_CONVERSION_RATE = _object(
    "DatedConversionRate",
    "Dated Conversion Rate",
    "04w",
    choice("IsoCode", "Currency ISO Code", CURRENCY_CODES, nillable=False, updateable=False, sortable=False),
    number("ConversionRate", "Conversion Rate", 18, 6, nillable=False, sortable=False),
    day("StartDate", "Start Date", nillable=False, updateable=False, sortable=False),
    computed(day("NextStartDate", "Next Start Date", sortable=False)),
    made=True,
    requires="multi_currency",
)

DERIVED = (
    ENTITY_DEFINITION,
    FIELD_DEFINITION,
    USER_PERMISSION_ACCESS,
    USER_RECORD_ACCESS,
    WORKFLOW_OUTBOUND_MESSAGE,
    FLOW_DEFINITION_VIEW,
    VALIDATION_RULE,
    DATED_CONVERSION_RATE,
)
TOOLING_ONLY = frozenset({"WorkflowOutboundMessage", "ValidationRule"})
"""Objects that only the Tooling API knows."""
