"""The objects and fields of an org, as data."""

from coach.localorg.schema.catalogue import OBJECTS, Schema
from coach.localorg.schema.describe import describe, describe_global, summary
from coach.localorg.schema.features import NOTE_TAGS, Features
from coach.localorg.schema.types import ChildRelationship, Field, FieldType, ObjectType, OnDelete, PicklistValue, Value

__all__ = [
    "NOTE_TAGS",
    "OBJECTS",
    "ChildRelationship",
    "Features",
    "Field",
    "FieldType",
    "ObjectType",
    "OnDelete",
    "PicklistValue",
    "Schema",
    "Value",
    "describe",
    "describe_global",
    "summary",
]
