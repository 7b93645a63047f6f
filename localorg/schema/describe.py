"""The describe results, with the structure and keys of REST API version 67.0."""

from collections.abc import Iterable, Mapping
from typing import Any

from localorg.schema.catalogue import Schema
from localorg.schema.types import (
    NUMERIC,
    TEXTUAL,
    ChildRelationship,
    Field,
    FieldType,
    ObjectType,
    OnDelete,
    PicklistValue,
    Value,
)

VERSION = "67.0"
MASTER_RECORD_TYPE = "012000000000000AAA"

_SOAP_TYPES = {
    FieldType.ID: "tns:ID",
    FieldType.REFERENCE: "tns:ID",
    FieldType.BOOLEAN: "xsd:boolean",
    FieldType.INT: "xsd:int",
    FieldType.DOUBLE: "xsd:double",
    FieldType.CURRENCY: "xsd:double",
    FieldType.PERCENT: "xsd:double",
    FieldType.DATE: "xsd:date",
    FieldType.DATETIME: "xsd:dateTime",
    FieldType.BASE64: "xsd:base64Binary",
    FieldType.TIME: "xsd:time",
    FieldType.ADDRESS: "urn:address",
    FieldType.LOCATION: "urn:location",
}


def describe(
    schema: Schema, object_name: str, version: str = VERSION, record_types: Iterable[Mapping[str, Value]] = ()
) -> dict[str, Any]:
    """Everything about one object, with its record types. Raises ApiError (404) for one that this org does not have."""
    one = schema.at_path(object_name)
    own = [_record_type(one, version, row) for row in record_types]
    return {
        **_summary(one),
        "actionOverrides": [],
        "childRelationships": [_child(down) for down in one.child_relationships],
        "compactLayoutable": one.layoutable,
        "defaultImplementation": None,
        "extendedBy": None,
        "extendsInterfaces": None,
        "fields": [_field(field) for field in one.fields.values()],
        "implementedBy": None,
        "implementsInterfaces": None,
        "listviewable": None,
        "lookupLayoutable": None,
        "namedLayoutInfos": [],
        "networkScopeFieldName": None,
        "recordTypeInfos": [*own, _master_record_type(one, version)],
        "searchLayoutable": one.searchable,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [{"label": f"All {one.label_plural}", "name": "everything"}],
        "urls": _urls(one, version) | _page_urls(one),
    }


def describe_global(schema: Schema, version: str = VERSION) -> dict[str, Any]:
    """A summary of each object of the org."""
    summaries = [{**_summary(one), "urls": _urls(one, version)} for one in schema.objects.values()]
    return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": summaries}


def summary(schema: Schema, object_name: str, version: str = VERSION) -> dict[str, Any]:
    """A summary of one object, as describe_global lists it. Raises ApiError (404)."""
    one = schema.at_path(object_name)
    return {**_summary(one), "urls": _urls(one, version)}


def _summary(one: ObjectType) -> dict[str, Any]:
    return {
        "activateable": False,
        "associateEntityType": _history_kind(one),
        "associateParentEntity": "Opportunity" if _history_kind(one) else None,
        "createable": one.createable,
        "custom": False,
        "customSetting": False,
        "deepCloneable": False,
        "deletable": one.deletable,
        "deprecatedAndHidden": False,
        "feedEnabled": one.layoutable and one.createable,
        "hasSubtypes": False,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": one.key_prefix,
        "label": one.label,
        "labelPlural": one.label_plural,
        "layoutable": one.layoutable,
        "mergeable": one.name in ("Account", "Contact"),
        "mruEnabled": "LastViewedDate" in one.fields,
        "name": one.name,
        "queryable": one.queryable,
        "replicateable": True,
        "retrieveable": True,
        "searchable": one.searchable,
        "triggerable": one.createable,
        "undeletable": one.recycled and one.deletable,
        "updateable": one.updateable,
    }


def _history_kind(one: ObjectType) -> str | None:
    return "History" if one.name == "OpportunityFieldHistory" else None


def _urls(one: ObjectType, version: str) -> dict[str, str]:
    base = f"/services/data/v{version}/sobjects/{one.name}"
    urls = {"rowTemplate": f"{base}/{{ID}}", "describe": f"{base}/describe", "sobject": base}
    if one.layoutable:
        urls |= {"layouts": f"{base}/describe/layouts", "compactLayouts": f"{base}/describe/compactLayouts"}
    return urls


def _page_urls(one: ObjectType) -> dict[str, str]:
    return {
        "uiDetailTemplate": "/{ID}",
        "uiEditTemplate": "/{ID}/e",
        "uiNewRecord": f"/{one.key_prefix}/e",
    }


def _master_record_type(one: ObjectType, version: str) -> dict[str, Any]:
    layout = f"/services/data/v{version}/sobjects/{one.name}/describe/layouts/{MASTER_RECORD_TYPE}"
    return {
        "active": True,
        "available": True,
        "defaultRecordTypeMapping": True,
        "developerName": "Master",
        "master": True,
        "name": "Master",
        "recordTypeId": MASTER_RECORD_TYPE,
        "urls": {"layout": layout},
    }


def _record_type(one: ObjectType, version: str, row: Mapping[str, Value]) -> dict[str, Any]:
    return {
        **_master_record_type(one, version),
        "active": bool(row["IsActive"]),
        "available": bool(row["IsActive"]),
        "defaultRecordTypeMapping": False,
        "developerName": row["DeveloperName"],
        "master": False,
        "name": row["Name"],
        "recordTypeId": row["Id"],
        "urls": {"layout": f"/services/data/v{version}/sobjects/{one.name}/describe/layouts/{row['Id']}"},
    }


def _child(down: ChildRelationship) -> dict[str, Any]:
    return {
        "cascadeDelete": down.on_delete is OnDelete.CASCADE,
        "childSObject": down.child,
        "deprecatedAndHidden": False,
        "field": down.field,
        "junctionIdListNames": [],
        "junctionReferenceTo": [],
        "relationshipName": down.name,
        "restrictedDelete": down.on_delete is OnDelete.RESTRICT,
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "aggregatable": field.filterable and field.type is not FieldType.BOOLEAN,
        "aiPredictionField": False,
        "autoNumber": False,
        "byteLength": field.length * 3 if field.type in TEXTUAL else field.length,
        "calculated": field.calculated,
        "calculatedFormula": field.formula or None,
        "cascadeDelete": field.on_delete is OnDelete.CASCADE,
        "caseSensitive": False,
        "compoundFieldName": field.compound,
        "controllerName": None,
        "createable": field.createable,
        "custom": field.custom,
        "defaultValue": field.default if field.type is FieldType.BOOLEAN else None,
        "defaultValueFormula": None,
        "defaultedOnCreate": field.default is not None or not field.createable,
        "dependentPicklist": False,
        "deprecatedAndHidden": False,
        "digits": field.precision if field.type is FieldType.INT else 0,
        "displayLocationInDecimal": False,
        "encrypted": field.type is FieldType.ENCRYPTED,
        "externalId": field.external_id,
        "extraTypeInfo": _extra(field),
        "filterable": field.filterable,
        "filteredLookupInfo": None,
        "formulaTreatNullNumberAsZero": False,
        "groupable": field.groupable,
        "highScaleNumber": False,
        "htmlFormatted": field.html,
        "idLookup": field.type is FieldType.ID or field.external_id,
        "inlineHelpText": None,
        "label": field.label,
        "length": field.length,
        "mask": "*" if field.type is FieldType.ENCRYPTED else None,
        "maskType": "all" if field.type is FieldType.ENCRYPTED else None,
        "name": field.name,
        "nameField": field.name_field,
        "namePointing": len(field.reference_to) > 1,
        "nillable": field.nillable,
        "permissionable": field.nillable and not field.name_field,
        "picklistValues": [_choice(value) for value in field.picklist],
        "polymorphicForeignKey": len(field.reference_to) > 1,
        "precision": field.precision if field.type in NUMERIC - {FieldType.INT} else 0,
        "queryByDistance": False,
        "referenceTargetField": None,
        "referenceTo": list(field.reference_to),
        "relationshipName": field.relationship_name,
        "relationshipOrder": None,
        "restrictedDelete": field.on_delete is OnDelete.RESTRICT,
        "restrictedPicklist": field.restricted,
        "scale": field.scale,
        "searchPrefilterable": field.type is FieldType.REFERENCE,
        "soapType": _SOAP_TYPES.get(field.type, "xsd:string"),
        "sortable": field.sortable,
        "type": field.type.value,
        "unique": field.unique,
        "updateable": field.updateable,
        "writeRequiresMasterRead": False,
    }


def _extra(field: Field) -> str | None:
    if field.type is not FieldType.TEXTAREA:
        return None
    return "richtextarea" if field.html else "plaintextarea"


def _choice(one: PicklistValue) -> dict[str, Any]:
    return {
        "active": one.active,
        "defaultValue": one.default,
        "label": one.label,
        "validFor": None,
        "value": one.value,
    }
